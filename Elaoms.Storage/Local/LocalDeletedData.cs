using Elaoms.Core.Calls;
using Elaoms.Core.Storage.Documents;
using Elaoms.Storage.Local.Journal;

namespace Elaoms.Storage.Local;

/// <summary>
/// Clears the journals of all processes and the database file, in this order: the marks in the database say what to clear.
/// </summary>
internal sealed class LocalDeletedData(
    JournalFolder folder, JournalReplay replay, JournalErasure journals, SqliteDeletedData database, TimeProvider time) : IDeletedData
{
    // A replay lasts as long as some thousand files take.
    private static readonly TimeSpan WaitTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan RetryEvery = TimeSpan.FromMilliseconds(100);

    /// <inheritdoc />
    public async ValueTask RecoverAsync(CancellationToken cancellationToken)
    {
        await replay.ReplayAsync(cancellationToken);
        if (!await RetryAsync(() => Task.FromResult(!folder.IsAnyTakenOver()), cancellationToken))
            throw new IOException("Another process is still replaying a journal.");
    }

    /// <inheritdoc />
    public async ValueTask<DeletedDataState> ClearAsync(CallerKey erased, CancellationToken cancellationToken)
    {
        // First those of processes that have ended since: bytes in them that are no record go only with the file.
        if (await replay.ReplayAsync(cancellationToken) > 0)
            return NotCleared("deliveries of a process that ended meanwhile were restored");
        return await RetryAsync(() => journals.TryClearAsync(cancellationToken), cancellationToken)
            ? await database.ClearAsync(cancellationToken)
            : NotCleared("another process is still replaying a journal");
    }

    private static DeletedDataState NotCleared(string fault) => new(DeletedDataRecovery.NotCleared, Fault: fault);

    private async Task<bool> RetryAsync(Func<Task<bool>> isDone, CancellationToken cancellationToken)
    {
        var begin = time.GetTimestamp();
        while (!await isDone())
        {
            if (time.GetElapsedTime(begin) >= WaitTimeout)
                return false;
            await Task.Delay(RetryEvery, time, cancellationToken);
        }

        return true;
    }
}
