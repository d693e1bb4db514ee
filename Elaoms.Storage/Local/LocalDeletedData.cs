using Elaoms.Core.Calls;
using Elaoms.Core.Storage.Documents;
using Elaoms.Storage.Local.Journal;

namespace Elaoms.Storage.Local;

/// <summary>
/// Clears the journals of all processes and the database file, in this order: the marks in the database say what to clear.
/// </summary>
internal sealed class LocalDeletedData(
    JournalFolder folder, JournalReplay replay, JournalErasure journals, SqliteDeletedData database) : IDeletedData
{
    /// <inheritdoc />
    public async ValueTask RecoverAsync(CancellationToken cancellationToken)
    {
        using var turn = await folder.TakeTurnAsync(cancellationToken);
        await replay.ReplayAsync(cancellationToken);
    }

    /// <inheritdoc />
    public async ValueTask<DeletedDataState> ClearAsync(CallerKey? erased, CancellationToken cancellationToken)
        => await ClearJournalsAsync(cancellationToken) is { } fault
            ? new DeletedDataState(DeletedDataRecovery.NotCleared, Fault: fault)
            : await database.ClearAsync(cancellationToken);

    // What keeps it from being done; null when it is done.
    private async Task<string?> ClearJournalsAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var turn = await folder.TakeTurnAsync(cancellationToken);
            // Those of processes that have ended since: bytes in them that are no record go only with the file.
            if (await replay.ReplayAsync(cancellationToken) > 0)
                return "deliveries of a process that ended meanwhile were restored";
            await journals.ClearAsync(cancellationToken);
            return null;
        }
        catch (IOException fault)
        {
            return fault.Message;
        }
    }
}
