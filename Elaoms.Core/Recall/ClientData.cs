using Elaoms.Core.Callers;
using Elaoms.Core.Settings;

namespace Elaoms.Core.Recall;

/// <summary>Answers who is calling, from the caller's profile alone. It never fails: the call must begin.</summary>
public sealed class ClientData(ICallerStore store, CallerKeys keys, TimelyReads reads, ElaomsSettings settings)
{
    /// <summary>Answers a request; for an unknown or hidden caller, and under any fault, with defaults.</summary>
    public async ValueTask<ClientDataAnswer> AnswerAsync(ClientDataRequest request, CancellationToken cancellationToken)
    {
        var profile = Caller.Read(request.CallerId, out var caller) == CallerReading.Known
            ? await reads.ReadAsync("client-data", settings.ClientDataDeadline, keys.Of(caller!), store.ReadProfileAsync, cancellationToken)
            : null;
        return ClientDataAnswer.For(profile, request.AgentId, settings);
    }
}
