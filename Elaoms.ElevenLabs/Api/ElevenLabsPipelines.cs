using Polly;
using Polly.Retry;

namespace Elaoms.ElevenLabs.Api;

/// <summary>
/// How patient we are with ElevenLabs' API. It limits how many requests of a workspace run at the same time, and live calls come first: so
/// ours are two at a time. A request that can be repeated is tried four times; a creation only if it was certainly not carried out. Work
/// that nobody waits for is tried nine times, over some two minutes.
/// </summary>
public sealed class ElevenLabsPipelines : IDisposable
{
    private const int AtATime = 2;
    private const int Retries = 3;
    private const int PatientRetries = 8;
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LongestPatientDelay = TimeSpan.FromMinutes(5);

    private readonly RequestSlots _requests = new(AtATime);
    private readonly ResiliencePipeline _repeatable;
    private readonly ResiliencePipeline _once;
    private readonly ResiliencePipeline _patient;

    /// <summary>Makes the pipelines.</summary>
    /// <param name="time">The clock.</param>
    public ElevenLabsPipelines(TimeProvider time)
    {
        _repeatable = Build(time, fault => fault.MayPass, Retries, LongestDelay);
        _once = Build(time, fault => fault.WasNotCarriedOut, Retries, LongestDelay);
        _patient = Build(time, fault => fault.MayPass, PatientRetries, LongestPatientDelay);
    }

    /// <summary>Runs a request.</summary>
    /// <param name="attempt">A try; throws an <see cref="ElevenLabsException"/> that says what failed.</param>
    /// <param name="isRepeatable">Whether it may be carried out twice.</param>
    public Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> attempt, bool isRepeatable, CancellationToken cancellationToken)
        => RunAsync(isRepeatable ? _repeatable : _once, attempt, cancellationToken);

    /// <summary>Runs a request that may be carried out twice and that nobody waits for.</summary>
    /// <param name="attempt">A try; throws an <see cref="ElevenLabsException"/> that says what failed.</param>
    public Task<T> RunPatientlyAsync<T>(Func<CancellationToken, Task<T>> attempt, CancellationToken cancellationToken)
        => RunAsync(_patient, attempt, cancellationToken);

    /// <inheritdoc />
    public void Dispose() => _requests.Dispose();

    private async Task<T> RunAsync<T>(
        ResiliencePipeline pipeline, Func<CancellationToken, Task<T>> attempt, CancellationToken cancellationToken)
        => await pipeline.ExecuteAsync(async token =>
        {
            await _requests.TakeAsync(token);
            try
            {
                var result = await attempt(token);
                _requests.Widen();
                return result;
            }
            catch (ElevenLabsException fault) when (fault.Fault == ElevenLabsFault.TooManyAtOnce)
            {
                _requests.Halve();
                throw;
            }
            finally
            {
                _requests.Return();
            }
        }, cancellationToken);

    private static ResiliencePipeline Build(
        TimeProvider time, Func<ElevenLabsException, bool> isRepeated, int retries, TimeSpan longest)
        => new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = retries,
                Delay = FirstDelay,
                MaxDelay = LongestDelay,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = arguments => ValueTask.FromResult(
                    arguments.Outcome.Exception is ElevenLabsException fault && isRepeated(fault)),
                DelayGenerator = arguments => ValueTask.FromResult(
                    arguments.Outcome.Exception is ElevenLabsException { RetryAfter: { } asked }
                        ? TimeSpan.FromTicks(Math.Min(asked.Ticks, longest.Ticks))
                        : (TimeSpan?)null),
            })
            .Build();
}
