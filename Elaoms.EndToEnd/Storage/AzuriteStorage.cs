using Azure.Storage.Blobs;
using Elaoms.Core.Settings;
using Elaoms.EndToEnd.Azurite;
using Elaoms.Storage.Azure;
using Elaoms.Tests.Server;
using Elaoms.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Elaoms.EndToEnd.Storage;

/// <summary>An account of Blob and Queue that nobody else uses.</summary>
public sealed class AzuriteStorage : TestStorage
{
    private readonly TempFolder _folder = new();

    private AzuriteStorage(string connectionString)
    {
        var azure = new AzureStorageSettings { ConnectionString = connectionString, RequestTimeout = Eventually.Bound };
        Account = new AzureAccount(azure);
        Settings = TestSettings.In(_folder.Path) with { Azure = azure };
    }

    public override ElaomsSettings Settings { get; }

    public override TimeProvider Clock => TimeProvider.System;

    public AzureAccount Account { get; }

    /// <summary>Makes one on the server that tests share, its containers and queues made.</summary>
    public static async Task<AzuriteStorage> MakeAsync() => await MakeAsync(await AzuriteServer.SharedAsync());

    public static async Task<AzuriteStorage> MakeAsync(AzuriteServer azurite)
    {
        var storage = new AzuriteStorage(azurite.NewAccount());
        using var preparation = new AccountPreparation(storage.Account, TimeProvider.System, NullLogger<AccountPreparation>.Instance);
        await preparation.StartingAsync(CancellationToken.None);
        await preparation.StopAsync(CancellationToken.None);
        return storage;
    }

    /// <summary>The same account, reached another way.</summary>
    public Stores OpenThrough(string connectionString)
        => new(Settings with { Azure = Settings.Azure! with { ConnectionString = connectionString } }, Clock);

    public override void Pass(TimeSpan time)
    {
        // The service has a clock of its own.
    }

    public override async Task<byte[]?> ReadRawAsync(string name)
    {
        var blob = ContainerOf(name).GetBlobClient(name);
        return await blob.ExistsAsync() ? (await blob.DownloadContentAsync()).Value.Content.ToArray() : null;
    }

    public override async Task WriteRawAsync(string name, byte[] content)
        => await ContainerOf(name).GetBlobClient(name).UploadAsync(BinaryData.FromBytes(content), overwrite: true);

    public override async Task<IReadOnlyList<string>> ListRawAsync()
        => await new[] { Account.Payloads, Account.Recordings }.ToAsyncEnumerable()
            .SelectMany(container => container.GetBlobsAsync(cancellationToken: CancellationToken.None))
            .Select(blob => blob.Name).Order(StringComparer.Ordinal).ToListAsync();

    private BlobContainerClient ContainerOf(string name)
        => name.EndsWith(".mp3", StringComparison.Ordinal) || name.Contains("/post_call_audio-", StringComparison.Ordinal)
            ? Account.Recordings
            : Account.Payloads;

    public override ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
