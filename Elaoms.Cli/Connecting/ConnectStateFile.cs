using Elaoms.Cli.Configuration;
using Elaoms.ElevenLabs.Connect.State;

namespace Elaoms.Cli.Connecting;

/// <summary>The state in a file.</summary>
/// <param name="path">The file.</param>
internal sealed class ConnectStateFile(string path) : IConnectStateStore
{
    /// <summary>The file's name, where it is kept beside the data.</summary>
    public const string FileName = "elaoms-connect.json";

    private readonly StateFile<ConnectState> _file = new(path, ConnectStateJson.Default.ConnectState, state => state.V);

    public string Name => path;

    public Task<ConnectState> ReadAsync(CancellationToken cancellationToken) => _file.ReadAsync(cancellationToken);

    public async Task WriteAsync(ConnectState state, CancellationToken cancellationToken)
    {
        if (state.IsEmpty)
            _file.Delete();
        else
            await _file.WriteAsync(state, cancellationToken);
    }
}
