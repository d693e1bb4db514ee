using System.Diagnostics;
using System.Diagnostics.Metrics;
using Elaoms.Core.Calls;

namespace Elaoms.Core.Telemetry;

/// <summary>What the product counts. Tags come from small fixed sets: no caller, no free text of a sender.</summary>
public sealed class ElaomsMetrics : IDisposable
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Elaoms";

    private readonly Counter<long> _received;
    private readonly Counter<long> _learned;
    private readonly Counter<long> _recallFaults;

    /// <summary>Makes the instruments.</summary>
    public ElaomsMetrics()
    {
        _received = Meter.CreateCounter<long>("elaoms.postcall.received", "{delivery}", "Post-call deliveries by type and result");
        _learned = Meter.CreateCounter<long>("elaoms.calls.learned", "{payload}", "Payloads taken from the queue by result");
        _recallFaults = Meter.CreateCounter<long>("elaoms.recall.faults", "{request}", "Requests answered with defaults, by route and reason");
    }

    internal Meter Meter { get; } = new(MeterName);

    /// <summary>Counts a post-call delivery.</summary>
    public void PostCallReceived(string? type, string result)
        => _received.Add(1, new TagList { { "type", KnownType(type) }, { "result", result } });

    /// <summary>Counts a payload that learning is done with, or has to try again.</summary>
    public void Learned(string result) => _learned.Add(1, new TagList { { "result", result } });

    /// <summary>Counts a request that memory could not answer in time or at all.</summary>
    public void RecallFault(string route, string reason) => _recallFaults.Add(1, new TagList { { "route", route }, { "reason", reason } });

    /// <inheritdoc />
    public void Dispose() => Meter.Dispose();

    private static string KnownType(string? type) => type switch
    {
        PostCallEventType.Transcription or PostCallEventType.TranscriptionOtel or PostCallEventType.Audio or PostCallEventType.InitiationFailure => type,
        _ => "other",
    };
}
