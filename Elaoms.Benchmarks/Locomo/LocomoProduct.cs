using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Elaoms.Cli.Configuration;
using Elaoms.Cli.Scenarios;
using Elaoms.Core.Recall;

namespace Elaoms.Benchmarks.Locomo;

/// <summary>Measures the whole product over its webhooks: calls are delivered and learned, then each question is a search.</summary>
internal sealed class LocomoProduct(IReadOnlyList<LocomoConversation> conversations, HttpClient http, Uri server, ClientKeys keys)
{
    // As many as an answer can hold: the first ten are judged, and the calls of all.
    private const int Count = SearchDataRequest.MaxCount;

    private static readonly TimeSpan AskEvery = TimeSpan.FromMilliseconds(200);

    private readonly WebhookClient _webhooks = new(http, server, keys, TimeProvider.System);

    /// <summary>Delivers all calls and waits until they are learned.</summary>
    public async Task LearnAsync(CancellationToken cancellationToken)
    {
        foreach (var (number, conversation) in conversations.Index())
        {
            foreach (var call in conversation.Calls)
                await _webhooks.PostCallAsync(LocomoPayloads.Of(conversation, call, LocomoPayloads.Caller(number)), cancellationToken);
        }

        while (await WaitingAsync(cancellationToken) > 0)
            await Task.Delay(AskEvery, cancellationToken);
    }

    /// <summary>Asks all questions.</summary>
    public async Task<LocomoScores> AskAsync(TextWriter output, CancellationToken cancellationToken)
    {
        var scores = new LocomoScores();
        var times = new List<double>();
        foreach (var (number, conversation) in conversations.Index())
        {
            foreach (var question in conversation.Questions)
            {
                var begin = Stopwatch.GetTimestamp();
                var body = new JsonObject { ["query"] = question.Text, ["caller_id"] = LocomoPayloads.Caller(number), ["k"] = Count };
                var answer = await _webhooks.SearchDataAsync(body, callerToken: null, cancellationToken);
                times.Add(Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
                scores.Add(conversation, question, [.. answer.GetProperty("memories").EnumerateArray().Select(PlaceOf)]);
            }
        }

        times.Sort();
        output.WriteLine(
            FormattableString.Invariant($"search-data: p50 {times[times.Count / 2]:0.00} ms, p95 {times[times.Count * 95 / 100]:0.00} ms"));
        return scores;
    }

    private static Place PlaceOf(JsonElement memory)
        => new(
            memory.GetProperty("conversation_id").GetString()!,
            memory.GetProperty("turn") is { ValueKind: JsonValueKind.Number } turn ? turn.GetInt32() : null);

    private async Task<int> WaitingAsync(CancellationToken cancellationToken)
    {
        using var ready = JsonDocument.Parse(await http.GetByteArrayAsync(new Uri(server, "/health/ready"), cancellationToken));
        return ready.RootElement.GetProperty("calls_waiting").GetInt32();
    }
}
