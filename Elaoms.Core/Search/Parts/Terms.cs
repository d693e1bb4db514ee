using System.Collections.Frozen;
using Elaoms.Core.Text;
using Elaoms.Core.Text.Languages;

namespace Elaoms.Core.Search.Parts;

/// <summary>Turns words into search terms: drops common words, replaces irregular forms by their base form, and removes endings.</summary>
/// <param name="languages">All languages.</param>
/// <param name="beside">The language that is spoken beside English; null when there is none.</param>
internal sealed class Terms(LanguageSet languages, Language? beside)
{
    /// <summary>The most terms of a query that count.</summary>
    public const int MaxQueryTerms = 64;

    private const int LeastStem = 3;

    /// <summary>The languages, the default first.</summary>
    public Language[] Languages { get; } = beside is null ? [languages.Default] : [languages.Default, beside];

    /// <summary>What names the call before this one, the longest first.</summary>
    public IReadOnlyList<string[]> LastCall => field ??= LongestFirst(language => language.LastCall);

    /// <summary>Phrases that ask and are not asked for, the longest first.</summary>
    public IReadOnlyList<string[]> Wrappers => field ??= LongestFirst(language => language.Wrappers);

    /// <summary>Whether a list of one of the languages has a word.</summary>
    public bool Has(Func<Language, FrozenSet<string>> list, string word)
    {
        foreach (var language in Languages)
        {
            if (list(language).Contains(word))
                return true;
        }

        return false;
    }

    /// <summary>The term of a word in lower case; null when the word is a common one.</summary>
    public string? Of(string word)
    {
        foreach (var language in Languages)
        {
            if (language.StopWords.Contains(word))
                return null;
        }

        foreach (var language in Languages)
        {
            if (language.BaseForms.TryGetValue(word, out var basic))
                word = basic;
        }

        return beside is { Endings.Length: > 0 } ? WithoutEnding(word, beside.Endings) : PorterStemmer.Stem(word);
    }

    /// <summary>The terms of a text, in order, with repetitions.</summary>
    public List<string> In(string text, int max)
    {
        var terms = new List<string>();
        var reader = new WordReader(text, stackalloc char[WordReader.MaxLength]);
        while (terms.Count < max && reader.Next())
        {
            if (Of(reader.Word.ToString()) is { } term)
                terms.Add(term);
        }

        return terms;
    }

    private string[][] LongestFirst(Func<Language, string[][]> phrases)
        => [.. Languages.SelectMany(phrases).OrderByDescending(phrase => phrase.Length)];

    private static string WithoutEnding(string word, string[] endings)
    {
        foreach (var ending in endings)
        {
            if (word.Length >= ending.Length + LeastStem && word.EndsWith(ending, StringComparison.Ordinal))
                return word[..^ending.Length];
        }

        return word;
    }
}
