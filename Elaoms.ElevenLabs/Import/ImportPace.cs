using Elaoms.Core.Storage.Queue;

namespace Elaoms.ElevenLabs.Import;

/// <summary>
/// Holds one import back while many calls wait to be learned: the queue has no priorities, so a new call waits behind all of them. Where
/// nobody learns, nothing is gained by waiting, and the import goes on.
/// </summary>
internal sealed class ImportPace(ICallQueue queue, TimeProvider time)
{
    /// <summary>How many calls may wait.</summary>
    public const int MostWaiting = 500;

    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestStandstill = TimeSpan.FromSeconds(30);
    private long? _atStandstill;

    /// <summary>Waits until few calls wait.</summary>
    /// <param name="added">How many this import has added since the last time.</param>
    public async Task WaitAsync(long added, CancellationToken cancellationToken)
    {
        var waiting = await queue.CountAsync(cancellationToken);
        if (waiting <= MostWaiting)
        {
            _atStandstill = null;
            return;
        }

        if (_atStandstill is { } last && waiting >= last + added)
        {
            _atStandstill = waiting;
            return;
        }

        _atStandstill = null;
        var (fewest, since) = (waiting, time.GetTimestamp());
        while (waiting > MostWaiting)
        {
            await Task.Delay(Look, time, cancellationToken);
            waiting = await queue.CountAsync(cancellationToken);
            if (waiting < fewest)
                (fewest, since) = (waiting, time.GetTimestamp());
            else if (time.GetElapsedTime(since) >= LongestStandstill)
            {
                _atStandstill = waiting;
                return;
            }
        }
    }
}
