using System.Buffers;
using System.Globalization;
using System.Text;

namespace Elaoms.Extraction.Redaction;

/// <summary>A text as words, so that what is written and what is spoken can be read alike.</summary>
internal sealed class SpokenText
{
    private static readonly SearchValues<char> Blanks = SearchValues.Create(" \t\r\n\u00A0–—…");

    private const string Accented = "àáâãäåçèéêëìíîïñòóôõöøùúûüýÿ";
    private const string WithoutAccent = "aaaaaaceeeeiiiinoooooouuuuyy";

    private SpokenText(string text, List<SpokenWord> words) => (Text, Words) = (text, words);

    /// <summary>The text.</summary>
    public string Text { get; }

    /// <summary>Its words.</summary>
    public IReadOnlyList<SpokenWord> Words { get; }

    /// <summary>Cuts a text into words.</summary>
    public static SpokenText Of(string text)
    {
        var words = new List<SpokenWord>();
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '[' && SecretMask.At(text, at) is { } mask)
            {
                words.Add(new SpokenWord(mask, at, at + mask.Length, 0));
                at += mask.Length - 1;
            }

            if (!IsOfWord(text[at]))
                continue;
            var start = at;
            while (at < text.Length && IsOfWord(text[at]))
                at++;
            if (Plain(text.AsSpan(start, at - start)) is { Length: > 0 } plain)
                words.Add(new SpokenWord(plain, start, at, plain.Count(char.IsAsciiDigit)));
        }

        return new SpokenText(text, words);
    }

    /// <summary>What stands before a word, after the one before it.</summary>
    public ReadOnlySpan<char> Gap(int word)
    {
        var start = word == 0 ? 0 : Words[word - 1].End;
        var end = word == Words.Count ? Text.Length : Words[word].Start;
        return Text.AsSpan(start, end - start);
    }

    /// <summary>Whether a sentence ends between two words.</summary>
    public bool IsSentenceBetween(int first, int second)
    {
        for (var word = first + 1; word <= second; word++)
        {
            var gap = Gap(word);
            var end = gap.IndexOfAny('.', '!', '?');
            if (end >= 0 && (gap[end] != '.' || gap.Length > end + 1))
                return true;
        }

        return false;
    }

    /// <summary>The last of the words that are written without a blank between them.</summary>
    public int EndOfChunk(int word)
    {
        while (word + 1 < Words.Count && !Gap(word + 1).ContainsAny(Blanks))
            word++;
        return word;
    }

    /// <summary>Whether the words up to the next blank have a digit.</summary>
    public bool HasDigitInChunk(int word)
    {
        for (var last = EndOfChunk(word); word <= last; word++)
        {
            if (Words[word].Digits > 0)
                return true;
        }

        return false;
    }

    private static bool IsOfWord(char c) => char.IsLetterOrDigit(c) || char.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark;

    // The machine's own tables are not asked: programs here run without them.
    private static string Plain(ReadOnlySpan<char> word)
    {
        if (Ascii.IsValid(word))
            return word.ToString().ToLowerInvariant();
        var plain = new StringBuilder(word.Length);
        foreach (var c in word)
        {
            var lower = char.ToLowerInvariant(c);
            if (char.IsDigit(c))
                plain.Append((char)('0' + CharUnicodeInfo.GetDecimalDigitValue(c)));
            else if (lower == 'ß')
                plain.Append("ss");
            else if (Accented.IndexOf(lower, StringComparison.Ordinal) is >= 0 and var accented)
                plain.Append(WithoutAccent[accented]);
            else if (char.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)
                plain.Append(lower);
        }

        return plain.ToString();
    }
}
