using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Payloads;

namespace Elaoms.Core.Intake;

/// <summary>
/// Bounds what all deliveries of the process hold while they arrive: their number, their bytes, and the free space on the volume of the
/// spool folder. A forged body can't be recognised before all of it has come. At a bound, a new delivery takes the place of the one that
/// has been sending for longest, if that one has had <c>IDLE_TIMEOUT_SECONDS</c>. So slow senders can't keep others out. Thread-safe.
/// </summary>
public sealed class IncomingDeliveries(ElaomsSettings settings, SpoolDirectory spool, IFreeSpace volume, TimeProvider time)
{
    /// <summary>What a body of unknown length reserves at a time, in bytes.</summary>
    public const int StepBytes = 256 << 10;

    private readonly Lock _lock = new();

    // Deliveries whose signature is not known yet, the oldest first.
    private readonly LinkedList<IncomingDelivery> _unverified = [];
    private int _count;
    private long _reserved;

    // Reserved, but not yet in a file: the volume still counts these bytes as free.
    private long _unwritten;

    /// <summary>How many deliveries are being received.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _count;
        }
    }

    /// <summary>How many bytes are reserved for their bodies.</summary>
    public long ReservedBytes
    {
        get
        {
            lock (_lock)
                return _reserved;
        }
    }

    /// <summary>Reserves room for a delivery. Call it before any of the body is read.</summary>
    /// <param name="contentLength">The announced length in bytes. All of it is reserved. Null when the length is not known.</param>
    /// <param name="limit">The bound that was reached, when the result is null.</param>
    /// <returns>The reservation, to be disposed of by the caller; null when there is no room.</returns>
    public IncomingDelivery? TryAdmit(long? contentLength, out IntakeLimit limit)
    {
        var bytes = contentLength ?? Math.Min(StepBytes, settings.MaxPayloadBytes);
        List<IncomingDelivery> displaced = [];
        IncomingDelivery? admitted = null;
        lock (_lock)
        {
            limit = default;
            var fits = true;
            while (fits && ReachedLimit(bytes) is { } reached)
            {
                limit = reached;
                var slowest = TakeSlowest();
                if (slowest is not null)
                    displaced.Add(slowest);
                // The volume has the space back only after the file is deleted. The next delivery finds it.
                fits = slowest is not null && reached != IntakeLimit.FreeSpace;
            }

            if (fits)
            {
                _count++;
                admitted = new IncomingDelivery(this, time.GetTimestamp());
                admitted.Node = _unverified.AddLast(admitted);
                Reserve(admitted, bytes);
            }
        }

        // Outside of the lock: cancelling runs the continuations of the displaced.
        displaced.ForEach(delivery => delivery.Displace());
        return admitted;
    }

    internal bool TryGrow(IncomingDelivery delivery, long bytes)
    {
        lock (_lock)
        {
            if (delivery.IsOver || _reserved + bytes > settings.MaxIncomingBytes || !LeavesRoom(bytes))
                return false;
            Reserve(delivery, bytes);
            return true;
        }
    }

    internal void NoteWritten(IncomingDelivery delivery, long bytes)
    {
        lock (_lock)
        {
            if (!delivery.IsOver)
                _unwritten -= bytes - delivery.WrittenBytes;
            delivery.WrittenBytes = bytes;
        }
    }

    internal void NoteVerified(IncomingDelivery delivery)
    {
        lock (_lock)
            Forget(delivery);
    }

    internal void End(IncomingDelivery delivery)
    {
        lock (_lock)
            Remove(delivery);
    }

    private IntakeLimit? ReachedLimit(long bytes)
    {
        if (_count >= settings.MaxPostCalls)
            return IntakeLimit.Deliveries;
        if (_reserved + bytes > settings.MaxIncomingBytes)
            return IntakeLimit.Bytes;
        return LeavesRoom(bytes) ? null : IntakeLimit.FreeSpace;
    }

    private bool LeavesRoom(long bytes)
        => settings.MinFreeBytes == 0
            || volume.AvailableBytes(spool.Path) is not { } available
            || available - _unwritten - bytes >= settings.MinFreeBytes;

    private IncomingDelivery? TakeSlowest()
    {
        if (_unverified.First?.Value is not { } slowest || time.GetElapsedTime(slowest.Begin) < settings.IdleTimeout)
            return null;
        Remove(slowest);
        return slowest;
    }

    private void Reserve(IncomingDelivery delivery, long bytes)
    {
        delivery.ReservedBytes += bytes;
        _reserved += bytes;
        _unwritten += bytes;
    }

    private void Remove(IncomingDelivery delivery)
    {
        if (delivery.IsOver)
            return;
        Forget(delivery);
        delivery.IsOver = true;
        _count--;
        _reserved -= delivery.ReservedBytes;
        _unwritten -= delivery.ReservedBytes - delivery.WrittenBytes;
    }

    private void Forget(IncomingDelivery delivery)
    {
        if (delivery.Node?.List is not null)
            _unverified.Remove(delivery.Node);
    }
}

/// <summary>A bound that keeps a delivery from being received now.</summary>
public enum IntakeLimit
{
    /// <summary><c>MAX_POST_CALLS</c> deliveries are being received.</summary>
    Deliveries,

    /// <summary>All bodies together would exceed <c>MAX_INCOMING_BYTES</c>.</summary>
    Bytes,

    /// <summary>Less than <c>MIN_FREE_BYTES</c> would stay free on the volume of the spool folder.</summary>
    FreeSpace,
}
