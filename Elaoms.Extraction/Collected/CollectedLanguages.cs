using System.Collections.Frozen;
using Elaoms.Core.Search.Parts;
using Elaoms.Core.Text.Languages;

namespace Elaoms.Extraction.Collected;

/// <summary>The words for collected values in all languages: values are often in English whatever the caller speaks.</summary>
internal sealed class CollectedLanguages
{
    // In a short call a language can't be told by its stop words, and all are cheap.
    private const int ShortCall = 2000;

    private static readonly Lazy<CollectedLanguages> Read = new(() => new CollectedLanguages(LanguageSet.BuiltIn));

    private readonly LanguageSet _languages;

    public CollectedLanguages(LanguageSet languages)
    {
        _languages = languages;
        All = [.. languages.Spoken.Select(language => new CollectedWords(this, languages, language))];
        (Negations, PlainNo) = (Words("collected: negations"), Words("collected: plain no"));
        OrdinalEndings = Words("collected: ordinal endings");
        Allergies = [.. languages.Spoken.SelectMany(language => language.Words("collected: allergies"))];
    }

    /// <summary>Those of the languages that are built in.</summary>
    public static CollectedLanguages BuiltIn => Read.Value;

    /// <summary>All languages, the default first.</summary>
    public IReadOnlyList<CollectedWords> All { get; }

    /// <summary>What says in any language that something is not so: a value must not be found in one in which nobody denied it.</summary>
    public FrozenSet<string> Negations { get; }

    /// <summary>A value that is a no.</summary>
    public FrozenSet<string> PlainNo { get; }

    /// <summary>What stands after the digits of a number: 4th.</summary>
    public FrozenSet<string> OrdinalEndings { get; }

    /// <summary>How words about allergies begin.</summary>
    public IReadOnlyList<string> Allergies { get; }

    /// <summary>The languages in which something may be said in a call.</summary>
    public IReadOnlyList<CollectedWords> Of(IReadOnlyList<string> texts)
    {
        if (texts.Sum(text => text.Length) < ShortCall)
            return All;
        var beside = LanguageCounts.Of(texts, _languages).Beside(_languages);
        return [.. All.Where((words, at) => at == 0 || words.Language == beside)];
    }

    private FrozenSet<string> Words(string section)
        => _languages.Spoken.SelectMany(language => language.Words(section)).ToFrozenSet(StringComparer.Ordinal);
}
