using System.Text.Json;
using Azure;
using Azure.Core;
using Azure.Storage.Blobs;
using Elaoms.ElevenLabs.Connect.State;

namespace Elaoms.Cli.Connecting;

/// <summary>The state in a blob, for whoever connects from changing machines.</summary>
/// <param name="address">The blob.</param>
/// <param name="credential">Who is signed in.</param>
internal sealed class ConnectStateBlob(Uri address, TokenCredential credential) : IConnectStateStore
{
    private readonly BlobClient _blob = new(address, credential);

    public string Name => address.AbsoluteUri;

    public async Task<ConnectState> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var content = await _blob.DownloadContentAsync(cancellationToken);
            return JsonSerializer.Deserialize(content.Value.Content.ToMemory().Span, ConnectStateJson.Default.ConnectState)
                ?? new ConnectState();
        }
        catch (RequestFailedException fault) when (fault.ErrorCode == "BlobNotFound")
        {
            return new ConnectState();
        }
        catch (Exception fault) when (fault is RequestFailedException or JsonException)
        {
            throw new CliException($"The state {address} can't be read: {fault.Message.Split('\n')[0]}", fault);
        }
    }

    public async Task WriteAsync(ConnectState state, CancellationToken cancellationToken)
    {
        if (state.IsEmpty)
            await _blob.DeleteIfExistsAsync(cancellationToken: cancellationToken);
        else
            await _blob.UploadAsync(
                BinaryData.FromBytes(JsonSerializer.SerializeToUtf8Bytes(state, ConnectStateJson.Default.ConnectState)),
                overwrite: true,
                cancellationToken);
    }
}
