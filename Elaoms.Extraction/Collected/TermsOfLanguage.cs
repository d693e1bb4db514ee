namespace Elaoms.Extraction.Collected;

/// <summary>What words are compared by in a language, each worked out once in a call.</summary>
/// <param name="language">The language.</param>
internal sealed class TermsOfLanguage(CollectedWords language)
{
    private readonly Dictionary<string, string?> _terms = new(StringComparer.Ordinal);

    /// <summary>The language.</summary>
    public CollectedWords Language => language;

    /// <summary>What a word is compared by; null when it is too common to tell anything.</summary>
    public string? Of(string word)
    {
        if (!_terms.TryGetValue(word, out var term))
            _terms[word] = term = language.Terms.Of(word);
        return term;
    }
}
