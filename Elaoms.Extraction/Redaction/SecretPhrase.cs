using System.Buffers;
using System.Runtime.InteropServices;
using Elaoms.Extraction.Redaction.Tokens;

namespace Elaoms.Extraction.Redaction;

/// <summary>Reads how far a password or another secret in words goes: a word or a few, then digits, letters and signs as long as they
/// are spelled.</summary>
/// <param name="tokens">The text.</param>
/// <param name="languages">The languages in which it was asked for or named.</param>
internal sealed class SecretPhrase(TokenizedText tokens, uint languages)
{
    private const int MaxFillers = 3;
    private const int MaxWords = 5;
    private const int MaxParts = 60;
    private const int MaxLastPart = 5;

    private static readonly SearchValues<char> Signs = SearchValues.Create(".,;:!?");

    /// <summary>Reads one from a word on.</summary>
    /// <param name="token">The word.</param>
    /// <param name="first">Where it begins, fillers left out.</param>
    /// <param name="end">The word after it.</param>
    /// <returns>Whether there is one.</returns>
    public bool Read(int token, out int first, out int end)
    {
        // "My password is, um, …"
        for (var i = 0; i < MaxFillers && token < tokens.Count && !IsNoValue(token); i++)
            token = tokens.End(VocabularySection.NumberFillers, token);
        (first, end) = (token, End(token));
        return end > first;
    }

    /// <summary>Whether what stands there is said in the place of a password and is none.</summary>
    public bool IsNoValue(int token)
    {
        if (Has(VocabularySection.NoValue, token))
            return true;
        var end = tokens.End(VocabularySection.NoValueAlone, token, languages);
        return end > token
            && (end == tokens.Count || tokens.Gap(end).ContainsAny(Signs) || Has(VocabularySection.ValueStops, end)
            || Has(VocabularySection.Conjunctions, end)
                || Has(VocabularySection.NoValue, end));
    }

    private int End(int first)
    {
        if (first >= tokens.Count || tokens[first].IsMark || (IsNoValue(first) && !tokens.HasDigitInChunk(first)))
            return first;
        if (IsCount(first))
            return first;

        var isSpelled = false;
        var words = 0;
        var token = first;
        for (var part = 0; part < MaxParts && token < tokens.Count && !tokens[token].IsMark; part++)
        {
            var isApart = token > first && tokens.Gap(token).ContainsAny(Signs);
            var isNumber = NumberReader.Read(tokens, token, out var end) is not null;
            var isLetter = tokens[token].IsLetter && tokens.EndOfChunk(token) == token && (!isApart || isSpelled);
            if (isNumber || (isLetter && (isSpelled || token == first || IsSpelledOn(token))))
            {
                end = isNumber ? end : token + 1;
            }
            else if (tokens.End(VocabularySection.Spelling, token, languages) is var sign && sign > token
                && (!isApart || isSpelled || sign < tokens.Count))
            {
                isSpelled = true;
                token = sign;
                continue;
            }
            else if (isSpelled && tokens.End(VocabularySection.SpellingWith, token, languages) is var with && with > token)
            {
                token = Math.Min(with + 1, tokens.Count);
                continue;
            }
            else if (isSpelled && IsLastPart(token, isApart))
            {
                token++;
                break;
            }
            else if (token > first && (isApart || isSpelled || words >= MaxWords || Has(VocabularySection.ValueStops, token)))
            {
                break;
            }
            else
            {
                words += tokens.HasDigitInChunk(token) ? MaxWords : 1;
                token = tokens.EndOfChunk(token) + 1;
                continue;
            }

            isSpelled |= token == first || isLetter;
            token = end;
        }

        return token;
    }

    // "9 days", but not "9 euro 9".
    private bool IsCount(int token)
        => NumberReader.Read(tokens, token, out var counted) is not null
            && tokens.End(VocabularySection.Quantities, counted) is var end && end > counted
            && NumberReader.Read(tokens, end, out _) is null;

    // "82482 fghg": what is no word, at the end of what is said.
    private bool IsLastPart(int token, bool isApart)
        => !isApart && tokens[token] is { WordId: 0, Length: <= MaxLastPart, IsMark: false }
            && (token + 1 == tokens.Count || tokens.Gap(token + 1).ContainsAny(Signs));

    private bool IsSpelledOn(int token)
        => token + 1 < tokens.Count
            && (tokens[token + 1].IsLetter || tokens[token + 1].IsNumeral || Has(VocabularySection.Spelling, token + 1)
            || Has(VocabularySection.SpellingWith, token + 1));

    private bool Has(VocabularySection section, int token) => tokens.Has(section, token, languages);
}

/// <summary>A secret in words.</summary>
/// <param name="Kind">What named it or asked for it.</param>
/// <param name="FirstToken">Its first word.</param>
/// <param name="EndToken">The word after its last.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SecretWords(SecretCueKind Kind, int FirstToken, int EndToken);
