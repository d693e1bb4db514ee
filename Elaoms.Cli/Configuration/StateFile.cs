using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Elaoms.Storage;

namespace Elaoms.Cli.Configuration;

/// <summary>What a command keeps from run to run, in a file that its owner alone can read.</summary>
/// <param name="path">The file.</param>
/// <param name="type">How it is written.</param>
/// <param name="versionOf">The number of its form.</param>
internal sealed class StateFile<T>(string path, JsonTypeInfo<T> type, Func<T, int> versionOf)
    where T : class, new()
{
    private const int Version = 1;

    /// <summary>Reads it; an empty one where there is none.</summary>
    /// <exception cref="CliException">It is damaged, or of a newer version.</exception>
    public async Task<T> ReadAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
            return new T();
        try
        {
            await using var file = File.OpenRead(path);
            var state = await JsonSerializer.DeserializeAsync(file, type, cancellationToken);
            return state is not null && versionOf(state) == Version
                ? state
                : throw new CliException($"The file {path} was written by a newer version of elaoms. Use that one.");
        }
        catch (JsonException fault)
        {
            throw new CliException($"The file {path} can't be read: {fault.Message}", fault);
        }
    }

    /// <summary>Writes it as a whole; when this returns, it outlives the process.</summary>
    public async Task WriteAsync(T state, CancellationToken cancellationToken)
    {
        PrivateFiles.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var aside = $"{path}.tmp";
        File.Delete(aside);
        await using (var file = PrivateFiles.Create(aside))
        {
            await JsonSerializer.SerializeAsync(file, state, type, cancellationToken);
            file.Flush(flushToDisk: true);
        }

        File.Move(aside, path, overwrite: true);
    }

    /// <summary>Deletes it, if it is there.</summary>
    public void Delete() => File.Delete(path);
}
