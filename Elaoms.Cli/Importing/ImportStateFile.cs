using Elaoms.Cli.Configuration;
using Elaoms.ElevenLabs.Import;

namespace Elaoms.Cli.Importing;

/// <summary>How far imports have come, in a file.</summary>
/// <param name="path">The file.</param>
internal sealed class ImportStateFile(string path) : IImportStateStore
{
    /// <summary>The file's name, where it is kept beside the data.</summary>
    public const string FileName = "elaoms-import.json";

    private readonly StateFile<ImportState> _file = new(path, ImportStateJson.Default.ImportState, state => state.V);

    public Task<ImportState> ReadAsync(CancellationToken cancellationToken) => _file.ReadAsync(cancellationToken);

    public Task WriteAsync(ImportState state, CancellationToken cancellationToken) => _file.WriteAsync(state, cancellationToken);
}
