using Elaoms.Core.Calls;
using Elaoms.Core.Records.Memories;
using Elaoms.Core.Search;
using Elaoms.Core.Storage.Documents;
using Elaoms.Core.Storage.Records;
using Elaoms.Core.Telemetry;
using Elaoms.Indexes.OpenMemory.Wire;

namespace Elaoms.Indexes.OpenMemory;

/// <summary>
/// Brings the server up to date with one caller's record and notes the progress after each batch. If the process dies between adding a text
/// and noting it, the text is added again: the server answers with the id of the text it has, and with our mark.
/// </summary>
public sealed class OpenMemoryIndexer(
    OpenMemoryClient client,
    OpenMemoryWriteProbe trial,
    CallerRecords records,
    IDocumentStore<EngineNote> notes,
    ElaomsMetrics metrics,
    TimeProvider time)
{
    private const int BatchSize = 32;
    private const int AtATime = 8;

    // So often the server fails on a memory alone before the memory is given up.
    private const int MaxFailures = 3;

    private static readonly TimeSpan Turn = TimeSpan.FromMinutes(1);

    /// <summary>Indexes a caller for a minute at most.</summary>
    /// <returns>Whether there is nothing left to do.</returns>
    /// <exception cref="OpenMemoryException">The server can't be used now; what was done is noted.</exception>
    internal async Task<IndexResult> IndexAsync(OpenMemoryServer server, CallerKey caller, CancellationToken cancellationToken)
    {
        var begin = time.GetTimestamp();
        var record = (await records.ReadAsync(caller, cancellationToken))?.Value;
        var stored = await notes.ReadAsync(caller, cancellationToken);
        if (record is null && stored is null)
            return IndexResult.Complete;

        if (stored is not null && !await IsThereAsync(server, caller, stored.Value, cancellationToken))
            stored = stored with { Value = new EngineNote { Server = "" } };
        var progress = new IndexProgress(server, caller, record?.Memories ?? [], stored, notes);
        foreach (var id in progress.Surplus())
            await client.DeleteAsync(id, UserOf(server, caller), cancellationToken);
        if (record is null)
        {
            await notes.DeleteAsync(caller, cancellationToken);
            return IndexResult.Complete;
        }

        progress.DropSurplus();
        foreach (var batch in progress.Missing().Chunk(BatchSize))
        {
            await AddBatchAsync(batch, progress, cancellationToken);
            if (time.GetElapsedTime(begin) > Turn)
                return IndexResult.Incomplete;
        }

        foreach (var suspect in progress.Suspects())
            await AddSuspectAsync(suspect, progress, cancellationToken);
        await progress.SaveAsync(cancellationToken);
        return IndexResult.Complete;
    }

    // A server that lost its memories, or is another one at the same address, is known by one of them.
    private async Task<bool> IsThereAsync(OpenMemoryServer server, CallerKey caller, EngineNote note, CancellationToken cancellationToken)
        => note.Server != server.Identity
            || note.Held.Values.SelectMany(held => held.Ids).FirstOrDefault() is not { } any
            || await client.GetAsync(any, UserOf(server, caller), cancellationToken) is not null;

    private async Task AddBatchAsync(Memory[] batch, IndexProgress progress, CancellationToken cancellationToken)
    {
        try
        {
            await Parallel.ForEachAsync(
                batch,
                new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = cancellationToken },
                async (memory, token) =>
                {
                    try
                    {
                        await AddAsync(memory, progress, token);
                    }
                    catch (Exception fault) when (!cancellationToken.IsCancellationRequested && fault is OperationCanceledException
                        || fault is OpenMemoryException server && IsOfServer(server))
                    {
                        // Any of those that were under way may be the cause, also one that was given up because another failed first.
                        progress.Suspect(memory, counts: false);
                        throw;
                    }
                });
        }
        finally
        {
            // Also what was done before a fault.
            await progress.SaveAsync(CancellationToken.None);
        }
    }

    // Alone, and right after a write that did well: if the server fails now, it is because of this memory.
    private async Task AddSuspectAsync(Memory memory, IndexProgress progress, CancellationToken cancellationToken)
    {
        await trial.WriteAsync(progress.Server, cancellationToken);
        try
        {
            await AddAsync(memory, progress, cancellationToken);
        }
        catch (OpenMemoryException fault) when (IsOfServer(fault))
        {
            if (progress.Suspect(memory, counts: true) < MaxFailures)
                throw;
            Refuse(memory, progress, "fails");
        }
        finally
        {
            await progress.SaveAsync(CancellationToken.None);
        }
    }

    private async Task AddAsync(Memory memory, IndexProgress progress, CancellationToken cancellationToken)
    {
        try
        {
            var ids = new List<string>();
            foreach (var part in EngineText.Split(memory.Text))
            {
                // Two memories may share a part. The server would take both if they came at the same moment.
                if (await progress.PartAsync(part, () => AddPartAsync(part, memory, progress, cancellationToken)) is not { } id)
                {
                    Refuse(memory, progress, "merged");
                    return;
                }

                ids.Add(id);
            }

            progress.Hold(memory, ids);
            metrics.EngineMemories("held");
        }
        catch (OpenMemoryException fault) when (fault.Fault == OpenMemoryFault.Refused)
        {
            Refuse(memory, progress, "refused");
        }
    }

    private void Refuse(Memory memory, IndexProgress progress, string reason)
    {
        progress.Refuse(memory, reason);
        metrics.EngineMemories(reason);
    }

    private static bool IsOfServer(OpenMemoryException fault)
        => fault.Fault == OpenMemoryFault.LeftAlone || fault.MayPass && fault.Fault != OpenMemoryFault.RateLimited;

    /// <returns>The server's id; null when it takes every text for one that it has.</returns>
    private async Task<string?> AddPartAsync(string part, Memory memory, IndexProgress progress, CancellationToken cancellationToken)
    {
        var (server, caller) = (progress.Server, progress.Caller);
        var user = UserOf(server, caller);
        for (var attempt = 0; attempt < EngineText.Attempts; attempt++)
        {
            var text = EngineText.Of(part, caller, server.Dialect == OpenMemoryDialect.Tenants, attempt);
            var mark = Fingerprint.Of(caller, text);
            var metadata = new MemoryMetadata(memory.Sector.WireName(), memory.Id, EngineText.CallerToken(caller), mark);
            var answer = await client.AddAsync(new AddRequest(text, metadata, user), cancellationToken);
            if (!answer.Deduplicated)
                return answer.Id;
            // The server merges texts of any callers that have as good as the same words, or happen to have the same hash.
            if ((await client.GetAsync(answer.Id!, user, cancellationToken))?.Ours?.ElaomsText == mark)
                return answer.Id;
        }

        return null;
    }

    private static string? UserOf(OpenMemoryServer server, CallerKey caller)
        => server.Dialect == OpenMemoryDialect.UserIds ? caller.Value : server.Tenant;
}
