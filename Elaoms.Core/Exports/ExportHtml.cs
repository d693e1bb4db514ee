using System.Globalization;
using System.Text.Json;
using Elaoms.Core.Operators;
using Elaoms.Core.Records;
using Elaoms.Core.Records.Memories;

namespace Elaoms.Core.Exports;

/// <summary>Writes an export for people. It has what concerns them; keys, hashes and vectors are in the file for programs alone.</summary>
internal sealed class ExportHtml
{
    private static readonly string[] FactHeads = ["What", "Value", "Since", "How sure", "Found by", "Words"];

    private readonly ExportContent _content;
    private readonly HtmlPage _page;
    private readonly Dictionary<string, string> _callNames;

    private ExportHtml(ExportContent content, HtmlPage page)
    {
        (_content, _page) = (content, page);
        _callNames = (content.Record?.Calls ?? []).ToDictionary(call => call.ConversationId, NameOf, StringComparer.Ordinal);
    }

    /// <summary>Writes it.</summary>
    /// <param name="content">What is exported.</param>
    /// <param name="output">Where.</param>
    /// <param name="stepAsync">Told of each call.</param>
    public static async Task WriteAsync(
        ExportContent content, Stream output, Func<Task> stepAsync, CancellationToken cancellationToken)
    {
        await using var page = new HtmlPage(output);
        var html = new ExportHtml(content, page);
        await html.WriteHeadAsync();
        await html.WriteCallsAsync(stepAsync, cancellationToken);
        await html.WriteRestAsync();
        await page.EndAsync(cancellationToken);
    }

    private async Task WriteHeadAsync()
    {
        await _page.BeginAsync($"What is stored about {_content.Record?.Caller.Identity ?? "this caller"}");
        await _page.ParagraphAsync(
            $"Exported at {Time(_content.MadeAt)}. {ExportCaller.Json} holds the same and more for programs. The folder payloads holds "
                + "what was received, and recordings.");
        await _page.SectionAsync(ExportSection.Told);
        if (_content.Told.NotGreeted is { } reason)
            await _page.ParagraphAsync($"Not greeted by name: {reason}");
        await _page.TableAsync(["Variable", "Value"], Variables(_content.Told.ClientData));
        await _page.SectionAsync(ExportSection.Facts);
        await _page.TableAsync(FactHeads, _content.Known.Current.Select(fact => Row(ShownFact.Of(fact))));
        await _page.SectionAsync(ExportSection.History);
        await _page.TableAsync(FactHeads, _content.History.Select(fact => Row(ShownFact.Of(fact))));
        await _page.SectionAsync(ExportSection.Changes);
        await _page.TableAsync(
            ["When", "By", "What", "Fact", "Value"],
            (_content.Documents.Changes?.Changes ?? []).Select(change => (string?[])
                [Time(change.At), change.By, Words(change.Kind), change.Fact, change.Value ?? change.Conversation]));
    }

    private async Task WriteCallsAsync(Func<Task> stepAsync, CancellationToken cancellationToken)
    {
        await _page.SectionAsync(ExportSection.Calls);
        if (_content.Record is not { } record)
        {
            await _page.ParagraphAsync("Nothing is stored.");
            return;
        }

        await foreach (var (call, memories) in record.ReadCallsAsync(cancellationToken))
        {
            await WriteCallAsync(call, memories);
            await stepAsync();
        }
    }

    private async Task WriteCallAsync(PastCall call, IReadOnlyList<Memory> memories)
    {
        await _page.HeadingAsync(NameOf(call));
        (string Name, string? Value)[] fields =
        [
            ("Conversation", call.ConversationId),
            ("Agent", call.AgentId),
            ("Seconds", call.DurationSeconds?.ToString(CultureInfo.InvariantCulture)),
            ("Title", call.Title),
            ("Summary", call.Summary),
            ("Outcome", call.Outcome),
            ("Language", call.Language),
            ("Mood", call.Sentiment),
            ("Learned from", call.Payload),
        ];
        await _page.TableAsync(
            ["About", ""],
            fields.Where(field => field.Value is not null).Select(field => (string?[])[field.Name, field.Value]));
        await _page.TableAsync(
            ["Turn", "Who", "What was said"],
            memories.Where(memory => memory.Turn is not null).Select(memory => (string?[])
                [memory.Turn?.ToString(CultureInfo.InvariantCulture), memory.Role, memory.Text]));
    }

    private async Task WriteRestAsync()
    {
        var traces = _content.Traces;
        var receipts = traces.Receipts.ToDictionary(item => item.Payload, item => item.Receipt);
        await _page.SectionAsync(ExportSection.Payloads);
        await _page.TableAsync(["File", "Recording", "Result"], _content.Payloads.Select(payload => (string?[])
        [
            payload.File ?? $"{payload.Name.Value} is left out: {payload.LeftOut}",
            payload.Recording,
            receipts.GetValueOrDefault(payload.Name) is { } receipt ? receipt.Reason ?? Words(receipt.Result) : "waiting",
        ]));
        await _page.SectionAsync(ExportSection.Listed);
        await _page.TableAsync(["Began", "Result", "Reason"], traces.ListedCalls.Select(
            call => (string?[])[Time(call.BeganAt), Words(call.Result), call.Reason]));
        await _page.SectionAsync(ExportSection.Indexes);
        var (inOpenMemory, vectors) = (_content.Documents.OpenMemory?.Held.Count ?? 0, _content.Documents.Vectors?.Held.Count ?? 0);
        await _page.ParagraphAsync(string.Create(
            CultureInfo.InvariantCulture, $"OpenMemory holds {inOpenMemory} memories; {vectors} have a vector."));
        await _page.SectionAsync(ExportSection.Audit);
        await _page.TableAsync(
            ["When", "Who", "What", "Fact"],
            traces.Audit.Select(entry => (string?[])[Time(entry.At), entry.Who, entry.Verb, entry.Fact]));
    }

    private string?[] Row(ShownFact fact) =>
    [
        fact.Ends ? $"{fact.Key} (ended)" : fact.Key,
        fact.Value,
        Time(fact.Since),
        fact.Confidence,
        $"{fact.Source}, {_callNames.GetValueOrDefault(fact.ConversationId, fact.ConversationId)}"
            + (fact.Turn is { } turn ? $", turn {turn.ToString(CultureInfo.InvariantCulture)}" : ""),
        fact.Quote,
    ];

    private static IEnumerable<IReadOnlyList<string?>> Variables(JsonElement clientData)
    {
        if (clientData.TryGetProperty("conversation_config_override", out var message))
            yield return ["first message", message.GetProperty("agent").GetProperty("first_message").GetString()];
        foreach (var variable in clientData.GetProperty("dynamic_variables").EnumerateObject())
        {
            if (variable.Value.ToString() is { Length: > 0 } value)
                yield return [variable.Name, value];
        }
    }

    private static string NameOf(PastCall call) => $"Call of {Time(call.StartedAt)}";

    private static string Words<T>(T value)
        where T : struct, Enum
        => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString()).Replace('-', ' ');

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
