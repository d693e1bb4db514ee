using System.Runtime.InteropServices;
using System.Text;

namespace Elaoms.Extraction.Rules;

/// <summary>A word of a text.</summary>
/// <param name="Start">Its first character.</param>
/// <param name="End">The first character behind it.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SpokenWord(int Start, int End);

/// <summary>
/// A turn as the rules read it: plain apostrophes, single blanks, no fillers, quotations or transcriber's marks. Maps each character back
/// to its position in the turn.
/// </summary>
internal sealed class SpokenText
{
    private const int MaxLength = 4000;

    // Nobody says a word of so many characters, and rules would read such a run from each of its places.
    private const int MaxWordLength = 64;
    private const int MaxQuotation = 300;
    private const int MaxMark = 40;

    private readonly int[] _origins;

    private SpokenText(string text, int[] origins, bool hasCapitals, bool isAllCapitals)
    {
        Text = text;
        // Character by character, so that places stay the same.
        Lower = string.Create(text.Length, text, static (lower, said) => said.AsSpan().ToLowerInvariant(lower));
        _origins = origins;
        Words = WordsOf(text);
        HasCapitals = hasCapitals;
        IsAllCapitals = isAllCapitals;
    }

    /// <summary>The text, as it was written.</summary>
    public string Text { get; }

    /// <summary>The text in lower case.</summary>
    public string Lower { get; }

    /// <summary>Its words.</summary>
    public IReadOnlyList<SpokenWord> Words { get; }

    /// <summary>Whether any of its letters is a capital.</summary>
    public bool HasCapitals { get; }

    /// <summary>Whether all of its letters are capitals.</summary>
    public bool IsAllCapitals { get; }

    /// <summary>Makes it from a turn.</summary>
    public static SpokenText Of(string turn, IReadOnlySet<string> fillers, IReadOnlySet<string> lead)
    {
        var builder = new Builder(fillers, lead);
        var length = Math.Min(turn.Length, MaxLength);
        for (var at = 0; at < length;)
        {
            var end = at;
            while (end < length && !char.IsWhiteSpace(turn[end]))
                end++;
            if (end == at)
                builder.Add(' ', at++);
            else if (end - at > MaxWordLength)
                at = end;
            while (at < end)
                at = AddNext(builder, turn.AsSpan(0, length), at);
        }

        return builder.Build();
    }

    /// <summary>A word in lower case.</summary>
    public ReadOnlySpan<char> LowerOf(SpokenWord word) => Lower.AsSpan(word.Start, word.End - word.Start);

    /// <summary>The index of the first word that ends behind a place; the number of words when none does.</summary>
    public int WordAt(int place)
    {
        var (low, high) = (0, Words.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = Words[middle].End <= place ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    /// <summary>What stands between a word and the one before it.</summary>
    public ReadOnlySpan<char> Before(int word)
        => Text.AsSpan(word == 0 ? 0 : Words[word - 1].End, Words[word].Start - (word == 0 ? 0 : Words[word - 1].End));

    /// <summary>Where a part of it was in the turn.</summary>
    public (int Start, int End) Original(int start, int end) => end > start ? (_origins[start], _origins[end - 1] + 1) : (-1, -1);

    private static int AddNext(Builder builder, ReadOnlySpan<char> turn, int at)
    {
        var c = Plain(turn[at]);
        var rest = turn[(at + 1)..];
        if (c == '"' && rest[..Math.Min(MaxQuotation, rest.Length)].IndexOfAny("\"”“»") is >= 0 and var quoted)
            return at + quoted + 2;
        if (c is '[' or '<' && rest[..Math.Min(MaxMark, rest.Length)].IndexOfAny(']', '>') is >= 0 and var mark)
        {
            // What a mark such as "[inaudible]" stands for nobody knows: nothing goes on over it.
            builder.Add('.', at);
            builder.Add(' ', at);
            return at + mark + 2;
        }

        builder.Add(c, at);
        return at + 1;
    }

    private static char Plain(char c) => c switch
    {
        '’' or '‘' or 'ʼ' or '`' or '´' => '\'',
        '“' or '”' or '„' or '«' or '»' => '"',
        _ when char.IsWhiteSpace(c) => ' ',
        _ => c,
    };

    private static List<SpokenWord> WordsOf(string text)
    {
        var words = new List<SpokenWord>(text.Length / 5 + 1);
        for (var at = 0; at < text.Length; at++)
        {
            if (!IsPart(text[at]) && !(text[at] == '+' && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1])))
                continue;
            var start = at++;
            while (at < text.Length
                && (IsPart(text[at])
                    || (text[at] is '\'' or '-' or '@' or '_' or '.' or '+' or '/' && at + 1 < text.Length && IsPart(text[at + 1]))))
                at++;
            words.Add(new SpokenWord(start, at));
        }

        return words;
    }

    private static bool IsPart(char c)
        => char.IsLetterOrDigit(c) || c == '_' || char.GetUnicodeCategory(c) is System.Globalization.UnicodeCategory.NonSpacingMark
            || char.IsSurrogate(c);

    private sealed class Builder(IReadOnlySet<string> fillers, IReadOnlySet<string> lead)
    {
        private readonly StringBuilder _text = new();
        private readonly List<int> _origins = [];
        private int _wordStart = -1;
        private bool _skipComma;
        private bool _hasCapitals;
        private bool _hasSmall;

        public void Add(char c, int origin)
        {
            if (char.IsLetterOrDigit(c) || c is '\'' or '-')
            {
                if (_wordStart < 0)
                    _wordStart = _text.Length;
                _skipComma = false;
                _hasCapitals |= char.IsUpper(c);
                _hasSmall |= char.IsLower(c);
            }
            else
            {
                EndWord();
                if (c == ',' && _skipComma)
                    return;
                if (_text.Length == 0 && c is (',' or '.' or '…'))
                    return;
                if (c is ' ' or '"')
                {
                    if (_text.Length == 0 || _text[^1] == ' ')
                        return;
                    c = ' ';
                }
            }

            _text.Append(c);
            _origins.Add(origin);
        }

        public SpokenText Build()
        {
            EndWord();
            Trim(' ');
            return new SpokenText(_text.ToString(), [.. _origins], _hasCapitals, _hasCapitals && !_hasSmall);
        }

        // "My name is, uh, Sarah" goes on over the filler; of "Jack Smith, uh, thirty first October" one comma stays.
        private void EndWord()
        {
            if (_wordStart < 0)
                return;
            var start = _wordStart;
            _wordStart = -1;
            if (_text.Length - start > 6 || !fillers.Contains(_text.ToString(start, _text.Length - start).ToLowerInvariant()))
                return;
            Cut(start);
            Trim(' ');
            _skipComma = _text.Length == 0 || _text[^1] is ',' or '.' or '?' or '!';
            if (_text.Length > 0 && _text[^1] == ',' && lead.Contains(LastWord()))
                Cut(_text.Length - 1);
            if (_text.Length == 0)
                return;
            _text.Append(' ');
            _origins.Add(_origins[^1]);
        }

        private string LastWord()
        {
            var (end, start) = (_text.Length - 1, _text.Length - 1);
            while (start > 0 && _text[start - 1] != ' ')
                start--;
            return _text.ToString(start, end - start).ToLowerInvariant();
        }

        private void Trim(char c)
        {
            while (_text.Length > 0 && _text[^1] == c)
                Cut(_text.Length - 1);
        }

        private void Cut(int length)
        {
            _text.Length = length;
            _origins.RemoveRange(length, _origins.Count - length);
        }
    }
}
