using Elaoms.Core.Calls;
using Elaoms.Core.Exports;
using Elaoms.Core.Operators;
using Elaoms.Core.Storage.Documents;
using Microsoft.Extensions.DependencyInjection;

namespace Elaoms.Cli.Operating;

/// <summary>Looks at callers and changes what is remembered of them: on the deployment's storage, or on a running deployment.</summary>
internal interface IOperatorSession
{
    /// <summary>Shows a caller; null when nothing is stored.</summary>
    Task<ShownCaller?> ShowAsync(CallerKey caller, string? agentId, int calls, CancellationToken cancellationToken);

    /// <summary>Changes something.</summary>
    Task<ChangeResult> ChangeAsync(CallerKey caller, ChangeRequest request, CancellationToken cancellationToken);

    /// <summary>Writes all that is stored of a caller.</summary>
    /// <param name="caller">The caller.</param>
    /// <param name="path">A file that ends in <c>.zip</c>, or a folder. Nothing is there yet.</param>
    /// <returns>What was written; null when nothing is stored.</returns>
    Task<CallerExport?> ExportAsync(CallerKey caller, string path, CancellationToken cancellationToken);
}

/// <summary>What was written of a caller.</summary>
/// <param name="Bytes">How many bytes, where it is one file.</param>
/// <param name="Summary">What is in it; null where only the deployment knows.</param>
internal sealed record CallerExport(long? Bytes, ExportSummary? Summary);

/// <summary>Works on the deployment's storage.</summary>
internal sealed class StorageSession(IServiceProvider storage) : IOperatorSession
{
    /// <inheritdoc />
    public Task<ShownCaller?> ShowAsync(CallerKey caller, string? agentId, int calls, CancellationToken cancellationToken)
        => storage.GetRequiredService<ShowCaller>().ShowAsync(caller, agentId, calls, cancellationToken);

    /// <inheritdoc />
    public Task<ChangeResult> ChangeAsync(CallerKey caller, ChangeRequest request, CancellationToken cancellationToken)
        => storage.GetRequiredService<ChangeCaller>().ChangeAsync(caller, request, cancellationToken);

    /// <inheritdoc />
    public async Task<CallerExport?> ExportAsync(CallerKey caller, string path, CancellationToken cancellationToken)
    {
        // Calls that a killed server has acknowledged, and that wait for the next to start.
        await storage.GetRequiredService<IDeletedData>().RecoverAsync(cancellationToken);
        var export = storage.GetRequiredService<ExportCaller>();
        if (!FolderTarget.IsZip(path))
            return Of(null, await export.ExportAsync(caller, new FolderTarget(path), cancellationToken));
        ExportSummary? summary = null;
        try
        {
            await using (var file = FolderTarget.CreateFile(path))
            await using (var zip = await ZipTarget.CreateAsync(file, cancellationToken))
                summary = await export.ExportAsync(caller, zip, cancellationToken);
            return Of(new FileInfo(path).Length, summary);
        }
        finally
        {
            // What was cut short can't be opened.
            if (summary is null)
                File.Delete(path);
        }
    }

    private static CallerExport? Of(long? bytes, ExportSummary? summary) => summary is null ? null : new CallerExport(bytes, summary);
}
