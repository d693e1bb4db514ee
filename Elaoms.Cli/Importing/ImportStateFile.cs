using System.Text.Json;
using Elaoms.ElevenLabs.Import;
using Elaoms.Storage;

namespace Elaoms.Cli.Importing;

/// <summary>How far imports have come, in a file that its owner alone can read.</summary>
/// <param name="path">The file.</param>
internal sealed class ImportStateFile(string path) : IImportStateStore
{
    /// <summary>The file's name, where it is kept beside the data.</summary>
    public const string FileName = "elaoms-import.json";

    public async Task<ImportState> ReadAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
            return new ImportState();
        try
        {
            await using var file = File.OpenRead(path);
            var state = await JsonSerializer.DeserializeAsync(file, ImportStateJson.Default.ImportState, cancellationToken);
            return state is { V: 1 }
                ? state
                : throw new CliException($"The file {path} was written by a newer version of elaoms. Use that one.");
        }
        catch (JsonException fault)
        {
            throw new CliException($"The file {path} can't be read: {fault.Message}", fault);
        }
    }

    public async Task WriteAsync(ImportState state, CancellationToken cancellationToken)
    {
        PrivateFiles.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var aside = $"{path}.tmp";
        File.Delete(aside);
        await using (var file = PrivateFiles.Create(aside))
        {
            await JsonSerializer.SerializeAsync(file, state, ImportStateJson.Default.ImportState, cancellationToken);
            file.Flush(flushToDisk: true);
        }

        File.Move(aside, path, overwrite: true);
    }
}
