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

        var told = AgentView.Of(profile, agentId, settings);
        var known = record?.Known();
        return new ShownCaller(caller.Value, keys.UserIdOf(caller), record?.Caller.Kind, Line(record?.Caller.Identity))
        {
            ClientData = told.ClientData,
            NotGreeted = told.NotGreeted,
            IsOptedOut = all?.LastOpt?.Kind == ChangeKind.OptOut,
            Line = profile?.Line ?? LineMark.None,
            Facts = [.. (known?.Current ?? []).Select(ShownFact.Of)],
            History = [.. (record?.Facts ?? []).Where(fact => fact.Ends || known!.IsOver(fact)).Select(ShownFact.Of)],
            CallCount = record?.Calls.Count ?? 0,
            Calls = record is null ? [] : await CallsAsync(record, Math.Clamp(calls, 0, MaxCalls), cancellationToken),
            Changes =
            [
                .. (all?.Changes ?? []).Select(
                    change => new ShownChange(change.Id, change.At, Line(change.By)!, change.Kind, change.Fact, Line(change.Value))),
            ],
            Engines = await engines.ReadAsync(caller, cancellationToken),
        };
    }

    private async Task<IReadOnlyList<ShownCall>> CallsAsync(CallerRecord record, int count, CancellationToken cancellationToken)
    {
        var (memories, facts) = (
            record.Memories.ToLookup(memory => memory.ConversationId, StringComparer.Ordinal),
            record.Facts.ToLookup(fact => fact.Source.ConversationId, StringComparer.Ordinal));
        var shown = new List<ShownCall>();
        foreach (var call in record.Calls.TakeLast(count).Reverse())
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
                Learned = [.. facts[call.ConversationId].Select(ShownFact.Of)],
                Marks = turns.SelectMany(turn => Mark.Matches(turn.Text)).CountBy(mark => mark.Groups["kind"].Value, StringComparer.Ordinal)
                    .ToDictionary(StringComparer.Ordinal),
            });
        }

        return shown;
    }

    private static string? Line(string? text) => text is null ? null : OutgoingText.Line(text, OutgoingText.MaxMemoryLength);

    [GeneratedRegex(@"\[(?<kind>[a-z]{2,15}( [a-z]{2,15}){0,2})\]", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        MatchTimeout.Milliseconds)]
    private static partial Regex Mark { get; }
}
