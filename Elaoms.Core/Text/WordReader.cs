using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Elaoms.Core.Text;

/// <summary>
/// Reads the words of a text one by one, without case and accents. In a script without blanks, each sign is a word. Words of more than 40
/// characters are skipped.
/// </summary>
/// <param name="text">The text.</param>
/// <param name="buffer">Where words are put; of <see cref="MaxLength"/> characters.</param>
internal ref struct WordReader(ReadOnlySpan<char> text, Span<char> buffer)
{
    /// <summary>The most characters of a word.</summary>
    public const int MaxLength = 40;

    private readonly ReadOnlySpan<char> _text = text;
    private readonly Span<char> _buffer = buffer;
    private int _length = 0;
    private int _at = 0;

    /// <summary>The word that was read.</summary>
    public readonly ReadOnlySpan<char> Word => _buffer[.._length];

    /// <summary>Where the word begins in the text.</summary>
    public int Start { get; private set; } = 0;

    /// <summary>Where the word ends in the text.</summary>
    public int End { get; private set; } = 0;

    /// <summary>Reads the next word; false when there is none.</summary>
    public bool Next()
    {
        _length = 0;
        var tooLong = false;
        while (_at < _text.Length)
        {
            Rune.DecodeFromUtf16(_text[_at..], out var written, out var width);
            var rune = new Rune(LatinLetters.Base(HalfWidth(written.Value)));
            if (!rune.IsAscii && Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark)
            {
                _at += width;
                continue;
            }

            var ownWord = IsOwnWord(rune);
            if (!ownWord && Rune.IsLetterOrDigit(rune))
            {
                if (_length == 0 && !tooLong)
                    Start = _at;
                tooLong |= !TryAppend(Rune.ToLowerInvariant(rune));
            }
            else if (_length > 0 && !tooLong)
            {
                // A sign by itself ends the word before it, and is read again for its own.
                End = _at;
                return true;
            }
            else
            {
                (_length, tooLong) = (0, false);
                if (ownWord)
                {
                    TryAppend(rune);
                    (Start, End, _at) = (_at, _at + width, _at + width);
                    return true;
                }
            }

            _at += width;
        }

        End = _text.Length;
        return _length > 0 && !tooLong;
    }

    /// <summary>The words of a text.</summary>
    public static List<string> WordsOf(string text)
    {
        var words = new List<string>();
        var reader = new WordReader(text, stackalloc char[MaxLength]);
        while (reader.Next())
            words.Add(reader.Word.ToString());
        return words;
    }

    /// <summary>The words of a text, with their places.</summary>
    public static List<TextWord> PlacesOf(string text)
    {
        var words = new List<TextWord>();
        var reader = new WordReader(text, stackalloc char[MaxLength]);
        while (reader.Next())
            words.Add(new TextWord(reader.Word.ToString(), reader.Start, reader.End));
        return words;
    }

    /// <summary>A text as its words with a blank between.</summary>
    public static string Plain(string text) => string.Join(' ', WordsOf(text));

    private bool TryAppend(Rune rune)
    {
        if (!rune.TryEncodeToUtf16(_buffer[_length..], out var written))
            return false;
        _length += written;
        return true;
    }

    // East Asian keyboards also write ASCII in the width of their own signs.
    private static int HalfWidth(int rune) => rune is >= 0xFF01 and <= 0xFF5E ? rune - 0xFF01 + '!' : rune;

    // Han, kana and Hangul are written without blanks.
    private static bool IsOwnWord(Rune rune)
        => rune.Value is (>= 0x3040 and <= 0x30FF) or (>= 0x3400 and <= 0x9FFF) or (>= 0xAC00 and <= 0xD7AF) or (>= 0x20000 and <= 0x3FFFF);
}

/// <summary>A word of a text, without case and accents.</summary>
/// <param name="Text">The word.</param>
/// <param name="Start">Where it begins in the text.</param>
/// <param name="End">The first character behind it.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TextWord(string Text, int Start, int End);
