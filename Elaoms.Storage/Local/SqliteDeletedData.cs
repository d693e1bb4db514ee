using Elaoms.Core.Storage.Documents;
using Microsoft.Data.Sqlite;

namespace Elaoms.Storage.Local;

/// <summary>
/// Rewrites the database file without its free parts and empties its log. <c>secure_delete</c> is not enough: it overwrites a row in place,
/// but not the copies left in unused space when rows moved to another page (measured with SQLite 3.40), nor what was deleted before it was
/// switched on.
/// </summary>
public sealed class SqliteDeletedData(SqliteDatabase database, TimeProvider time)
{
    // A reader or writer of another process is done in moments, unless it is a backup.
    private static readonly TimeSpan WaitTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan RetryEvery = TimeSpan.FromMilliseconds(100);

    private static readonly DeletedDataState LogIsHeld =
        new(DeletedDataRecovery.NotCleared, Fault: "another program reads the database and holds its log");

    /// <summary>Clears it. Other processes may use the file meanwhile.</summary>
    /// <returns>What is left.</returns>
    public async ValueTask<DeletedDataState> ClearAsync(CancellationToken cancellationToken)
        => await RetryAsync(VacuumAsync, cancellationToken) ?? await RetryAsync(TruncateLogAsync, cancellationToken)
            ?? DeletedDataState.Gone;

    // Null when it is done.
    private async Task<DeletedDataState?> RetryAsync(
        Func<CancellationToken, Task<DeletedDataState?>> clear, CancellationToken cancellationToken)
    {
        var begin = time.GetTimestamp();
        while (true)
        {
            var obstacle = await TryAsync(clear, cancellationToken);
            if (obstacle is null || time.GetElapsedTime(begin) >= WaitTimeout)
                return obstacle;
            await Task.Delay(RetryEvery, time, cancellationToken);
        }
    }

    private static async Task<DeletedDataState?> TryAsync(
        Func<CancellationToken, Task<DeletedDataState?>> clear, CancellationToken cancellationToken)
    {
        try
        {
            return await clear(cancellationToken);
        }
        catch (SqliteException fault)
            when (fault.SqliteErrorCode is SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED or SQLitePCL.raw.SQLITE_FULL)
        {
            return new DeletedDataState(DeletedDataRecovery.NotCleared, Fault: fault.Message);
        }
    }

    private async Task<DeletedDataState?> VacuumAsync(CancellationToken cancellationToken)
    {
        await database.WriteAsync("VACUUM", cancellationToken);
        return null;
    }

    private async Task<DeletedDataState?> TruncateLogAsync(CancellationToken cancellationToken)
        => await database.WriteAsync("PRAGMA wal_checkpoint(TRUNCATE)", IsTruncated, cancellationToken) ? null : LogIsHeld;

    // The first column says whether somebody was in the way.
    private static bool IsTruncated(SqliteDataReader row) => row.Read() && row.GetInt32(0) == 0;
}
