using Elaoms.Core.Callers;
using Elaoms.Core.Settings;
using Elaoms.Core.Telemetry;
using Microsoft.Extensions.Logging;

namespace Elaoms.Core.Recall;

/// <summary>Answers who is calling, from the caller's profile alone. It never fails and never takes longer than its deadline: the call must begin.</summary>
public sealed partial class ClientData(ICallerStore store, CallerKeys keys, ElaomsSettings settings, ElaomsMetrics metrics, TimeProvider time, ILogger<ClientData> logger)
{
    /// <summary>Answers a request; for an unknown or hidden caller, and under any fault, with defaults.</summary>
    public async ValueTask<ClientDataAnswer> AnswerAsync(ClientDataRequest request, CancellationToken cancellationToken)
    {
        var profile = Caller.Read(request.CallerId, out var caller) == CallerReading.Known
            ? await ReadProfileAsync(keys.Of(caller!), cancellationToken)
            : null;
        return ClientDataAnswer.For(profile, request.AgentId, settings);
    }

    private async ValueTask<CallerProfile?> ReadProfileAsync(CallerKey key, CancellationToken cancellationToken)
    {
        try
        {
            return await Deadline.WithinAsync(settings.ClientDataDeadline, time, token => store.ReadProfileAsync(key, token), cancellationToken);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            metrics.RecallFault("client-data", fault is TimeoutException ? "deadline" : "fault");
            LogFault(key.Abbreviation, fault.GetType().Name);
            return null;
        }
    }

    [LoggerMessage(3001, LogLevel.Error, "client-data answered with defaults for caller {Caller}: {Fault}")]
    private partial void LogFault(string caller, string fault);
}
