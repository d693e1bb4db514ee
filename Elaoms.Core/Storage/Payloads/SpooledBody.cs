using System.Buffers;

namespace Elaoms.Core.Storage.Payloads;

/// <summary>
/// A body that is being received: in memory up to <see cref="MemoryLimitBytes"/>, from there on in a temporary file. Disposing deletes the
/// file, unless it was moved to its place. The file is locked while it is open, so other processes see that it is still needed.
/// </summary>
/// <param name="directory">Where a temporary file goes; best on the file system of the archive, so that it can be moved there.</param>
public sealed class SpooledBody(string directory) : IDisposable
{
    /// <summary>The most bytes of a body that are kept in memory. A usual call fits, and so do many deliveries at a time.</summary>
    public const int MemoryLimitBytes = 64 << 10;

    /// <summary>The extension of temporary files.</summary>
    public const string FileExtension = ".tmp";

    private const int FirstBufferBytes = 16 << 10;

    // The whole body, or the part that is not in the file yet.
    private byte[] _buffer = [];
    private int _buffered;
    private FileStream? _file;
    private MappedFile? _mapping;

    /// <summary>How many bytes have come.</summary>
    public long Length => WrittenBytes + _buffered;

    /// <summary>How many of them are in the file.</summary>
    public long WrittenBytes { get; private set; }

    /// <summary>The temporary file that holds the body; null while it is in memory, or after it was moved.</summary>
    public string? FilePath { get; private set; }

    /// <summary>Reads a payload of the archive.</summary>
    /// <returns>The body, to be disposed of by the caller; null when it is not there.</returns>
    public static async Task<SpooledBody?> ReadAsync(
        IPayloadArchive archive, PayloadName payload, SpoolDirectory spool, CancellationToken cancellationToken)
    {
        await using var stored = await archive.OpenAsync(payload, cancellationToken);
        if (stored is null)
            return null;

        var body = new SpooledBody(spool.Path);
        try
        {
            await body.AppendAsync(stored, cancellationToken);
            return body;
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    /// <summary>Adds a piece.</summary>
    /// <exception cref="IOException">The temporary file cannot be written.</exception>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (_buffered + bytes.Length > MemoryLimitBytes)
        {
            Flush();
            if (bytes.Length > MemoryLimitBytes)
            {
                Write(bytes);
                return;
            }
        }

        if (_buffered + bytes.Length > _buffer.Length)
            Grow(_buffered + bytes.Length);
        bytes.CopyTo(_buffer.AsSpan(_buffered));
        _buffered += bytes.Length;
    }

    /// <summary>Adds all of a stream.</summary>
    public async Task AppendAsync(Stream source, CancellationToken cancellationToken)
    {
        var piece = ArrayPool<byte>.Shared.Rent(FirstBufferBytes);
        try
        {
            int read;
            while ((read = await source.ReadAsync(piece, cancellationToken)) > 0)
                Append(piece.AsSpan(0, read));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }
    }

    /// <summary>The whole body, a large one as mapped memory. Valid until this is disposed of; nothing can be appended after it.</summary>
    public ReadOnlyMemory<byte> AsMemory()
    {
        if (_file is null)
            return _buffer.AsMemory(0, _buffered);
        if (_mapping is null)
        {
            Flush();
            _mapping = new MappedFile(_file);
        }

        return _mapping.Memory;
    }

    /// <summary>Passes the whole body in pieces. A piece is valid only during the call.</summary>
    /// <exception cref="IOException">The temporary file cannot be read.</exception>
    public void ReadPieces(Action<ReadOnlySpan<byte>> take)
    {
        ArgumentNullException.ThrowIfNull(take);
        if (_file is null)
        {
            take(_buffer.AsSpan(0, _buffered));
            return;
        }

        // After this the buffer is free to read into.
        Flush();
        if (_buffer.Length == 0)
            Grow(FirstBufferBytes);
        int read;
        for (long at = 0; (read = RandomAccess.Read(_file.SafeFileHandle, _buffer, at)) > 0; at += read)
            take(_buffer.AsSpan(0, read));
    }

    /// <summary>Moves the temporary file to its place, over what may be there.</summary>
    /// <param name="path">The place, on the same file system.</param>
    public void MoveTo(string path)
    {
        Flush();
        File.Move(FilePath!, path, overwrite: true);
        FilePath = null;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        try
        {
            ((IDisposable?)_mapping)?.Dispose();
            _mapping = null;
            _file?.Dispose();
        }
        finally
        {
            // Also when closing fails: on a full disk the next delivery needs the space.
            if (FilePath is not null)
                File.Delete(FilePath);
            FilePath = null;
            Release();
        }
    }

    private void Flush()
    {
        if (_file is null)
            Open();
        Write(_buffer.AsSpan(0, _buffered));
        _buffered = 0;
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        _file!.Write(bytes);
        WrittenBytes += bytes.Length;
    }

    private void Grow(int needed)
    {
        var larger = ArrayPool<byte>.Shared.Rent(
            Math.Max(Math.Max(FirstBufferBytes, needed), Math.Min(_buffer.Length * 2, MemoryLimitBytes)));
        _buffer.AsSpan(0, _buffered).CopyTo(larger);
        Release();
        _buffer = larger;
    }

    // A pooled buffer goes on to another request: what a caller said must not lie about in it.
    private void Release()
    {
        if (_buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer, clearArray: true);
        _buffer = [];
    }

    private void Open()
    {
        // No buffer in the stream: closing would write it, which fails on a full disk.
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Read | FileShare.Delete,
            BufferSize = 0,
        };
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(directory);
        }
        else
        {
            Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var path = Path.Combine(directory, Guid.NewGuid().ToString("N") + FileExtension);
        _file = new FileStream(path, options);
        FilePath = path;
    }
}
