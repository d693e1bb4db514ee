using System.Buffers;
using System.Text.Json;
using System.Text.RegularExpressions;
using Elaoms.Core.Calls;
using Elaoms.Core.Changes;
using Elaoms.Core.Recall;
using Elaoms.Core.Records;
using Elaoms.Core.Records.Facts;
using Elaoms.Core.Records.Memories;
using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Documents;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Core.Storage.Records;
using Elaoms.Core.Text;

namespace Elaoms.Core.Operators;

/// <summary>Shows an operator what is stored of a caller: first what an agent would be told, then what it rests on.</summary>
public sealed partial class ShowCaller(
    CallerRecords records,
    IDocumentStore<CallerProfile> profiles,
    IReceipts receipts,
    StoredChanges changes,
    EngineStates engines,
    CallerKeys keys,
    ElaomsSettings settings)
{
    /// <summary>The most calls that are shown at a time.</summary>
    public const int MaxCalls = 50;

    /// <summary>Shows a caller; null when nothing is stored.</summary>
    /// <param name="caller">The caller.</param>
    /// <param name="agentId">Which agent would take the call; null for any.</param>
    /// <param name="calls">How many of the newest calls are shown, up to <see cref="MaxCalls"/>.</param>
    public async Task<ShownCaller?> ShowAsync(CallerKey caller, string? agentId, int calls, CancellationToken cancellationToken)
    {
        var record = (await records.ReadAsync(caller, cancellationToken))?.Value;
        var profile = (await profiles.ReadAsync(caller, cancellationToken))?.Value;
        var all = await changes.ReadAllAsync(caller, cancellationToken);
        if (record is null && profile is null && all is null)
            return null;

        var isShared = profile?.IsSharedLine(settings.SharedLines) == true;
        var answer = ClientDataAnswer.For(profile is { IsOptedOut: false } && !isShared ? profile : null, agentId, settings) with
        {
            IsSharedLine = isShared && profile is { IsOptedOut: false },
        };
        var known = record?.Known();
        return new ShownCaller(caller.Value, keys.UserIdOf(caller), record?.Caller.Kind, Line(record?.Caller.Identity))
        {
            ClientData = Written(answer),
            NotGreeted = ReasonAgainst(profile, isShared, answer),
            IsOptedOut = all?.LastOpt?.Kind == ChangeKind.OptOut,
            Line = profile?.Line ?? LineMark.None,
            Facts = [.. (known?.Current ?? []).Select(Shown)],
            History = [.. (record?.Facts ?? []).Where(fact => fact.Ends || known!.IsOver(fact)).Select(Shown)],
            CallCount = record?.Calls.Count ?? 0,
            Calls = record is null ? []
                : await CallsAsync(record, record.Calls.TakeLast(Math.Clamp(calls, 0, MaxCalls)).Reverse(), cancellationToken),
            Changes =
            [
                .. (all?.Changes ?? []).Select(
                    change => new ShownChange(change.Id, change.At, Line(change.By)!, change.Kind, change.Fact, Line(change.Value))),
            ],
            Engines = await engines.ReadAsync(caller, cancellationToken),
        };
    }

    /// <summary>Shows one call of a caller; null when the record has no such call.</summary>
    /// <param name="caller">The caller.</param>
    /// <param name="conversation">The conversation, as payload names spell it.</param>
    public async Task<ShownCall?> ShowCallAsync(CallerKey caller, string conversation, CancellationToken cancellationToken)
    {
        if ((await records.ReadAsync(caller, cancellationToken))?.Value is not { } record)
            return null;
        var calls = record.Calls.Where(call => PayloadName.Parse(call.Payload)?.ConversationHash == conversation).Take(1);
        return await CallsAsync(record, calls, cancellationToken) is [var call] ? call : null;
    }

    private async Task<IReadOnlyList<ShownCall>> CallsAsync(
        CallerRecord record, IEnumerable<PastCall> calls, CancellationToken cancellationToken)
    {
        var (memories, facts) = (
            record.Memories.ToLookup(memory => memory.ConversationId, StringComparer.Ordinal),
            record.Facts.ToLookup(fact => fact.Source.ConversationId, StringComparer.Ordinal));
        var shown = new List<ShownCall>();
        foreach (var call in calls)
        {
            var receipt = PayloadName.Parse(call.Payload) is { } payload ? await receipts.ReadAsync(payload, cancellationToken) : null;
            var turns = memories[call.ConversationId].Where(memory => memory.Turn is not null).ToList();
            shown.Add(new ShownCall(
                Line(call.ConversationId)!,
                call.StartedAt,
                call.DurationSeconds,
                Line(call.AgentId),
                Line(call.Outcome),
                Line(call.Title),
                Line(call.Summary),
                call.Payload,
                call.PayloadVersion.Rules)
            {
                Receipt = receipt is null ? null : new ShownReceipt(receipt.Result, Line(receipt.Reason)),
                Turns = [.. turns.Select(turn => new ShownTurn(
                    turn.Turn!.Value, Line(turn.Role), Line(turn.Text)!, turn.Sector.WireName(), turn.Salience))],
                Learned = [.. facts[call.ConversationId].Select(Shown)],
                Marks = turns.SelectMany(turn => Mark.Matches(turn.Text)).CountBy(mark => mark.Groups["kind"].Value, StringComparer.Ordinal)
                    .ToDictionary(StringComparer.Ordinal),
            });
        }

        return shown;
    }

    private static string? ReasonAgainst(CallerProfile? profile, bool isShared, ClientDataAnswer answer)
    {
        if (profile is null)
            return "No call was learned.";
        if (profile.IsOptedOut)
            return "The caller opted out.";
        if (isShared)
            return profile.Line == LineMark.Shared ? "An operator marked the line as shared." : "Many people share the line.";
        var told = new ToldProfile(profile);
        if (told.Name is null)
            return "No name is known.";
        if (told.NameConfidence != FactConfidence.Confirmed)
            return "The name is not sure.";
        if (!told.IsGreetable)
            return "The name may be another word.";
        return answer.FirstMessage is null ? "No greeting is configured, or none can be filled." : null;
    }

    // What the platform is sent, but for the token: it would open the caller's memory to whoever reads this.
    private static JsonElement Written(ClientDataAnswer answer)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(output))
            answer.WriteTo(writer);
        using var document = JsonDocument.Parse(output.WrittenMemory);
        return document.RootElement.Clone();
    }

    private static ShownFact Shown(CurrentFact fact) => new(
        fact.Key, Line(fact.Value)!, fact.Confidence.WireName(), fact.Since, fact.LastSaid, fact.Count, fact.Source.Kind,
        Line(fact.Source.ConversationId)!, fact.Source.Turn, Line(fact.Source.Quote), Ends: false);

    private static ShownFact Shown(Fact fact) => new(
        fact.Key, Line(fact.Value)!, fact.Confidence.WireName(), fact.ValidFrom, fact.ValidFrom, Count: 1, fact.Source.Kind,
        Line(fact.Source.ConversationId)!, fact.Source.Turn, Line(fact.Source.Quote), fact.Ends);

    private static string? Line(string? text) => text is null ? null : OutgoingText.Line(text, OutgoingText.MaxMemoryLength);

    [GeneratedRegex(@"\[(?<kind>[a-z]{2,15}( [a-z]{2,15}){0,2})\]", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        MatchTimeout.Milliseconds)]
    private static partial Regex Mark { get; }
}
