using System.Buffers;
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
        // A letter becomes two at most.
        var (plain, word) = (ArrayPool<char>.Shared.Rent(2 * text.Length), ArrayPool<char>.Shared.Rent(2 * text.Length));
        var (length, sentence) = (0, 0);
        for (var from = 0; from < text.Length;)
        {
            var mark = NextMark(text, from, out var markEnd);
            var reader = new WordReader(text.AsSpan(from, mark - from), word, WordOptions.AsciiDigits | WordOptions.SharpSAsTwo);
            while (reader.Next())
                Add(from + reader.Start, from + reader.End, reader.Word, isMark: false);
            if (mark < text.Length)
                Add(mark, markEnd, "[", isMark: true);
            from = markEnd;
        }

        var kept = plain[..length];
        ArrayPool<char>.Shared.Return(plain);
        ArrayPool<char>.Shared.Return(word);
        return new TokenizedText(text, [.. tokens], kept, vocabulary) { IsInCapitals = isInCapitals };

        void Add(int start, int end, ReadOnlySpan<char> form, bool isMark)
        {
            if (tokens is [.., var last] && EndsSentence(text.AsSpan(last.End, start - last.End)))
                sentence++;
            var sections = 0ul;
            // "16 digits" begins with a numeral.
            var id = isMark ? 0 : vocabulary.WordId(form, out sections);
            form.CopyTo(plain.AsSpan(length));
            tokens.Add(new Token(start, end, length, length + form.Length, id, sections, Digits(form), sentence, isMark));
            length += form.Length;
        }
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

    private static int NextMark(string text, int from, out int end)
    {
        for (var at = text.IndexOf('[', from); at >= 0; at = text.IndexOf('[', at + 1))
        {
            if (RedactionMarks.At(text, at) is { } mark)
            {
                end = at + mark.Length;
                return at;
            }
        }

        return end = text.Length;
    }

    private static int Digits(ReadOnlySpan<char> word)
    {
        var digits = 0;
        foreach (var c in word)
            digits += char.IsAsciiDigit(c) ? 1 : 0;
        return digits;
    }
}
