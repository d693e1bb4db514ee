using System.Text;
using Elaoms.Core.Records;
using Elaoms.Core.Text;

namespace Elaoms.Core.Changes;

/// <summary>
/// A text as values are looked for in it: letters and digits alone, without case, accents and blanks, numbers in words as digits. So it
/// makes no difference how digits are grouped, whether a name is spelled letter by letter, or where blanks and hyphens stand.
/// </summary>
internal sealed class ComparableText
{
    // No value holds it, so nothing is found across a mark.
    private const char Barrier = '\0';

    private readonly List<Token> _tokens = [];
    private readonly StringBuilder _text = new();
    private readonly Dictionary<int, int> _tokenEndingAt = [];

    /// <summary>Reads a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="vocabulary">What is known of numbers and signs in words.</param>
    /// <param name="isSpoken">Whether words for signs are left out.</param>
    public ComparableText(string text, ComparableWords vocabulary, bool isSpoken)
    {
        var words = Read(text);
        for (var at = 0; at < words.Count; at++)
            Add(words, at, vocabulary, isSpoken);
        Text = _text.ToString();
    }

    /// <summary>The letters and digits.</summary>
    public string Text { get; }

    /// <summary>Where words, letters that stand alone, and digits begin.</summary>
    public IEnumerable<int> Begins => _tokens.Select(token => token.At);

    /// <summary>Whether something ends so many characters after a place where something begins.</summary>
    public bool HasEnd(int end) => _tokenEndingAt.ContainsKey(end);

    /// <summary>The place in the text of what was found.</summary>
    /// <param name="begin">Where it begins in <see cref="Text"/>.</param>
    /// <param name="length">How long it is there.</param>
    /// <returns>Null for a short number that is only a part of one that is written together.</returns>
    public (int Start, int End)? PlaceOf(int begin, int length)
    {
        var (first, last) = (FirstAt(begin), _tokenEndingAt[begin + length]);
        if (!IsNumber(begin, length))
            return (_tokens[first].Start, _tokens[last].End);
        var isLong = length >= ForgottenValues.LeastPartOfNumber;
        if (!isLong && (Touches(first - 1, first) || Touches(last, last + 1)))
            return null;
        while (isLong && first > 0 && _tokens[first - 1].IsDigits)
            first--;
        while (isLong && last + 1 < _tokens.Count && _tokens[last + 1].IsDigits)
            last++;
        return (_tokens[first].Start, _tokens[last].End);
    }

    private bool IsNumber(int begin, int length) => !Text.AsSpan(begin, length).ContainsAnyExceptInRange('0', '9');

    private bool Touches(int one, int other)
        => one >= 0 && other < _tokens.Count && _tokens[one].IsDigits && _tokens[other].IsDigits
            && _tokens[one].End == _tokens[other].Start;

    private int FirstAt(int begin)
    {
        var (low, high) = (0, _tokens.Count - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_tokens[middle].At < begin)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    private static List<TextWord> Read(string text)
    {
        var words = new List<TextWord>();
        const WordOptions options = WordOptions.Search | WordOptions.AsciiDigits | WordOptions.SharpSAsTwo | WordOptions.JoinsOverInvisible;
        var reader = new WordReader(text, new char[2 * text.Length], options);
        while (reader.Next())
        {
            var isMark = reader.Start > 0 && text.AsSpan(reader.Start - 1).StartsWith(ForgottenMark.Text, StringComparison.Ordinal);
            words.Add(new TextWord(isMark ? Barrier.ToString() : reader.Word.ToString(), reader.Start, reader.End));
        }

        return words;
    }

    private void Add(List<TextWord> words, int at, ComparableWords vocabulary, bool isSpoken)
    {
        var (text, start, end) = (words[at].Text, words[at].Start, words[at].End);
        var next = at + 1 < words.Count ? words[at + 1].Text : "";
        var previous = at > 0 ? words[at - 1].Text : "";
        if (isSpoken && vocabulary.IsSign(text))
            return;
        if (vocabulary.DigitsOf(text, previous, next, at + 2 < words.Count ? words[at + 2].Text : "") is { } digits)
        {
            foreach (var digit in digits)
                Add(digit.ToString(), start, end, isDigits: true);
            return;
        }

        // Of "3rd" the digit counts.
        if (ComparableWords.IsOrdinalEnding(text) && at > 0 && words[at - 1].End == start && char.IsAsciiDigit(words[at - 1].Text[^1]))
            return;
        if (text.AsSpan().ContainsAnyInRange('0', '9') && text.Length == end - start)
            AddPieces(text, start);
        else
            Add(text, start, end, isDigits: false);
    }

    // Each digit by itself, and the letters between.
    private void AddPieces(string text, int start)
    {
        for (var at = 0; at < text.Length;)
        {
            var length = 1;
            if (!char.IsAsciiDigit(text[at]))
            {
                while (at + length < text.Length && !char.IsAsciiDigit(text[at + length]))
                    length++;
            }

            var piece = text.Substring(at, length);
            if (!(at > 0 && ComparableWords.IsOrdinalEnding(piece)))
                Add(piece, start + at, start + at + length, char.IsAsciiDigit(text[at]));
            at += length;
        }
    }

    private void Add(string text, int start, int end, bool isDigits)
    {
        _tokens.Add(new Token(_text.Length, start, end, isDigits));
        _text.Append(text);
        _tokenEndingAt[_text.Length] = _tokens.Count - 1;
    }

    private readonly record struct Token(int At, int Start, int End, bool IsDigits);
}
