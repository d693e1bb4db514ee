using Elaoms.Core.Calls;

namespace Elaoms.Core.Storage.Documents;

/// <summary>
/// Says that a caller's record has changed and waits to be indexed. Like a queue message it is hidden while somebody works on it, and for a
/// while after a failure.
/// </summary>
/// <param name="NotBefore">Until then it is somebody's, or waits after a failure.</param>
/// <param name="IsTaken">Whether somebody works on it, if <paramref name="NotBefore"/> lies ahead.</param>
/// <param name="Tries">How many tries have failed in a row, this one counted.</param>
public sealed record IndexTask(DateTimeOffset NotBefore, bool IsTaken, int Tries) : IScheduledDocument
{
    /// <inheritdoc />
    public static string Kind => "index task";

    /// <inheritdoc />
    public static int CurrentVersion => 1;

    /// <inheritdoc />
    public int Version { get; init => field = Math.Max(1, value); } = 1;
}

/// <summary>What is done to tasks by more than one class.</summary>
public static class IndexTaskChanges
{
    /// <summary>Longer than any turn at a caller, and than any delay after a failure.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(2);

    private static readonly TimeSpan LongestTurn = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Makes a caller due. A process at work on the caller may have read the older record; it finds another version of the task, so another
    /// turn follows.
    /// </summary>
    /// <param name="tasks">The tasks.</param>
    /// <param name="caller">Who.</param>
    /// <param name="ours">The task by which this process works on the caller, which it is done with; null when it doesn't.</param>
    /// <param name="time">The clock.</param>
    internal static Task MakeDueAsync(
        this IDocumentStore<IndexTask> tasks, CallerKey caller, IndexTask? ours, TimeProvider time, CancellationToken cancellationToken)
    {
        return tasks.ChangeAsync(caller, MakeDue, cancellationToken);

        IndexTask MakeDue(IndexTask? there)
        {
            var now = time.GetUtcNow();
            // A copy of another's is written too: its new ETag says that the caller was added meanwhile.
            return there is not null && there.IsHeld(now) && !there.IsSameTurn(ours)
                ? there with { }
                : new IndexTask(now, IsTaken: false, there?.Tries ?? 0);
        }
    }

    /// <summary>
    /// Lists the callers whose turn has come, in any order. Whether a task is taken is not known yet: whoever takes it reads the task.
    /// </summary>
    public static IAsyncEnumerable<CallerKey> ListDueAsync(
        this IDocumentStore<IndexTask> tasks, DateTimeOffset now, CancellationToken cancellationToken) => tasks
        .ListAsync(cancellationToken)
        .Where(task => task.NotBefore is not { } notBefore || notBefore <= now || notBefore - now > LongestWait)
        .Select(task => new CallerKey(task.Name));

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
