using Polly;
using Polly.Retry;

namespace Elaoms.ElevenLabs.Api;

/// <summary>
/// How patient we are with ElevenLabs' API. It limits how many requests of a workspace run at the same time, and live calls come first: so
/// ours are two at a time. A request that can be repeated is tried four times; a creation only if it was certainly not carried out.
/// </summary>
public sealed class ElevenLabsPipelines : IDisposable
{
    private const int AtATime = 2;
    private const int Retries = 3;
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(20);

    private readonly SemaphoreSlim _requests = new(AtATime, AtATime);
    private readonly ResiliencePipeline _repeatable;
    private readonly ResiliencePipeline _once;

    /// <summary>Makes the pipelines.</summary>
    /// <param name="time">The clock.</param>
    public ElevenLabsPipelines(TimeProvider time)
        => (_repeatable, _once) = (Build(time, fault => fault.MayPass), Build(time, fault => fault.WasNotCarriedOut));

    /// <summary>Runs a request.</summary>
    /// <param name="attempt">A try; throws an <see cref="ElevenLabsException"/> that says what failed.</param>
    /// <param name="isRepeatable">Whether it may be carried out twice.</param>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> attempt, bool isRepeatable, CancellationToken cancellationToken)
        => await (isRepeatable ? _repeatable : _once).ExecuteAsync(async token =>
        {
            await _requests.WaitAsync(token);
            try
            {
                return await attempt(token);
            }
            finally
            {
                _requests.Release();
            }
        }, cancellationToken);

    /// <inheritdoc />
    public void Dispose() => _requests.Dispose();

    private static ResiliencePipeline Build(TimeProvider time, Func<ElevenLabsException, bool> isRepeated)
        => new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = Retries,
                Delay = FirstDelay,
                MaxDelay = LongestDelay,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = arguments => ValueTask.FromResult(
                    arguments.Outcome.Exception is ElevenLabsException fault && isRepeated(fault)),
                DelayGenerator = static arguments => ValueTask.FromResult(
                    arguments.Outcome.Exception is ElevenLabsException { RetryAfter: { } asked }
                        ? TimeSpan.FromTicks(Math.Min(asked.Ticks, LongestDelay.Ticks))
                        : (TimeSpan?)null),
            })
            .Build();
}
