using Polly;
using Polly.CircuitBreaker;
using Polly.RateLimiting;
using Polly.Retry;
using Polly.Timeout;

namespace Elaoms.Core.OpenMemory;

/// <summary>How patient we are with the server: for a caller on the line hardly, for bringing it up to date very.</summary>
public sealed class OpenMemoryPipelines : IDisposable
{
    // The server refuses the 65th search at a time, and cuts off what takes it longer than 10 s.
    private const int SearchesAtATime = 32;
    private const int WritesAtATime = 8;
    private const int WritesThatWait = 10_000;
    private static readonly TimeSpan LongestTry = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestWrite = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(200);

    // A longer wait is not waited for here: the task that wanted it comes again.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    private readonly System.Threading.RateLimiting.ConcurrencyLimiter _searches = Limiter(SearchesAtATime, waiting: 0);
    private readonly System.Threading.RateLimiting.ConcurrencyLimiter _writes = Limiter(WritesAtATime, WritesThatWait);

    /// <summary>Makes the pipelines.</summary>
    /// <param name="time">The clock.</param>
    public OpenMemoryPipelines(TimeProvider time)
    {
        Search = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRateLimiter(new RateLimiterStrategyOptions { RateLimiter = arguments => _searches.AcquireAsync(1, arguments.Context.CancellationToken) })
            // Whom the caller no longer waits for is late.
            .AddCircuitBreaker(Breaker(minimum: 3, opensFor: TimeSpan.FromSeconds(10), fault => IsOfServer(fault) || fault is OperationCanceledException))
            .AddTimeout(new TimeoutStrategyOptions { TimeoutGenerator = arguments => ValueTask.FromResult(arguments.Context.Properties.GetValue(Patience, LongestTry)) })
            .AddRetry(Retry(times: 1, fault => fault is OpenMemoryException { Fault: OpenMemoryFault.Unreachable or OpenMemoryFault.Unintelligible }, TimeSpan.FromMilliseconds(20)))
            .Build();
        Write = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddTimeout(LongestWrite)
            .AddRetry(Retry(times: 3, IsRepeated, FirstDelay))
            .AddCircuitBreaker(Breaker(minimum: 10, opensFor: TimeSpan.FromSeconds(5), IsOfServer))
            .AddRateLimiter(new RateLimiterStrategyOptions { RateLimiter = arguments => _writes.AcquireAsync(1, arguments.Context.CancellationToken) })
            .AddTimeout(LongestTry)
            .Build();
    }

    /// <summary>For how long a search may take, in the context of a search.</summary>
    public static ResiliencePropertyKey<TimeSpan> Patience { get; } = new("elaoms.patience");

    /// <summary>For searches: one more try when a connection was stale, none for what is slow; left alone for a moment after a few failures, so that callers don't wait for nothing.</summary>
    public ResiliencePipeline Search { get; }

    /// <summary>For everything else: repeated with growing, scattered delays; not more at a time than the server can take.</summary>
    public ResiliencePipeline Write { get; }

    /// <inheritdoc />
    public void Dispose()
    {
        _searches.Dispose();
        _writes.Dispose();
    }

    private static System.Threading.RateLimiting.ConcurrencyLimiter Limiter(int atATime, int waiting)
        => new(new System.Threading.RateLimiting.ConcurrencyLimiterOptions { PermitLimit = atATime, QueueLimit = waiting });

    private static RetryStrategyOptions Retry(int times, Func<Exception, bool> isRepeated, TimeSpan firstDelay) => new()
    {
        MaxRetryAttempts = times,
        Delay = firstDelay,
        MaxDelay = LongestWait,
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Exception is { } fault && isRepeated(fault)),
        DelayGenerator = static arguments => ValueTask.FromResult(arguments.Outcome.Exception is OpenMemoryException { RetryAfter: { } asked } ? asked : (TimeSpan?)null),
    };

    private static bool IsRepeated(Exception fault) => fault is TimeoutRejectedException || fault is OpenMemoryException { MayPass: true } server && !(server.RetryAfter > LongestWait);

    private static CircuitBreakerStrategyOptions Breaker(int minimum, TimeSpan opensFor, Func<Exception, bool> isFailure) => new()
    {
        FailureRatio = 0.5,
        MinimumThroughput = minimum,
        SamplingDuration = TimeSpan.FromSeconds(60),
        BreakDuration = opensFor,
        ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Exception is { } fault && isFailure(fault)),
    };

    // A server that asks for fewer requests, or refuses one of them, is well.
    private static bool IsOfServer(Exception fault) => fault is TimeoutRejectedException or OpenMemoryException { MayPass: true, Fault: not OpenMemoryFault.RateLimited };
}
