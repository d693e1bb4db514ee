using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Payloads;

namespace Elaoms.Storage.Local;

/// <summary>
/// Payloads as files. Each is written under another name and then renamed, so a file is complete or absent. A payload that comes again is
/// written again: the content is the same, and a file torn by a power cut is repaired. Payloads are not flushed: the journal has them.
/// </summary>
public sealed class FilePayloadArchive : IPayloadArchive
{
    private const string Incoming = ".incoming";

    private readonly string _root;
    private readonly string _incoming;
    private readonly bool _flushToDisk;
    private readonly TimeProvider _time;

    /// <summary>Makes the folders when they are not there.</summary>
    public FilePayloadArchive(ElaomsSettings settings, TimeProvider time)
    {
        _root = settings.PayloadStoragePath;
        _time = time;
        _incoming = IncomingPath(settings);
        _flushToDisk = settings.Durability == Durability.Disk;
        PrivateFiles.CreateDirectory(_root);
        PrivateFiles.CreateDirectory(_incoming);
    }

    /// <summary>Where files wait before they are renamed into the archive.</summary>
    public static string IncomingPath(ElaomsSettings settings) => Path.Combine(settings.PayloadStoragePath, Incoming);

    /// <summary>Deletes the half-received bodies of killed processes.</summary>
    /// <returns>How many files were deleted.</returns>
    public int DeleteOrphans() => OrphanedFiles.Delete(_incoming, _time);

    /// <inheritdoc />
    public ValueTask StoreAsync(PayloadName name, SpooledBody body, CancellationToken cancellationToken)
    {
        var path = MakeRoomFor(name.Value);
        if (body.FilePath is not null)
            body.MoveTo(path);
        else
            WriteAndMove(path, body.AsMemory().Span);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask<Stream?> OpenAsync(PayloadName name, CancellationToken cancellationToken) => OpenAsync(name.Value);

    /// <inheritdoc />
    public ValueTask<Stream?> OpenAudioAsync(PayloadName name, CancellationToken cancellationToken) => OpenAsync(name.AudioName);

    private ValueTask<Stream?> OpenAsync(string name)
    {
        if (Open(name) is { } payload)
            return ValueTask.FromResult<Stream?>(payload);

        // An archive that is out of reach is a fault: it must not look like one without this payload. It may also have come back just now.
        if (!Directory.Exists(_root))
            throw new DirectoryNotFoundException("The payload archive does not exist.");
        return ValueTask.FromResult<Stream?>(Open(name));
    }

    /// <inheritdoc />
    public IAsyncEnumerable<ArchivedPayload> ListAsync(DateOnly day, CancellationToken cancellationToken)
    {
        var directory = new DirectoryInfo(PathOf(PayloadName.DayPrefix(day)));
        if (!directory.Exists)
            return AsyncEnumerable.Empty<ArchivedPayload>();

        // Each day is listed when everything is compared; what a killed process left beside the payloads goes on the way.
        OrphanedFiles.DeleteBelow(directory.FullName, "*", _time);
        return directory.EnumerateFiles("*.json", SearchOption.AllDirectories)
            .Select(file => PayloadName.Parse(Path.GetRelativePath(_root, file.FullName).Replace('\\', '/')) is { } name
                ? new ArchivedPayload(name, new DateTimeOffset(file.LastWriteTimeUtc))
                : (ArchivedPayload?)null)
            .OfType<ArchivedPayload>()
            .ToAsyncEnumerable();
    }

    /// <inheritdoc />
    public async ValueTask StoreAudioAsync(
        PayloadName name, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        var temporary = TemporaryPath();
        try
        {
            await using var file = PrivateFiles.Create(temporary);
            await write(file, cancellationToken);
            // It is made once, of a payload that then has a receipt; nothing else would bring it to the disk.
            file.Flush(_flushToDisk);
            var path = MakeRoomFor(name.AudioName);
            File.Move(temporary, path, overwrite: true);
            if (_flushToDisk)
                DirectorySync.Flush(Path.GetDirectoryName(path)!, _root);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <inheritdoc />
    public ValueTask DeleteAsync(PayloadName name, CancellationToken cancellationToken)
    {
        foreach (var file in (string[])[name.Value, name.AudioName])
        {
            try
            {
                File.Delete(PathOf(file));
            }
            catch (DirectoryNotFoundException) when (Directory.Exists(_root))
            {
                // Nothing of the conversation is there. An archive that is out of reach is a fault.
            }
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask DeleteConversationAsync(PayloadName anyPayload, CancellationToken cancellationToken)
    {
        var directory = Path.GetDirectoryName(PathOf(anyPayload.Value))!;
        try
        {
            Directory.Delete(directory, recursive: true);
        }
        catch (DirectoryNotFoundException) when (Directory.Exists(_root))
        {
            // Nothing of it was there, or somebody else has just deleted it. An archive that is out of reach is a fault.
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask CheckAsync(CancellationToken cancellationToken)
    {
        var probe = TemporaryPath();
        PrivateFiles.CreateEmpty(probe);
        File.Delete(probe);
        return ValueTask.CompletedTask;
    }

    private FileStream? Open(string name)
    {
        try
        {
            // Others may write: on Windows a file that is flushed is open for writing.
            return new FileStream(
                PathOf(name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    // Beside its place: a common folder for files that come and go is where file systems are slowest.
    private static void WriteAndMove(string path, ReadOnlySpan<byte> content)
    {
        var temporary = path + "." + TemporaryName();
        try
        {
            // Moved while it is open: a closed file that is not in its place looks like an orphan.
            using var file = PrivateFiles.Create(temporary);
            file.Write(content);
            file.Flush();
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    private string MakeRoomFor(string name)
    {
        var path = PathOf(name);
        PrivateFiles.CreateDirectory(Path.GetDirectoryName(path)!);
        return path;
    }

    private string PathOf(string name) => Path.Combine(_root, name);

    private string TemporaryPath()
    {
        // Somebody may have tidied up while we run.
        PrivateFiles.CreateDirectory(_incoming);
        return Path.Combine(_incoming, TemporaryName());
    }

    private static string TemporaryName() => Guid.NewGuid().ToString("N") + ".tmp";
}
