using System.Text.Json;
using Azure;
using Azure.Storage.Blobs;
using Elaoms.ElevenLabs.Connect.State;

namespace Elaoms.Cli.Connecting;

/// <summary>The state in a blob, for whoever connects from changing machines.</summary>
internal sealed class ConnectStateBlob(BlobClient blob) : IConnectStateStore
{
    public string Name => blob.Uri.AbsoluteUri;

    public async Task<ConnectState> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var content = await blob.DownloadContentAsync(cancellationToken);
            var state = JsonSerializer.Deserialize(content.Value.Content.ToMemory().Span, ConnectStateJson.Default.ConnectState);
            return state is { V: 1 }
                ? state
                : throw new CliException($"The state {Name} was written by a newer version of elaoms. Use that one.");
        }
        catch (RequestFailedException fault) when (fault.ErrorCode == "BlobNotFound")
        {
            return new ConnectState();
        }
        catch (Exception fault) when (fault is RequestFailedException or JsonException)
        {
            throw new CliException($"The state {Name} can't be read: {fault.Message.Split('\n')[0]}", fault);
        }
    }

    public async Task WriteAsync(ConnectState state, CancellationToken cancellationToken)
    {
        if (state.IsEmpty)
            await blob.DeleteIfExistsAsync(cancellationToken: cancellationToken);
        else
            await blob.UploadAsync(
                BinaryData.FromBytes(JsonSerializer.SerializeToUtf8Bytes(state, ConnectStateJson.Default.ConnectState)),
                overwrite: true,
                cancellationToken);
    }
}
