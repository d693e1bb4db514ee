using Elaoms.Core.Calls;
using Elaoms.Core.Changes;
using Elaoms.Core.Records;
using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Documents;

namespace Elaoms.Core.Operators;

/// <summary>Shows an operator what is stored of a caller: first what an agent would be told, then what it rests on.</summary>
public sealed class ShowCaller(
    RecordExcerpts excerpts,
    IDocumentStore<CallerProfile> profiles,
    ShowCalls calls,
    StoredChanges changes,
    EngineStates engines,
    CallerKeys keys,
    ElaomsSettings settings)
{
    /// <summary>Shows a caller; null when nothing is stored.</summary>
    /// <param name="caller">The caller.</param>
    /// <param name="agentId">Which agent would take the call; null for any.</param>
    /// <param name="count">How many of the newest calls are shown, up to <see cref="ShowCalls.MaxCalls"/>.</param>
    public async Task<ShownCaller?> ShowAsync(CallerKey caller, string? agentId, int count, CancellationToken cancellationToken)
    {
        count = Math.Clamp(count, 0, ShowCalls.MaxCalls);
        var excerpt = await excerpts.ReadNewestAsync(caller, count, cancellationToken);
        var (record, known) = (excerpt?.Record, excerpt?.Known);
        var profile = (await profiles.ReadAsync(caller, cancellationToken))?.Value;
        // A record says whether there are any.
        var all = record is { Changes: null } ? null : await changes.ReadAllAsync(caller, cancellationToken);
        if (record is null && profile is null && all is null)
            return null;

        var told = AgentView.Of(profile, agentId, settings);
        return new ShownCaller(caller.Value, keys.UserIdOf(caller), record?.Caller.Kind, ShownText.Of(record?.Caller.Identity))
        {
            ClientData = told.ClientData,
            NotGreeted = told.NotGreeted,
            IsOptedOut = all?.LastOpt?.Kind == ChangeKind.OptOut,
            Line = profile?.Line ?? LineMark.None,
            Facts = [.. (known?.Current ?? []).Select(ShownFact.Of)],
            History = [.. (record?.Facts ?? []).Where(fact => fact.Ends || known!.IsOver(fact)).Select(ShownFact.Of)],
            CallCount = excerpt?.CallCount ?? 0,
            Calls = record is null ? [] : await calls.OfAsync(caller, record, count, cancellationToken),
            Changes =
            [
                .. (all?.Changes ?? []).Select(
                    change => new ShownChange(
                        change.Id, change.At, ShownText.Of(change.By), change.Kind, change.Fact, ShownText.Of(change.Value))),
            ],
            Engines = await engines.ReadAsync(caller, cancellationToken),
        };
    }
}
