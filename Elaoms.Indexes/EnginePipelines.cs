using System.Threading.RateLimiting;
using Elaoms.Core.Search;
using Polly;
using Polly.CircuitBreaker;
using Polly.RateLimiting;
using Polly.Retry;
using Polly.Timeout;

namespace Elaoms.Indexes;

/// <summary>How patient we are with an engine that is a server: for a caller on the line hardly, for bringing it up to date very.</summary>
public abstract class EnginePipelines : IDisposable
{
    private const int WritesThatWait = 10_000;
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(200);

    // A longer wait is not waited for here: the task that wanted it comes again.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);
    private static readonly ResiliencePropertyKey<TimeSpan> TimeoutKey = new("elaoms.timeout");

    private readonly ConcurrencyLimiter _searches;
    private readonly ConcurrencyLimiter _writes;
    private readonly ResiliencePipeline _search;
    private readonly ResiliencePipeline _write;

    /// <summary>Makes the pipelines.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="limits">How much the engine can take.</param>
    protected EnginePipelines(TimeProvider time, EngineLimits limits)
    {
        (_searches, _writes) = (Limiter(limits.SearchesAtATime, waiting: 0), Limiter(limits.WritesAtATime, WritesThatWait));
        _search = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRateLimiter(new RateLimiterStrategyOptions
            {
                RateLimiter = arguments => _searches.AcquireAsync(1, arguments.Context.CancellationToken),
            })
            // Whom the caller no longer waits for is late.
            .AddCircuitBreaker(Breaker(
                share: 0.2,
                minimum: 3,
                opensFor: TimeSpan.FromSeconds(10),
                fault => IsOfServer(fault) || fault is OperationCanceledException))
            .AddTimeout(new TimeoutStrategyOptions
            {
                TimeoutGenerator = arguments => ValueTask.FromResult(arguments.Context.Properties.GetValue(TimeoutKey, limits.LongestTry)),
            })
            .AddRetry(Retry(times: 1, fault => fault is EngineException { IsBroken: true }, TimeSpan.FromMilliseconds(20)))
            .Build();
        _write = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddTimeout(limits.LongestWrite)
            .AddRetry(Retry(times: 3, IsRepeated, FirstDelay))
            .AddCircuitBreaker(Breaker(share: 0.5, minimum: 10, opensFor: TimeSpan.FromSeconds(5), IsOfServer))
            .AddRateLimiter(new RateLimiterStrategyOptions
            {
                RateLimiter = arguments => _writes.AcquireAsync(1, arguments.Context.CancellationToken),
            })
            .AddTimeout(limits.LongestTry)
            .Build();
    }

    /// <summary>
    /// Runs a search. Retries once on a stale connection, never on a slow server. After a few failures searches fail at once for a while,
    /// so that callers don't wait in vain.
    /// </summary>
    /// <param name="attempt">A try; throws an <see cref="EngineException"/> that says what failed.</param>
    /// <param name="timeout">How long it may take.</param>
    /// <param name="cancellationToken">Nobody waits any more.</param>
    public Task<T> SearchAsync<T>(Func<CancellationToken, Task<T>> attempt, TimeSpan timeout, CancellationToken cancellationToken)
        => RunAsync(_search, attempt, timeout, cancellationToken);

    /// <summary>For everything else: repeated with growing, scattered delays; not more at a time than the engine can take.</summary>
    /// <param name="attempt">A try; throws an <see cref="EngineException"/> that says what failed.</param>
    public Task<T> WriteAsync<T>(Func<CancellationToken, Task<T>> attempt, CancellationToken cancellationToken)
        => RunAsync(_write, attempt, timeout: null, cancellationToken);

    /// <inheritdoc />
    public void Dispose()
    {
        _searches.Dispose();
        _writes.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Says that the engine did not answer in time.</summary>
    protected abstract EngineException TimedOut(Exception cause);

    /// <summary>Says that the engine failed too often of late, or has too much to do, and was not asked.</summary>
    protected abstract EngineException LeftAlone(Exception cause);

    private async Task<T> RunAsync<T>(
        ResiliencePipeline pipeline, Func<CancellationToken, Task<T>> attempt, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        if (timeout is { } atMost)
            context.Properties.Set(TimeoutKey, atMost);
        try
        {
            return await pipeline.ExecuteAsync(async running => await attempt(running.CancellationToken), context);
        }
        catch (TimeoutRejectedException fault)
        {
            throw TimedOut(fault);
        }
        catch (BrokenCircuitException fault)
        {
            throw LeftAlone(fault);
        }
        catch (RateLimiterRejectedException fault)
        {
            throw LeftAlone(fault);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private static ConcurrencyLimiter Limiter(int atATime, int waiting)
        => new(new ConcurrencyLimiterOptions { PermitLimit = atATime, QueueLimit = waiting });

    private static RetryStrategyOptions Retry(int times, Func<Exception, bool> isRepeated, TimeSpan firstDelay) => new()
    {
        MaxRetryAttempts = times,
        Delay = firstDelay,
        MaxDelay = LongestWait,
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Exception is { } fault && isRepeated(fault)),
        DelayGenerator = static arguments
            => ValueTask.FromResult(arguments.Outcome.Exception is EngineException { RetryAfter: { } asked } ? asked : (TimeSpan?)null),
    };

    private static bool IsRepeated(Exception fault)
        => fault is TimeoutRejectedException || fault is EngineException { MayPass: true } server && !(server.RetryAfter > LongestWait);

    private static CircuitBreakerStrategyOptions Breaker(double share, int minimum, TimeSpan opensFor, Func<Exception, bool> isFailure)
        => new()
        {
            FailureRatio = share,
            MinimumThroughput = minimum,
            SamplingDuration = TimeSpan.FromSeconds(30),
            BreakDuration = opensFor,
            ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Exception is { } fault && isFailure(fault)),
        };

    // An engine that asks for fewer requests, or refuses one of them, is well.
    private static bool IsOfServer(Exception fault)
        => fault is TimeoutRejectedException or EngineException { MayPass: true, AsksForLess: false };
}
