namespace Elaoms.Core.Recall;

/// <summary>Bounds how long a call waits for memory.</summary>
internal static class Deadline
{
    /// <summary>Runs a read, and gives up on it after a time.</summary>
    /// <exception cref="TimeoutException">The deadline passed; the read was told to stop and is no longer waited for.</exception>
    public static async ValueTask<T> WithinAsync<T>(TimeSpan deadline, TimeProvider time, Func<CancellationToken, ValueTask<T>> read, CancellationToken cancellationToken)
    {
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reading = read(giveUp.Token);

        // Embedded reads are done by now; only others pay for a timer.
        if (reading.IsCompletedSuccessfully)
            return await reading;

        var task = reading.AsTask();
        try
        {
            return await task.WaitAsync(deadline, time, cancellationToken);
        }
        finally
        {
            if (!task.IsCompleted)
                await giveUp.CancelAsync();
        }
    }
}
