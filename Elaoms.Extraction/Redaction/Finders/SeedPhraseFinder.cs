using Elaoms.Extraction.Redaction.Tokens;

namespace Elaoms.Extraction.Redaction.Finders;

/// <summary>Finds the words that restore a wallet: twelve or more after what names them, some of them in answer to a question.</summary>
internal static class SeedPhraseFinder
{
    private const int MinWords = 11;
    private const int MinAsked = 3;
    private const int MaxWords = 48;
    private const int MaxWordLength = 8;
    private const int MinWordLength = 3;

    /// <summary>Adds those of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="asked">What was asked for before it.</param>
    /// <param name="found">Where to add.</param>
    public static void Add(AnalyzedText text, AskedSecrets? asked, List<SecretWords> found)
    {
        foreach (var cue in text.Cues)
        {
            if (cue.Kind != SecretCueKind.SeedPhrase)
                continue;
            if (Longest(text.Tokens, cue.EndToken) is var (first, end, words) && words >= MinWords)
                found.Add(new SecretWords(cue.Kind, first, end));
            break;
        }

        var isAsked = asked?.Items.Any(item => item.Kind == SecretCueKind.SeedPhrase) == true;
        if (!isAsked || found.Count > 0 || text.Cues.Count > 0)
            return;
        // Hardly a word beside the list.
        if (Longest(text.Tokens, 0) is var (start, close, count) && count >= MinAsked && count * 5 >= text.Tokens.Count * 4)
            found.Add(new SecretWords(SecretCueKind.SeedPhrase, start, close));
    }

    // The longest list of plain words, one after the other, numbered or not.
    private static (int First, int End, int Words) Longest(TokenizedText tokens, int from)
    {
        var longest = (First: from, End: from, Words: 0);
        for (var first = from; first < tokens.Count;)
        {
            var (token, end, words, wasSpoken) = (first, first, 0, false);
            for (; token < tokens.Count && words < MaxWords; token++)
            {
                // Such lists have a "just" or a "that" now and then, sentences have one beside the other.
                var isSpoken = IsSpoken(tokens, token);
                if (isSpoken && (words == 0 || wasSpoken))
                    break;
                wasSpoken = isSpoken;
                if (tokens[token] is { Digits: 0, IsMark: false, Length: >= MinWordLength and <= MaxWordLength })
                    (words, end) = (words + 1, token + 1);
                else if (words == 0 || (tokens[token].Digits == 0 && !tokens.Has(VocabularySection.NumberFillers, token)))
                    break;
            }

            if (words > longest.Words)
                longest = (first, end, words);
            first = Math.Max(token, first + 1);
        }

        return longest;
    }

    // Words of sentences, which such lists have few of.
    private static bool IsSpoken(TokenizedText tokens, int token)
        => tokens.Has(VocabularySection.ValueStops, token) || tokens.Has(VocabularySection.NoValue, token)
            || tokens.Has(VocabularySection.AnswerOpeners, token)
            || tokens.Has(VocabularySection.Is, token) || tokens.Has(VocabularySection.Cues, token)
            || tokens.Has(VocabularySection.Refusals, token);
}
