using Elaoms.EndToEnd.Azurite;
using Elaoms.Tests.Server;

namespace Elaoms.EndToEnd.Outages;

/// <summary>A storage of a test's own that can go down and come back.</summary>
public abstract class Outage : IAsyncDisposable
{
    /// <summary>Settings that name the storage.</summary>
    public abstract ServerSettings Settings { get; }

    /// <summary>Makes a storage that works.</summary>
    public static async Task<Outage> PrepareAsync(OutageKind kind, TempFolder folder)
    {
        if (kind is OutageKind.AzuriteCrashed or OutageKind.AzuriteFrozen)
            return new AzuriteOutage(await AzuriteServer.StartAsync(), folder, freezes: kind == OutageKind.AzuriteFrozen);
        return new EmbeddedOutage(
            new ServerSettings(folder),
            files: kind is OutageKind.PayloadFolderReplaced or OutageKind.EmbeddedGone,
            tables: kind is OutageKind.TablesRenamed or OutageKind.EmbeddedGone);
    }

    /// <summary>The storage goes down.</summary>
    public abstract Task BeginAsync();

    /// <summary>The storage is back, with everything it had.</summary>
    public abstract Task EndAsync();

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
