using System.Buffers;
using System.Globalization;
using Elaoms.Core.Text;

namespace Elaoms.Extraction.Redaction.Tokens;

/// <summary>A text as words, so that what is written and what is spoken can be read alike.</summary>
internal sealed class TokenizedText
{
    private static readonly SearchValues<char> Blanks = SearchValues.Create(" \t\r\n\u00A0–—…");

    private readonly Token[] _tokens;
    private readonly char[] _plain;

    private TokenizedText(string text, Token[] tokens, char[] plain, RedactionVocabulary vocabulary)
        => (Text, _tokens, _plain, Vocabulary) = (text, tokens, plain, vocabulary);

    /// <summary>The text.</summary>
    public string Text { get; }

    /// <summary>The vocabulary that numbered its words.</summary>
    public RedactionVocabulary Vocabulary { get; }

    /// <summary>How many words it has.</summary>
    public int Count => _tokens.Length;

    /// <summary>Whether the call is in capitals, so that they say nothing.</summary>
    public bool IsInCapitals { get; private init; }

    /// <summary>Whether a mark is among its words.</summary>
    public bool HasMark => Array.Exists(_tokens, token => token.IsMark);

    /// <summary>One of its words.</summary>
    public ref readonly Token this[int token] => ref _tokens[token];

    /// <summary>Cuts a text into words.</summary>
    /// <param name="text">The text.</param>
    /// <param name="vocabulary">The vocabulary that numbers them.</param>
    /// <param name="isInCapitals">Whether the call is in capitals.</param>
    public static TokenizedText Of(string text, RedactionVocabulary vocabulary, bool isInCapitals = false)
    {
        var tokens = new List<Token>(text.Length / 5 + 1);
        var plain = ArrayPool<char>.Shared.Rent(text.Length * 2 + 16);
        var (length, sentence, gapStart) = (0, 0, 0);
        for (var at = 0; at < text.Length; at++)
        {
            var start = at;
            var from = length;
            var isMark = text[at] == '[' && RedactionMarks.At(text, at) is { } mark && (at += mark.Length) > start;
            if (isMark)
                text.CopyTo(start, plain, length, 1);
            length += isMark ? 1 : 0;
            var digits = 0;
            while (!isMark && at < text.Length && IsOfWord(text[at]))
            {
                var added = AddPlain(text[at++], plain.AsSpan(length));
                digits += added > 0 && char.IsAsciiDigit(plain[length]) ? 1 : 0;
                length += added;
            }

            if (length == from)
                continue;
            sentence += tokens.Count > 0 && EndsSentence(text.AsSpan(gapStart, start - gapStart)) ? 1 : 0;
            var sections = 0ul;
            // "16 digits" begins with a numeral.
            var id = isMark ? 0 : vocabulary.WordId(plain.AsSpan(from, length - from), out sections);
            tokens.Add(new Token(start, at, from, length, id, sections, digits, sentence, isMark));
            gapStart = at--;
        }

        var kept = plain[..length];
        ArrayPool<char>.Shared.Return(plain);
        return new TokenizedText(text, [.. tokens], kept, vocabulary) { IsInCapitals = isInCapitals };
    }

    /// <summary>The plain form of a word.</summary>
    public ReadOnlySpan<char> Plain(int token) => _plain.AsSpan(_tokens[token].PlainStart, _tokens[token].Length);

    /// <summary>What stands before a word, after the one before it. The number of words stands for the end of the text.</summary>
    public ReadOnlySpan<char> Gap(int token)
    {
        var start = token == 0 ? 0 : _tokens[token - 1].End;
        var end = token == Count ? Text.Length : _tokens[token].Start;
        return Text.AsSpan(start, end - start);
    }

    /// <summary>Whether a sentence ends between two words.</summary>
    public bool IsSentenceBetween(int first, int second)
        => second < Count && first < second && _tokens[first].Sentence != _tokens[second].Sentence;

    /// <summary>The last of the words that are written without a blank between them.</summary>
    public int EndOfChunk(int token)
    {
        while (token + 1 < Count && !Gap(token + 1).ContainsAny(Blanks))
            token++;
        return token;
    }

    /// <summary>Whether the words up to the next blank have a digit.</summary>
    public bool HasDigitInChunk(int token)
    {
        for (var last = EndOfChunk(token); token <= last; token++)
        {
            if (_tokens[token].Digits > 0)
                return true;
        }

        return false;
    }

    /// <summary>Whether a phrase of a section begins with a word.</summary>
    public bool Has(VocabularySection section, int token, uint languages = uint.MaxValue)
        => Vocabulary.Match(this, token, section, languages, out _, out _);

    /// <summary>Where the longest phrase of a section that begins with a word ends; the word itself when none does.</summary>
    public int End(VocabularySection section, int token, uint languages = uint.MaxValue)
        => Vocabulary.Match(this, token, section, languages, out var end, out _) ? end : token;

    private static bool EndsSentence(ReadOnlySpan<char> gap)
    {
        var end = gap.IndexOfAny('.', '!', '?');
        return end >= 0 && (gap[end] != '.' || gap.Length > end + 1);
    }

    private static bool IsOfWord(char c)
        => char.IsAscii(c) ? char.IsAsciiLetterOrDigit(c) : char.IsLetterOrDigit(c)
            || char.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark;

    private static int AddPlain(char c, Span<char> plain)
    {
        if (char.IsAscii(c))
        {
            plain[0] = char.ToLowerInvariant(c);
            return 1;
        }

        var lower = char.ToLowerInvariant(c);
        if (lower == 'ß')
        {
            (plain[0], plain[1]) = ('s', 's');
            return 2;
        }

        if (char.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark)
            return 0;
        plain[0] = char.IsDigit(c) ? (char)('0' + CharUnicodeInfo.GetDecimalDigitValue(c)) : LatinLetters.Base(lower);
        return 1;
    }
}
