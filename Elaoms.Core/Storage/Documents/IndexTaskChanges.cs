using Elaoms.Core.Calls;

namespace Elaoms.Core.Storage.Documents;

/// <summary>What is done to tasks by more than one class.</summary>
public static class IndexTaskChanges
{
    /// <summary>Longer than any turn at a caller, and than any delay after a failure.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromHours(2);

    private static readonly TimeSpan LongestTurn = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Makes a caller due. A process at work on the caller may have read the older record; it finds another version of the task, so another
    /// turn follows.
    /// </summary>
    /// <param name="tasks">The tasks.</param>
    /// <param name="caller">Who.</param>
    /// <param name="ours">The task by which this process works on the caller, which it is done with; null when it doesn't.</param>
    /// <param name="time">The clock.</param>
    internal static async Task MakeDueAsync(
        this IIndexTasks tasks, CallerKey caller, IndexTask? ours, TimeProvider time, CancellationToken cancellationToken)
    {
        while (true)
        {
            var now = time.GetUtcNow();
            var there = await tasks.ReadAsync(caller, cancellationToken);
            var isOthers = there?.Task is { } task && task.IsHeld(now) && !task.IsSameTurn(ours);
            var due = isOthers ? there!.Task : new IndexTask(now, IsTaken: false, there?.Task.Tries ?? 0);
            if (await tasks.TryWriteAsync(caller, due, there?.ETag, cancellationToken) is not null)
                return;
        }
    }

    /// <summary>
    /// Whether the caller's turn has come. A time beyond every possible turn and delay was written before the clock was put back.
    /// </summary>
    public static bool IsDue(this IndexTask task, DateTimeOffset now)
        => task.NotBefore <= now || task.NotBefore - now > (task.IsTaken ? LongestTurn : LongestWait);

    /// <summary>Whether somebody works on the caller.</summary>
    public static bool IsHeld(this IndexTask task, DateTimeOffset now) => task.IsTaken && !task.IsDue(now);

    /// <summary>
    /// Whether a task is of the same turn, even if the caller was added since. A takeover comes after the turn has ended, and lasts longer.
    /// </summary>
    internal static bool IsSameTurn(this IndexTask task, IndexTask? taken) => task.IsTaken && task.NotBefore == taken?.NotBefore;
}
