namespace Elaoms.Storage;

/// <summary>Wakes who waits for messages of this process's own, so that they need not wait for the next look into the queue.</summary>
internal sealed class IncomingFiles : IDisposable
{
    private readonly SemaphoreSlim _added = new(0);

    /// <summary>Says that there is a message. Waking once is enough: who wakes works until nothing is left.</summary>
    public void Announce()
    {
        if (_added.CurrentCount == 0)
            _added.Release();
    }

    /// <summary>Returns when a message was announced, or after a time.</summary>
    public Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) => _added.WaitAsync(atMost, cancellationToken);

    /// <inheritdoc />
    public void Dispose() => _added.Dispose();
}
