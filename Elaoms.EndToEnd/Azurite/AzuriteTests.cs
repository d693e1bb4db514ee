using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Xunit;

namespace Elaoms.EndToEnd.Azurite;

/// <summary>The emulator must itself be as good as its word, or the tests that crash it say nothing.</summary>
public sealed class AzuriteTests
{
    [Fact]
    public async Task Azurite_that_crashed_still_holds_what_it_had_acknowledged()
    {
        await using var azurite = await AzuriteServer.StartAsync();
        var account = azurite.NewAccount();
        var container = new BlobContainerClient(account, "container", new BlobClientOptions(BlobClientOptions.ServiceVersion.V2024_11_04));
        var queue = new QueueClient(account, "queue", new QueueClientOptions(QueueClientOptions.ServiceVersion.V2024_11_04));
        await container.CreateAsync();
        await queue.CreateAsync();
        for (var i = 0; i < 100; i++)
        {
            await container.UploadBlobAsync($"b{i}", BinaryData.FromString($"content {i}"));
            await queue.SendMessageAsync($"message {i}");
        }

        await azurite.CrashAsync();
        await azurite.RestartAsync();

        Assert.Equal(100, await container.GetBlobsAsync(cancellationToken: CancellationToken.None).CountAsync());
        Assert.Equal("content 99", (await container.GetBlobClient("b99").DownloadContentAsync()).Value.Content.ToString());
        Assert.Equal(100, (await queue.GetPropertiesAsync()).Value.ApproximateMessagesCountLong);
    }
}
