using System.Buffers;
using System.Text.Json;
using Elaoms.Core.Calls;
using Elaoms.Core.Changes;
using Elaoms.Core.Recall;
using Elaoms.Core.Records;
using Elaoms.Core.Records.Facts;
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

        var isShared = profile?.IsSharedLine(settings.SharedLines) == true;
        var answer = ClientDataAnswer.For(profile is { IsOptedOut: false } && !isShared ? profile : null, agentId, settings) with
        {
            IsSharedLine = isShared && profile is { IsOptedOut: false },
        };
        return new ShownCaller(caller.Value, keys.UserIdOf(caller), record?.Caller.Kind, ShownText.Of(record?.Caller.Identity))
        {
            ClientData = Written(answer),
            NotGreeted = ReasonAgainst(profile, isShared, answer),
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
}
