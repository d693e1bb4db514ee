namespace Elaoms.Core.Storage.Records;

/// <summary>
/// Holds the parts of a large record in few large arrays, which the garbage collector doesn't move. Hundreds of small ones, all in use, it
/// would copy twice, and every request waits meanwhile.
/// </summary>
internal sealed class PartBuffer
{
    private const int ArrayBytes = 1 << 20;

    private Memory<byte> _free;

    /// <summary>Copies bytes into it.</summary>
    public ReadOnlyMemory<byte> Copy(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > _free.Length)
            _free = GC.AllocateUninitializedArray<byte>(Math.Max(ArrayBytes, bytes.Length));
        var copy = _free[..bytes.Length];
        bytes.CopyTo(copy.Span);
        _free = _free[bytes.Length..];
        return copy;
    }
}
