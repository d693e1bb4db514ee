using System.Runtime.CompilerServices;

namespace Elaoms.Cli.Evaluation.Input;

/// <summary>Reads lines of a stream, none of which may use more memory than it is allowed.</summary>
internal static class BoundedLines
{
    private const int PieceBytes = 64 << 10;

    /// <summary>Reads all lines, without their line breaks; null for a line that is too long.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="maxBytes">The most bytes of a line.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async IAsyncEnumerable<byte[]?> ReadAsync(
        Stream stream, int maxBytes, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var piece = new byte[PieceBytes];
        using var line = new MemoryStream();
        var isTooLong = false;
        int read;
        while ((read = await stream.ReadAsync(piece, cancellationToken)) > 0)
        {
            var at = 0;
            while (at < read)
            {
                var end = Array.IndexOf(piece, (byte)'\n', at, read - at);
                var stop = end < 0 ? read : end;
                isTooLong |= line.Length + stop - at > maxBytes;
                if (!isTooLong)
                    line.Write(piece, at, stop - at);
                at = stop + 1;
                if (end < 0)
                    continue;
                yield return isTooLong ? null : line.ToArray();
                line.SetLength(0);
                isTooLong = false;
            }
        }

        if (isTooLong || line.Length > 0)
            yield return isTooLong ? null : line.ToArray();
    }
}
