using System.IO.Compression;
using System.Text;

namespace Elaoms.Core.Exports;

/// <summary>Writes an export as one ZIP, from its beginning to its end.</summary>
public sealed class ZipTarget : IExportTarget, IAsyncDisposable
{
    private readonly ZipArchive _archive;

    private ZipTarget(ZipArchive archive) => _archive = archive;

    /// <summary>Begins it.</summary>
    /// <param name="output">Where it is written; it stays open.</param>
    public static async Task<ZipTarget> CreateAsync(Stream output, CancellationToken cancellationToken)
        => new(await ZipArchive.CreateAsync(output, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8, cancellationToken));

    /// <inheritdoc />
    public Task<Stream> CreateAsync(string name, CancellationToken cancellationToken)
        // Recordings are compressed already.
        => _archive.CreateEntry(
            name, name.EndsWith(".mp3", StringComparison.Ordinal) ? CompressionLevel.NoCompression : CompressionLevel.Fastest)
            .OpenAsync(cancellationToken);

    /// <summary>Ends it.</summary>
    public ValueTask DisposeAsync() => _archive.DisposeAsync();
}
