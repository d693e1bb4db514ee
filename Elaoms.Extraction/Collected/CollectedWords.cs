using System.Collections.Frozen;
using Elaoms.Core.Search.Parts;
using Elaoms.Core.Text.Languages;

namespace Elaoms.Extraction.Collected;

/// <summary>The words of a language that are needed to compare a collected value with what was said.</summary>
internal sealed class CollectedWords
{
    public CollectedWords(CollectedLanguages all, LanguageSet languages, Language language)
    {
        (All, Language) = (all, language);
        (Terms, Months) = (new Terms(languages, language == languages.Default ? null : language), language.Months);
        Tens = Language.Plain(language.Numbers("tens").Concat(language.Numbers("collected: tens")));
        Numbers = Language.Plain(
            language.Numbers("numbers").Concat(language.Numbers("ordinals")).Concat(language.Numbers("collected: numbers"))
                .Concat(Compounds(language)));
        Hundreds = [.. Language.Plain(language.Numbers("hundreds")).Keys];
        Thousands = [.. Language.Plain(language.Numbers("thousands")).Keys];
        Ands = language.Words("collected: links");
        (Zeros, Ones) = (language.Words("collected: zeros"), language.Words("collected: ones"));
        Repeats = Language.Plain(language.Numbers("repeats"));
        (Yes, No) = (language.Words("collected: yes"), language.Words("collected: no"));
        PlainYes = language.Words("collected: plain yes");
        Narration = language.Words("collected: narration");
        Channels = Language.Plain(language.Meanings("collected: channels"));
        LanguageNames = Language.Plain(language.Meanings("language names"));
    }

    /// <summary>Those of all languages.</summary>
    public CollectedLanguages All { get; }

    /// <summary>The language.</summary>
    public Language Language { get; }

    /// <summary>What a word is compared by.</summary>
    public Terms Terms { get; }

    /// <summary>The months, 1 to 12.</summary>
    public FrozenDictionary<string, int> Months { get; }

    /// <summary>Numbers in one word, or two with a blank.</summary>
    public FrozenDictionary<string, int> Numbers { get; }

    /// <summary>Numbers that another follows: twenty one.</summary>
    public FrozenDictionary<string, int> Tens { get; }

    /// <summary>What multiplies by a hundred.</summary>
    public FrozenSet<string> Hundreds { get; }

    /// <summary>What multiplies by a thousand.</summary>
    public FrozenSet<string> Thousands { get; }

    /// <summary>What stands between tens and ones.</summary>
    public FrozenSet<string> Ands { get; }

    /// <summary>What is a zero beside other digits only.</summary>
    public FrozenSet<string> Zeros { get; }

    /// <summary>What is a one beside other digits only, and an article elsewhere.</summary>
    public FrozenSet<string> Ones { get; }

    /// <summary>What says that the next digit comes several times.</summary>
    public FrozenDictionary<string, int> Repeats { get; }

    /// <summary>What a yes begins with.</summary>
    public FrozenSet<string> Yes { get; }

    /// <summary>What a no begins with.</summary>
    public FrozenSet<string> No { get; }

    /// <summary>A value that is a yes.</summary>
    public FrozenSet<string> PlainYes { get; }

    /// <summary>Words with which an analysis tells what a caller said, and which callers need not say.</summary>
    public FrozenSet<string> Narration { get; }

    /// <summary>Ways of contact, as facts spell them.</summary>
    public FrozenDictionary<string, string> Channels { get; }

    /// <summary>Languages, as ISO 639-1 codes.</summary>
    public FrozenDictionary<string, string> LanguageNames { get; }

    // "einundzwanzig" is one word, and so is "einundzwanzigste".
    private static IEnumerable<KeyValuePair<string, int>> Compounds(Language language)
        => from joined in language.Phrases("joined numbers")
           where !joined.Contains(' ', StringComparison.Ordinal)
           from unit in language.Numbers("number stems").Concat(language.Numbers("numbers"))
           where unit.Value is > 0 and < 10
           from ten in language.Numbers("tens")
           from ending in language.Phrases("collected: compound endings").Prepend("")
           select KeyValuePair.Create(
               joined.Replace("{unit}", unit.Key, StringComparison.Ordinal).Replace("{ten}", ten.Key, StringComparison.Ordinal) + ending,
               ten.Value + unit.Value);
}

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
