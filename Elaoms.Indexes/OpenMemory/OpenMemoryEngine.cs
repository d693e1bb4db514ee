using Elaoms.Core.Calls;
using Elaoms.Core.Search;
using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Documents;
using Elaoms.Core.Telemetry;

namespace Elaoms.Indexes.OpenMemory;

/// <summary>An OpenMemory server as an engine: used for what it finds, never trusted for what is so.</summary>
public sealed class OpenMemoryEngine(
    OpenMemoryClient client,
    OpenMemoryProbe probe,
    OpenMemoryIndexer indexer,
    IndexedMemories held,
    IDocumentStore<EngineNote> notes,
    ElaomsSettings settings,
    ElaomsMetrics metrics)
    : IMemoryEngine
{
    /// <summary>The engine's name.</summary>
    public const string EngineName = EngineNote.EngineName;

    // A server with one tenant, or one search over all users' vectors, gives places to others: more are asked for than are of use.
    private const int Matches = 30;

    // Farther down its ranking takes more from our own than it gives: see docs/openmemory.md.
    private const int BestMatches = 10;

    private const int PageSize = 1000;

    /// <inheritdoc />
    public string Name => EngineName;

    /// <inheritdoc />
    public double Weight => 0.02;

    /// <inheritdoc />
    public async Task<IndexResult> IndexAsync(CallerKey caller, CancellationToken cancellationToken)
    {
        var server = await probe.FindAsync(cancellationToken);
        try
        {
            return await indexer.IndexAsync(server, caller, cancellationToken);
        }
        catch (OpenMemoryException fault) when (fault.Fault == OpenMemoryFault.TenantMismatch)
        {
            // The server was exchanged since it was asked.
            probe.Doubt(fault.Fault);
            return await indexer.IndexAsync(await probe.FindAsync(cancellationToken), caller, cancellationToken);
        }
        catch (OpenMemoryException fault)
        {
            probe.Doubt(fault.Fault);
            throw;
        }
    }

    /// <inheritdoc />
    public async Task ForgetAsync(CallerKey caller, CancellationToken cancellationToken)
    {
        var server = await probe.FindAsync(cancellationToken);
        if (server.Dialect == OpenMemoryDialect.UserIds)
        {
            while (await client.DeleteAllAsync(caller.Value, cancellationToken) > 0)
            {
                // It deletes some thousands at a time.
            }
        }
        else
        {
            foreach (var id in await FindAllAsync(EngineText.CallerToken(caller), server.Tenant, cancellationToken))
                await client.DeleteAsync(id, server.Tenant, cancellationToken);
        }

        await notes.DeleteAsync(caller, cancellationToken);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<string>> SearchAsync(
        CallerKey caller, Task<CallerIndex?> index, string query, int count, CancellationToken cancellationToken)
    {
        if (await held.GetAsync(caller, cancellationToken) is not { } mine)
            return [];
        var server = await probe.FindQuicklyAsync(cancellationToken);
        if (server.Identity != mine.Server)
            return [];

        try
        {
            var (words, user) = server.Dialect == OpenMemoryDialect.Tenants
                ? ($"{query} {EngineText.CallerToken(caller)}", server.Tenant)
                : (query, caller.Value);
            var matches = await client.QueryAsync(words, Matches, user, settings.SearchDataDeadline, cancellationToken);
            var found = matches.Select(id => mine.ByEngineId.GetValueOrDefault(id)).ToList();
            metrics.EngineMatches(found.Count(id => id is not null), found.Count(id => id is null));
            return [.. found.OfType<string>().Distinct(StringComparer.Ordinal).Take(Math.Min(count, BestMatches))];
        }
        catch (OpenMemoryException fault)
        {
            probe.Doubt(fault.Fault);
            throw;
        }
    }

    /// <inheritdoc />
    public Task CheckAsync(CancellationToken cancellationToken) => probe.FindAsync(cancellationToken);

    // Also those that no note knows, because the process died between the server's answer and ours.
    private async Task<List<string>> FindAllAsync(string callerToken, string? tenant, CancellationToken cancellationToken)
    {
        var ids = new List<string>();
        for (var offset = 0; ; offset += PageSize)
        {
            var page = await client.ListAsync(tenant, PageSize, offset, cancellationToken);
            ids.AddRange(page.Where(memory => memory.Ours?.ElaomsCaller == callerToken).Select(memory => memory.Id!));
            if (page.Count < PageSize)
                return ids;
        }
    }
}
