using Elaoms.EndToEnd.Azurite;
using Elaoms.Tests.Storage;
using Xunit;

namespace Elaoms.EndToEnd.Storage.Azure;

/// <summary>Tests over an account of their own, behind a proxy that counts requests and loses answers.</summary>
public abstract class LossyStorageTests : IAsyncLifetime
{
    protected AzuriteStorage Storage { get; private set; } = null!;

    protected LossyProxy Proxy { get; private set; } = null!;

    protected Stores Stores { get; private set; } = null!;

    public virtual async Task InitializeAsync()
    {
        Storage = await AzuriteStorage.MakeAsync();
        Proxy = await LossyProxy.StartAsync(Storage.Settings.Azure!.ConnectionString!);
        Stores = Storage.OpenThrough(Proxy.ConnectionString);
    }

    public virtual async Task DisposeAsync()
    {
        await Stores.DisposeAsync();
        await Proxy.DisposeAsync();
        await Storage.DisposeAsync();
    }
}
