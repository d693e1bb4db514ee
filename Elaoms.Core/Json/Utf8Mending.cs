using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Elaoms.Core.Json;

/// <summary>Makes bytes readable as JSON text where a sender's encoding broke, without touching bytes that are in order.</summary>
internal static class Utf8Mending
{
    private const int EscapeLength = 6;

    /// <summary>
    /// Returns the same bytes if they are valid, else a copy with U+FFFD for each invalid sequence and each escaped half of a
    /// surrogate pair.
    /// </summary>
    public static ReadOnlyMemory<byte> Mend(ReadOnlyMemory<byte> utf8)
    {
        if (utf8.Span.StartsWith("\uFEFF"u8))
            utf8 = utf8[3..];
        if (!Utf8.IsValid(utf8.Span))
            utf8 = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(utf8.Span));
        return MendEscapes(utf8);
    }

    private static ReadOnlyMemory<byte> MendEscapes(ReadOnlyMemory<byte> utf8)
    {
        var text = utf8.Span;
        byte[]? mended = null;
        for (var at = text.IndexOf((byte)'\\'); at >= 0; at = NextBackslash(text, at))
        {
            var unit = Escaped(text[at..]);
            if (unit is null || !char.IsSurrogate(unit.Value))
            {
                at += 2;
            }
            else if (char.IsHighSurrogate(unit.Value) && Escaped(text[(at + EscapeLength)..]) is { } low && char.IsLowSurrogate(low))
            {
                at += 2 * EscapeLength;
            }
            else
            {
                "FFFD"u8.CopyTo((mended ??= text.ToArray()).AsSpan(at + 2));
                at += EscapeLength;
            }
        }

        return mended ?? utf8;
    }

    private static int NextBackslash(ReadOnlySpan<byte> text, int from)
    {
        var offset = from < text.Length ? text[from..].IndexOf((byte)'\\') : -1;
        return offset < 0 ? -1 : from + offset;
    }

    /// <summary>The UTF-16 unit of a <c>\uXXXX</c> escape at the start of the text, or null.</summary>
    private static char? Escaped(ReadOnlySpan<byte> text)
    {
        if (text.Length < EscapeLength || text[0] != '\\' || text[1] != 'u')
            return null;
        return ushort.TryParse(text[2..EscapeLength], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit)
            ? (char)unit
            : null;
    }
}
