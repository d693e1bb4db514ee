using System.IO.Pipelines;

namespace Elaoms.Core.Intake;

/// <summary>
/// Waits for the pieces of a body: for a number of bytes within the idle timeout, and for the whole body within another. If the timeout
/// itself fires late, this process was slow and not the sender; then the wait begins anew.
/// </summary>
internal sealed class SenderTimeout(TimeSpan idle, TimeSpan whole, TimeProvider time)
{
    // A sender that sends less within the idle timeout counts as silent.
    private const int ProgressBytes = 32 << 10;

    private static readonly TimeSpan Late = TimeSpan.FromSeconds(1);

    private readonly long _begin = time.GetTimestamp();
    private TimeSpan _due = Least(idle, whole);
    private long _nextProgress = ProgressBytes;

    /// <summary>Reads the next piece.</summary>
    /// <returns>Null when the sender was too slow. Nothing can be read after it.</returns>
    public async ValueTask<ReadResult?> ReadAsync(PipeReader body, CancellationToken cancellationToken)
    {
        var reading = body.ReadAsync(cancellationToken);
        if (reading.IsCompleted)
            return await reading;

        var pending = reading.AsTask();
        while (true)
        {
            try
            {
                return await pending.WaitAsync(Least(_due - time.GetElapsedTime(_begin), whole), time, CancellationToken.None);
            }
            catch (TimeoutException)
            {
                var now = time.GetElapsedTime(_begin);
                if (now - _due > Late)
                {
                    _due = now + idle;
                    continue;
                }

                body.CancelPendingRead();
                var last = await pending;
                if (last is { IsCanceled: false })
                    return last;
                body.AdvanceTo(last.Buffer.End);
                return null;
            }
        }
    }

    /// <summary>Notes how much has come in all.</summary>
    public void NoteReceived(long bytes)
    {
        if (bytes < _nextProgress)
            return;
        _nextProgress = bytes + ProgressBytes;
        _due = Least(time.GetElapsedTime(_begin) + idle, whole);
    }

    private static TimeSpan Least(TimeSpan one, TimeSpan other) => TimeSpan.FromTicks(Math.Max(0, Math.Min(one.Ticks, other.Ticks)));
}
