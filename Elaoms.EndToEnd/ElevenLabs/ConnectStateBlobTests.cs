using Azure.Storage.Blobs;
using Elaoms.Cli;
using Elaoms.Cli.Connecting;
using Elaoms.ElevenLabs.Connect.State;
using Elaoms.EndToEnd.Azurite;
using Xunit;

namespace Elaoms.EndToEnd.ElevenLabs;

/// <summary>The state in a real blob.</summary>
[LongRunning]
public sealed class ConnectStateBlobTests : IAsyncLifetime
{
    private BlobClient _blob = null!;

    public async Task InitializeAsync()
    {
        var container = new BlobContainerClient(
            (await AzuriteServer.SharedAsync()).NewAccount(),
            "connect",
            new BlobClientOptions(BlobClientOptions.ServiceVersion.V2024_11_04));
        await container.CreateAsync();
        _blob = container.GetBlobClient("state.json");
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task State_is_read_as_it_was_written_and_an_empty_one_leaves_no_blob()
    {
        var store = new ConnectStateBlob(_blob);
        Assert.True((await store.ReadAsync(CancellationToken.None)).IsEmpty);
        var state = new ConnectState();
        state.Branches.Add(new ChangedBranch { AgentId = "agent_1", AgentName = "Reception" });

        await store.WriteAsync(state, CancellationToken.None);
        Assert.Equal("agent_1", Assert.Single((await store.ReadAsync(CancellationToken.None)).Branches).AgentId);

        await store.WriteAsync(new ConnectState(), CancellationToken.None);
        Assert.False(await _blob.ExistsAsync(CancellationToken.None));
        Assert.True((await store.ReadAsync(CancellationToken.None)).IsEmpty);
    }

    [Theory]
    [InlineData("""{"v":2}""", "newer version")]
    [InlineData("{", "can't be read")]
    public async Task State_that_is_newer_or_damaged_is_refused(string stored, string reason)
    {
        await _blob.UploadAsync(BinaryData.FromString(stored), CancellationToken.None);

        var fault = await Assert.ThrowsAsync<CliException>(() => new ConnectStateBlob(_blob).ReadAsync(CancellationToken.None));

        Assert.Contains(reason, fault.Message, StringComparison.Ordinal);
    }
}
