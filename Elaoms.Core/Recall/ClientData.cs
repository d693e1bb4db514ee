using Elaoms.Core.Calls;
using Elaoms.Core.Json;
using Elaoms.Core.Recall.Counts;
using Elaoms.Core.Records;
using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Documents;

namespace Elaoms.Core.Recall;

/// <summary>
/// Answers who is calling, from the caller's profile alone, and gives the call the token with which it may search. It never fails: the
/// call must begin.
/// </summary>
public sealed class ClientData(
    IDocumentStore<CallerProfile> profiles,
    CallerKeys keys,
    CallerTokens tokens,
    RecallDeadline reads,
    SharedLines lines,
    RecallCounter counter,
    ElaomsSettings settings)
{
    private const string Route = "client-data";

    /// <summary>
    /// Answers a request; for an unknown or hidden caller, and under any fault, with defaults. Hidden callers and faults get a token for
    /// nobody.
    /// </summary>
    public async ValueTask<ClientDataAnswer> AnswerAsync(ClientDataRequest request, CancellationToken cancellationToken)
    {
        var begin = counter.Begin();
        var tenant = settings.Tenants.Of(request.AgentId);
        var areNumbersPhones = settings.PhoneUserIds.Has(request.AgentId);
        var isNamedByApplication = Caller.ReadUserId(request.AppUserId, out var caller, areNumbersPhones) != CallerIdentification.Missing;
        if (!isNamedByApplication)
            Caller.Read(request.CallerId, out caller);
        if (caller is null)
            return Answer(request, found: null, CallerToken.ForNobody(tenant), userId: null, begin);

        var places = keys.PlacesOf(caller, tenant);
        var found = await reads.ReadAsync(
            Route, settings.ClientDataDeadline, places[0].Key, (_, giveUp) => FindAsync(places, giveUp), cancellationToken);
        // An application that names its user has said who is on the line.
        var called = isNamedByApplication ? null : CalledOf(request, tenant);
        // It also hands the answer over with that id as the user_id of the conversation: ours would take its place.
        var userId = isNamedByApplication ? null : keys.UserIdOf(places[0].Key);
        var token = found is null ? CallerToken.ForNobody(tenant) : new CallerToken(tenant, found.Place, called);
        return Answer(request, found, token, userId, begin);
    }

    private ClientDataAnswer Answer(ClientDataRequest request, FoundProfile? found, CallerToken token, string? userId, long begin)
    {
        counter.Started(isRecognised: found?.Profile is not null, begin);
        return ClientDataAnswer.For(found?.Profile, request.AgentId, settings) with
        {
            IsSharedLine = found?.IsSharedLine == true,
            CallerToken = tokens.Issue(token),
            UserId = userId,
        };
    }

    private CallerPlace? CalledOf(ClientDataRequest request, string tenant)
        => Caller.Read(request.CalledNumber, out var called) == CallerIdentification.Known ? keys.PlacesOf(called!, tenant)[0] : null;

    private async ValueTask<FoundProfile?> FindAsync(IReadOnlyList<CallerPlace> places, CancellationToken cancellationToken)
    {
        foreach (var place in places)
        {
            if (await profiles.ReadAsync(place.Key, cancellationToken) is { Value: { } profile } && place.Counts(profile.IsKindCertain))
            {
                // Who opted out is told from nobody as who never called.
                if (profile.IsOptedOut)
                    return null;
                // Its token opens a search, which has its own rules for such a line.
                return lines.Has(Route, place.Key, profile)
                    ? new FoundProfile(Profile: null, place, IsSharedLine: true)
                    : new FoundProfile(profile, place);
            }
        }

        return new FoundProfile(Profile: null, places[0]);
    }

    private sealed record FoundProfile(CallerProfile? Profile, CallerPlace Place, bool IsSharedLine = false);
}

/// <summary>
/// What ElevenLabs asks when a call begins (https://elevenlabs.io/docs/eleven-agents/customization/personalization). Everything may be
/// missing, and may be odd.
/// </summary>
/// <param name="CallerId">Who is calling, in whatever form the channel has. On an outbound call it is our own number.</param>
/// <param name="AgentId">The agent that takes the call.</param>
/// <param name="CalledNumber">Who is called. On an inbound call it is our own number.</param>
/// <param name="AppUserId">An application's own id of its user, sent by the application's server and not by ElevenLabs. It decides where
/// it names somebody.</param>
public sealed record ClientDataRequest(string? CallerId, string? AgentId, string? CalledNumber = null, string? AppUserId = null)
{
    /// <summary>Reads a request body; null when it is no JSON object.</summary>
    public static ClientDataRequest? Parse(ReadOnlyMemory<byte> utf8)
    {
        using var document = TolerantJson.ParseObject(utf8);
        if (document is null)
            return null;
        var root = document.RootElement;
        return new ClientDataRequest(root.Text("caller_id"), root.Text("agent_id"), root.Text("called_number"), root.Text("app_user_id"));
    }
}
