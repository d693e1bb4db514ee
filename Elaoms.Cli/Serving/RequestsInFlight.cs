using Microsoft.AspNetCore.Http;

namespace Elaoms.Cli.Serving;

/// <summary>The requests that are being answered. Somebody waits for each of them, and nobody for a call to be learned.</summary>
public sealed class RequestsInFlight(TimeProvider time)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(1);

    private int _count;

    /// <summary>Answers a request.</summary>
    public async Task ServeAsync(HttpContext context, RequestDelegate next)
    {
        Interlocked.Increment(ref _count);
        try
        {
            await next(context);
        }
        finally
        {
            Interlocked.Decrement(ref _count);
        }
    }

    /// <summary>Waits until there is none, or time is up.</summary>
    /// <param name="atMost">How long it waits while there always is one.</param>
    /// <param name="cancellationToken">Nobody waits any more.</param>
    public async Task WaitForNoneAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        var begin = time.GetTimestamp();
        while (Volatile.Read(ref _count) > 0 && time.GetElapsedTime(begin) < atMost && !cancellationToken.IsCancellationRequested)
            await Task.Delay(LookEvery, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
