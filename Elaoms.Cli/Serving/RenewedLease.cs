using Elaoms.Core.Storage.Queue;

namespace Elaoms.Cli.Serving;

/// <summary>Keeps a message hidden for as long as it is worked on.</summary>
internal sealed class RenewedLease : IAsyncDisposable
{
    private const int RenewalsPerLease = 3;

    private readonly CancellationTokenSource _end = new();
    private readonly Task<QueuedCall> _renewing;

    /// <summary>Begins to renew.</summary>
    /// <param name="queue">Where the message is from.</param>
    /// <param name="call">The message, just taken.</param>
    /// <param name="length">How long a lease lasts.</param>
    /// <param name="time">The clock.</param>
    /// <param name="onFault">Told when the queue can't be reached.</param>
    public RenewedLease(ICallQueue queue, QueuedCall call, TimeSpan length, TimeProvider time, Action<Exception> onFault)
        => _renewing = RenewAsync(queue, call, length, time, onFault, _end.Token);

    /// <summary>Ends the renewing.</summary>
    /// <returns>The message under its newest lease.</returns>
    public async Task<QueuedCall> EndAsync()
    {
        await _end.CancelAsync();
        return await _renewing;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _end.Dispose();
    }

    private static async Task<QueuedCall> RenewAsync(
        ICallQueue queue,
        QueuedCall call,
        TimeSpan length,
        TimeProvider time,
        Action<Exception> onFault,
        CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(length / RenewalsPerLease, time);
        while (await NextAsync(timer, cancellationToken))
        {
            try
            {
                // Not cancelled midway: the queue may have changed the lease already. If the lease is lost, another worker has the message,
                // and there is nothing left to do here.
                if (await queue.HideAsync(call, length, CancellationToken.None) is not { } renewed)
                    return call;
                call = renewed;
            }
#pragma warning disable CA1031 // An unrenewed message is only learned twice, which changes nothing.
            catch (Exception fault)
#pragma warning restore CA1031
            {
                onFault(fault);
            }
        }

        return call;
    }

    private static async Task<bool> NextAsync(PeriodicTimer timer, CancellationToken cancellationToken)
    {
        try
        {
            return await timer.WaitForNextTickAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
