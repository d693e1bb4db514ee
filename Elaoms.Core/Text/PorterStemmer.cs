namespace Elaoms.Core.Text;

/// <summary>
/// The Porter stemmer for English. Words with letters outside a to z stay as they are.
/// Source: An algorithm for suffix stripping, Program 14(3), 1980 (https://tartarus.org/martin/PorterStemmer/)
/// </summary>
internal static class PorterStemmer
{
    private const int MinLength = 3;

    private static readonly (string Suffix, string Replacement)[] Step2 =
    [
        ("ational", "ate"), ("tional", "tion"), ("enci", "ence"), ("anci", "ance"), ("izer", "ize"), ("abli", "able"), ("alli", "al"),
        ("entli", "ent"), ("eli", "e"), ("ousli", "ous"), ("ization", "ize"), ("ation", "ate"), ("ator", "ate"), ("alism", "al"),
        ("iveness", "ive"), ("fulness", "ful"), ("ousness", "ous"), ("aliti", "al"), ("iviti", "ive"), ("biliti", "ble"),
    ];

    private static readonly (string Suffix, string Replacement)[] Step3 =
    [
        ("icate", "ic"), ("ative", ""), ("alize", "al"), ("iciti", "ic"), ("ical", "ic"), ("ful", ""), ("ness", ""),
    ];

    private static readonly string[] Step4 =
    [
        "al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "ion", "ou", "ism", "ate", "iti", "ous", "ive",
        "ize",
    ];

    /// <summary>The stem of a word in lower case.</summary>
    public static string Stem(string word)
    {
        if (word.Length < MinLength || word.AsSpan().ContainsAnyExceptInRange('a', 'z'))
            return word;

        word = Plural(word);
        word = PastAndGerund(word);
        if (word[^1] == 'y' && HasVowel(word.AsSpan(0, word.Length - 1)))
            word = word[..^1] + "i";
        word = ReplaceLongest(word, Step2);
        word = ReplaceLongest(word, Step3);
        word = DropResidue(word);
        return Tidy(word);
    }

    private static string Plural(string word)
    {
        if (word.EndsWith("sses", StringComparison.Ordinal) || word.EndsWith("ies", StringComparison.Ordinal))
            return word[..^2];
        return word.EndsWith('s') && !word.EndsWith("ss", StringComparison.Ordinal) ? word[..^1] : word;
    }

    private static string PastAndGerund(string word)
    {
        if (word.EndsWith("eed", StringComparison.Ordinal))
            return Measure(word.AsSpan(0, word.Length - 3)) > 0 ? word[..^1] : word;

        var length = word.EndsWith("ed", StringComparison.Ordinal) ? 2 : word.EndsWith("ing", StringComparison.Ordinal) ? 3 : 0;
        if (length == 0 || !HasVowel(word.AsSpan(0, word.Length - length)))
            return word;

        word = word[..^length];
        if (word.EndsWith("at", StringComparison.Ordinal)
            || word.EndsWith("bl", StringComparison.Ordinal)
            || word.EndsWith("iz", StringComparison.Ordinal))
            return word + "e";
        if (EndsInDoubleConsonant(word) && word[^1] is not ('l' or 's' or 'z'))
            return word[..^1];
        return Measure(word) == 1 && EndsInShortSyllable(word) ? word + "e" : word;
    }

    private static string ReplaceLongest(string word, (string Suffix, string Replacement)[] rules)
    {
        var best = default((string Suffix, string Replacement));
        foreach (var rule in rules)
        {
            if (rule.Suffix.Length > (best.Suffix?.Length ?? 0) && word.EndsWith(rule.Suffix, StringComparison.Ordinal))
                best = rule;
        }

        if (best.Suffix is null)
            return word;
        var stem = word[..^best.Suffix.Length];
        return Measure(stem) > 0 ? stem + best.Replacement : word;
    }

    private static string DropResidue(string word)
    {
        var suffix = Step4.Where(ending => word.EndsWith(ending, StringComparison.Ordinal)).MaxBy(ending => ending.Length);
        if (suffix is null)
            return word;
        var stem = word[..^suffix.Length];
        return Measure(stem) > 1 && (suffix != "ion" || stem[^1] is 's' or 't') ? stem : word;
    }

    private static string Tidy(string word)
    {
        if (word[^1] == 'e')
        {
            var stem = word[..^1];
            var measure = Measure(stem);
            if (measure > 1 || measure == 1 && !EndsInShortSyllable(stem))
                word = stem;
        }

        return word.EndsWith("ll", StringComparison.Ordinal) && Measure(word) > 1 ? word[..^1] : word;
    }

    /// <summary>How many times a vowel is followed by a consonant.</summary>
    private static int Measure(ReadOnlySpan<char> stem)
    {
        var measure = 0;
        for (var i = 1; i < stem.Length; i++)
        {
            if (IsConsonant(stem, i) && !IsConsonant(stem, i - 1))
                measure++;
        }

        return measure;
    }

    private static bool HasVowel(ReadOnlySpan<char> stem)
    {
        for (var i = 0; i < stem.Length; i++)
        {
            if (!IsConsonant(stem, i))
                return true;
        }

        return false;
    }

    private static bool EndsInDoubleConsonant(string word) => word.Length > 1 && word[^1] == word[^2] && IsConsonant(word, word.Length - 1);

    private static bool EndsInShortSyllable(string word)
        => word.Length > 2
            && IsConsonant(word, word.Length - 3)
            && !IsConsonant(word, word.Length - 2)
            && IsConsonant(word, word.Length - 1)
            && word[^1] is not ('w' or 'x' or 'y');

    private static bool IsConsonant(ReadOnlySpan<char> word, int at) => word[at] switch
    {
        'a' or 'e' or 'i' or 'o' or 'u' => false,
        'y' => at == 0 || !IsConsonant(word, at - 1),
        _ => true,
    };
}
