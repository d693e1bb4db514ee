using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Elaoms.Core.Text;

/// <summary>
/// Reads the words of a text one by one, without case and accents. A word is letters and digits without anything between; what else
/// belongs to one is optional. Words that are longer than the buffer are skipped.
/// </summary>
/// <param name="text">The text.</param>
/// <param name="buffer">Where words are put.</param>
/// <param name="options">What belongs to a word, and how it is written.</param>
internal ref struct WordReader(ReadOnlySpan<char> text, Span<char> buffer, WordOptions options = WordOptions.Search)
{
    /// <summary>The most characters of a word that is searched for.</summary>
    public const int MaxLength = 40;

    private readonly ReadOnlySpan<char> _text = text;
    private readonly Span<char> _buffer = buffer;
    private readonly WordOptions _options = options;
    private int _length = 0;
    private int _at = 0;

    private enum Use
    {
        Ends,
        IsPart,
        IsLeftOut,
        IsWord,
    }

    /// <summary>The word that was read.</summary>
    public readonly ReadOnlySpan<char> Word => _buffer[.._length];

    /// <summary>Where the word begins in the text.</summary>
    public int Start { get; private set; } = 0;

    /// <summary>Where the word ends in the text.</summary>
    public int End { get; private set; } = 0;

    /// <summary>The words of a text, as they are searched for.</summary>
    public static List<string> WordsOf(string text)
    {
        var words = new List<string>();
        var reader = new WordReader(text, stackalloc char[MaxLength]);
        while (reader.Next())
            words.Add(reader.Word.ToString());
        return words;
    }

    /// <summary>The words of a text, of any length.</summary>
    public static List<string> WordsOf(string text, WordOptions options)
    {
        const int most = 256;
        var words = new List<string>();
        // A letter becomes two at most.
        var reader = new WordReader(text, 2 * text.Length <= most ? stackalloc char[most] : new char[2 * text.Length], options);
        while (reader.Next())
            words.Add(reader.Word.ToString());
        return words;
    }

    /// <summary>The words of a text, as they are searched for, with their places.</summary>
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

    /// <summary>Reads the next word; false when there is none.</summary>
    public bool Next()
    {
        _length = 0;
        var (isIn, isTooLong) = (false, false);
        while (_at < _text.Length)
        {
            // Most characters of most texts.
            var isPlain = char.IsAsciiLetterOrDigit(_text[_at]);
            var (folded, width) = (default(Rune), 1);
            var use = isPlain ? Use.IsPart : UseOf(out folded, out width);
            if (use == Use.IsPart)
            {
                if (!isIn)
                    (Start, isIn) = (_at, true);
                isTooLong |= !(isPlain ? TryAppend(_text[_at]) : TryAppend(folded));
            }
            else if (use != Use.IsLeftOut)
            {
                // A sign that is a word ends the one before it, and is read again for its own.
                End = _at;
                if (isIn && !isTooLong)
                    return true;
                (_length, isIn, isTooLong) = (0, false, false);
                if (use == Use.IsWord)
                {
                    TryAppend(folded);
                    (Start, End, _at) = (_at, _at + width, _at + width);
                    return true;
                }
            }

            _at += width;
        }

        End = _text.Length;
        return isIn && !isTooLong;
    }

    // What the next character is to a word, and how it is written there; of any but plain letters and digits.
    private readonly Use UseOf(out Rune folded, out int width)
    {
        var c = _text[_at];
        if (char.IsAscii(c))
        {
            (folded, width) = (new Rune(c), 1);
            if (c is '@' or '+' && Has(WordOptions.KeepsAtAndPlus))
                return Use.IsPart;
            return c == '\'' && Has(WordOptions.JoinsAtApostrophes) ? Use.IsLeftOut : Use.Ends;
        }

        Rune.DecodeFromUtf16(_text[_at..], out var rune, out width);
        if (Has(WordOptions.HalfWidth))
            rune = new Rune(HalfWidth(rune.Value));
        folded = new Rune(LatinLetters.Base(Rune.ToLowerInvariant(rune).Value));
        switch (Rune.GetUnicodeCategory(rune))
        {
            case UnicodeCategory.NonSpacingMark:
                return Use.IsLeftOut;
            case var _ when IsSign(rune) && Has(WordOptions.SignsAreWords):
                return Use.IsWord;
            case UnicodeCategory.Format or UnicodeCategory.EnclosingMark when Has(WordOptions.JoinsOverInvisible):
                return Use.IsLeftOut;
            case UnicodeCategory.DecimalDigitNumber when Has(WordOptions.AsciiDigits):
                folded = new Rune((char)('0' + (int)Rune.GetNumericValue(rune)));
                return Use.IsPart;
            case UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
                or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.DecimalDigitNumber:
                return Use.IsPart;
            default:
                return c == '’' && Has(WordOptions.JoinsAtApostrophes) ? Use.IsLeftOut : Use.Ends;
        }
    }

    private bool TryAppend(char plain)
    {
        if (_length == _buffer.Length)
            return false;
        _buffer[_length++] = char.IsAsciiLetterUpper(plain) ? (char)(plain | 0x20) : plain;
        return true;
    }

    private bool TryAppend(Rune rune)
    {
        if (rune.Value == 'ß' && Has(WordOptions.SharpSAsTwo))
            return TryAppend(new Rune('s')) && TryAppend(new Rune('s'));
        if (!rune.TryEncodeToUtf16(_buffer[_length..], out var written))
            return false;
        _length += written;
        return true;
    }

    private readonly bool Has(WordOptions option) => (_options & option) == option;

    // East Asian keyboards also write ASCII in the width of their own signs.
    private static int HalfWidth(int rune) => rune is >= 0xFF01 and <= 0xFF5E ? rune - 0xFF01 + '!' : rune;

    // Han, kana and Hangul are written without blanks.
    private static bool IsSign(Rune rune)
        => rune.Value is (>= 0x3040 and <= 0x30FF) or (>= 0x3400 and <= 0x9FFF) or (>= 0xAC00 and <= 0xD7AF) or (>= 0x20000 and <= 0x3FFFF);
}

/// <summary>What belongs to a word, and how it is written.</summary>
[Flags]
internal enum WordOptions
{
    /// <summary>Letters and digits, in lower case and without accents.</summary>
    None = 0,

    /// <summary>Each sign of Han, kana and Hangul is a word.</summary>
    SignsAreWords = 1,

    /// <summary>Letters and digits in the width of East Asian signs are written as ASCII.</summary>
    HalfWidth = 2,

    /// <summary>Digits of any script are written as ASCII.</summary>
    AsciiDigits = 4,

    /// <summary>A sharp s is written as two.</summary>
    SharpSAsTwo = 8,

    /// <summary>An apostrophe is left out of a word, and parts none.</summary>
    JoinsAtApostrophes = 16,

    /// <summary>The same of characters that are not seen.</summary>
    JoinsOverInvisible = 32,

    /// <summary>@ and + are like letters.</summary>
    KeepsAtAndPlus = 64,

    /// <summary>As words are searched for.</summary>
    Search = SignsAreWords | HalfWidth,
}

/// <summary>A word of a text, without case and accents.</summary>
/// <param name="Text">The word.</param>
/// <param name="Start">Where it begins in the text.</param>
/// <param name="End">The first character behind it.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TextWord(string Text, int Start, int End);
