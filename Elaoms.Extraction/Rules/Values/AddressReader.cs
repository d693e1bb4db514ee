using System.Buffers;
namespace Elaoms.Extraction.Rules.Values;

/// <summary>Reads a postal address from its first word to the next subject, across full stops where more of it follows.</summary>
internal static class AddressReader
{
    private static readonly SearchValues<char> PhoneLetters = SearchValues.Create("+0123456789-");

    private const int MaxWords = 24;

    /// <summary>The address that begins at a word.</summary>
    /// <param name="text">What was said.</param>
    /// <param name="word">The first word.</param>
    /// <param name="wasAsked">Whether the turn answers a question for it. Otherwise the address must have a number and a word for
    /// a street.</param>
    /// <param name="language">The language.</param>
    public static FoundValue? Read(SpokenText text, int word, bool wasAsked, LanguageRules language)
    {
        while (word < text.Words.Count && IsPhone(text.LowerOf(text.Words[word])))
            word++;
        word = AfterName(text, word, language);
        var (end, hasNumber, hasStreet, others) = (word, false, false, 0);
        for (; end < text.Words.Count && end < word + MaxWords; end++)
        {
            if (end > word && IsBreak(text, end, language))
                break;
            var said = text.LowerOf(text.Words[end]);
            // "621 425 7829, address 200 Sunrise Mall"
            if (language.Has("address_words", said))
            {
                (word, hasNumber, hasStreet, others) = (end + 1, false, false, 0);
                continue;
            }

            if (language.Has("address_stops", said) || said.Contains('@') || IsPhone(said))
                break;
            // "… Terrace in Hove and the meter is broken": something else begins.
            if (end > word && language.Has("and", said) && end + 1 < text.Words.Count
                && language.Has("no_names", text.LowerOf(text.Words[end + 1])))
                break;
            hasNumber |= said.ContainsAnyInRange('0', '9') || language.Numbers.Number(text, end) is not null;
            hasStreet |= IsStreet(said, language);
            others += said.Length > 2 && !language.Has("address_links", said) && language.Numbers.Number(text, end) is null
                && !said.ContainsAnyInRange('0', '9')
                ? 1
                : 0;
        }

        while (end > word && language.Has("address_links", text.LowerOf(text.Words[end - 1])))
            end--;
        if (end == word || others == 0)
            return null;
        if (!(hasNumber || (wasAsked && (hasStreet || others > 1))) || (!wasAsked && !hasStreet)
            || HasOtherWords(text, word, end, hasNumber && hasStreet, language))
            return null;
        var (start, last) = (text.Words[word].Start, text.Words[end - 1].End);
        return new FoundValue(text.Text[start..last].Replace(". ", ", ", StringComparison.Ordinal), start, last);
    }

    // "Rutherford Max 8292 Katherine Shore", "Kartik Prasad no 6420 4th Lane": a name before the number of the house is no part of it.
    private static int AfterName(SpokenText text, int word, LanguageRules language)
    {
        const int longestName = 3;
        var hasName = false;
        for (var at = word; at < text.Words.Count && at <= word + longestName; at++)
        {
            var said = text.LowerOf(text.Words[at]);
            if (char.IsAsciiDigit(said[0]))
                return hasName ? at : word;
            if (at > word && language.Has("house_number", said)
                && at + 1 < text.Words.Count && char.IsAsciiDigit(text.LowerOf(text.Words[at + 1])[0]))
                return at + 1;
            if (IsStreet(said, language))
                return word;
            hasName |= GivenNames.Has(said);
        }

        return word;
    }

    // "Is number one London Street. NW three six PQ." goes on after the full stop with a figure; so does what follows "St."
    private static bool IsBreak(SpokenText text, int word, LanguageRules language)
    {
        var between = text.Before(word);
        if (between.IndexOfAny("?!;:") >= 0)
            return true;
        if (!between.Contains('.'))
            return false;
        if (language.Has("abbreviations", text.LowerOf(text.Words[word - 1]))
            || IsStreet(text.LowerOf(text.Words[word - 1]), language) && !language.Has("no_names", text.LowerOf(text.Words[word])))
            return false;
        return !IsPostcode(text, word, language);
    }

    private static bool IsPostcode(SpokenText text, int word, LanguageRules language)
    {
        for (var i = word; i < Math.Min(text.Words.Count, word + 4); i++)
        {
            if (i > word && text.Before(i) is not " ")
                return false;
            if (text.LowerOf(text.Words[i]).ContainsAnyInRange('0', '9') || language.Numbers.Number(text, i) is not null)
                return !language.Has("no_names", text.LowerOf(text.Words[word]));
        }

        return false;
    }

    private static bool HasOtherWords(SpokenText text, int word, int end, bool isPlain, LanguageRules language)
    {
        for (var i = word; i < end; i++)
        {
            var said = text.LowerOf(text.Words[i]);
            if (language.Has("no_address", said)
                || (!isPlain && language.Has("no_names", said) && !language.Has("address_links", said) && !IsStreet(said, language)
                    && language.Numbers.Number(text, i) is null && !said.ContainsAnyInRange('0', '9')))
                return true;
        }

        return false;
    }

    private static bool IsPhone(ReadOnlySpan<char> said) => said.Length >= 10 && said.IndexOfAnyExcept(PhoneLetters) < 0;

    private static bool IsStreet(ReadOnlySpan<char> said, LanguageRules language)
    {
        if (language.Has("streets", said))
            return true;
        foreach (var ending in language.Words("street_endings"))
        {
            if (said.Length > ending.Length && said.EndsWith(ending, StringComparison.Ordinal))
                return true;
        }

        return false;
    }
}
