namespace Elaoms.Core.Health;

/// <summary>Whether calls can be taken and answered. Holds no secret and no path.</summary>
/// <param name="Ready">Whether everything needed works.</param>
/// <param name="Storage">Whether payloads and records can be written and read.</param>
/// <param name="Queue">Whether the queue answers.</param>
/// <param name="Waiting">How many calls wait to be learned; null when the queue doesn't answer.</param>
/// <param name="Engine">Which engines find memories, beside our own index.</param>
/// <param name="EngineWorks">Whether all of them answer. Not part of being ready: without them our own index finds alone.</param>
public sealed record ReadinessReport(bool Ready, bool Storage, bool Queue, long? Waiting, string Engine, bool EngineWorks)
{
    /// <summary>The least that is free on a disk that deliveries need, in bytes; null where the system does not say.</summary>
    public long? FreeBytes { get; init; }
}
