namespace Elaoms.Core.Intake;

/// <summary>What one delivery has reserved of the <see cref="IncomingDeliveries"/>. Disposing of it gives the reservation back.</summary>
public sealed class IncomingDelivery : IDisposable
{
    private readonly IncomingDeliveries _all;
    private readonly CancellationTokenSource _displaced = new();
    private long _received;

    internal IncomingDelivery(IncomingDeliveries all, long begin)
    {
        _all = all;
        Begin = begin;
    }

    /// <summary>Is cancelled when another delivery takes this one's place.</summary>
    public CancellationToken Displaced => _displaced.Token;

    internal long Begin { get; }

    // The rest changes only under the lock of IncomingDeliveries.
    internal long ReservedBytes { get; set; }

    internal long WrittenBytes { get; set; }

    internal bool IsOver { get; set; }

    internal LinkedListNode<IncomingDelivery>? Node { get; set; }

    /// <summary>
    /// Notes that more of the body has come, and reserves more room if the body outgrows its reservation. Not thread-safe.
    /// </summary>
    /// <returns>False when there is no room.</returns>
    public bool TryReceive(long bytes)
    {
        _received += bytes;
        var missing = _received - ReservedBytes;
        return missing <= 0 || _all.TryGrow(this, Math.Max(missing, IncomingDeliveries.StepBytes));
    }

    /// <summary>Notes how many bytes of the body are in a file.</summary>
    public void NoteWritten(long bytes)
    {
        if (bytes != WrittenBytes)
            _all.NoteWritten(this, bytes);
    }

    /// <summary>Notes that the signature is valid. From then on no other delivery takes this one's place.</summary>
    public void NoteVerified() => _all.NoteVerified(this);

    /// <inheritdoc />
    public void Dispose()
    {
        _all.End(this);
        _displaced.Dispose();
    }

    internal void Displace()
    {
        try
        {
            _displaced.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The delivery has ended meanwhile.
        }
    }
}
