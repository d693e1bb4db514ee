using System.Text.Json;
using Elaoms.ElevenLabs.Connect.State;
using Elaoms.Storage;

namespace Elaoms.Cli.Connecting;

/// <summary>The state in a file, which its owner alone can read.</summary>
/// <param name="path">The file.</param>
internal sealed class ConnectStateFile(string path) : IConnectStateStore
{
    /// <summary>The file's name, where it is kept beside the data.</summary>
    public const string FileName = "elaoms-connect.json";

    public string Name => path;

    public async Task<ConnectState> ReadAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
            return new ConnectState();
        try
        {
            await using var file = File.OpenRead(path);
            var state = await JsonSerializer.DeserializeAsync(file, ConnectStateJson.Default.ConnectState, cancellationToken);
            return UnlessNewer(state, path);
        }
        catch (JsonException fault)
        {
            throw new CliException($"The file {path} can't be read: {fault.Message}", fault);
        }
    }

    public async Task WriteAsync(ConnectState state, CancellationToken cancellationToken)
    {
        if (state.IsEmpty)
        {
            File.Delete(path);
            return;
        }

        PrivateFiles.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var aside = $"{path}.tmp";
        File.Delete(aside);
        await using (var file = PrivateFiles.Create(aside))
        {
            await JsonSerializer.SerializeAsync(file, state, ConnectStateJson.Default.ConnectState, cancellationToken);
            file.Flush(flushToDisk: true);
        }

        File.Move(aside, path, overwrite: true);
    }

    /// <summary>The state that was read, if this program knows its form.</summary>
    internal static ConnectState UnlessNewer(ConnectState? state, string place)
        => state is { V: 1 }
            ? state
            : throw new CliException($"The state {place} was written by a newer version of elaoms. Use that one.");
}
