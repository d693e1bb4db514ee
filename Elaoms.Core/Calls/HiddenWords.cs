using System.Collections.Frozen;
using Elaoms.Core.Text.Languages;

namespace Elaoms.Core.Calls;

/// <summary>
/// The words by which carriers, exchanges and programs say that there is no caller to name. A text of nothing else is hidden: <c>Unknown
/// Caller</c>, <c>numéro non disponible</c>, <c>N/A</c>. A single other word makes it a name: <c>unknown-77</c>, <c>Private Bank</c>.
/// </summary>
internal sealed class HiddenWords
{
    private static readonly Lazy<HiddenWords> Read = new(() => new HiddenWords(LanguageSet.BuiltIn));

    private readonly FrozenSet<string> _hiding;
    private readonly FrozenSet<string> _negations;
    private readonly FrozenSet<string> _neutral;
    private readonly FrozenSet<string> _phrases;

    /// <summary>
    /// Reads the words of all languages. A hiding word hides; a negation hides together with a neutral word; neutral words alone hide
    /// nothing.
    /// </summary>
    public HiddenWords(LanguageSet languages)
    {
        (_hiding, _negations, _neutral, _phrases) = (All("hiding"), All("negations"), All("neutral"), All("phrases"));

        FrozenSet<string> All(string section) => languages.All
            .SelectMany(language => language.Phrases($"hidden caller: {section}"))
            .Select(phrase => string.Join(' ', HiddenCaller.Words(phrase)))
            .ToFrozenSet(StringComparer.Ordinal);
    }

    /// <summary>Those of the languages that are built in.</summary>
    public static HiddenWords BuiltIn => Read.Value;

    /// <summary>Whether words, as <see cref="HiddenCaller.Words"/> gives them, name nobody.</summary>
    public bool Hide(IReadOnlyList<string> words)
    {
        var (hides, denies, isNeutral) = (false, false, false);
        foreach (var word in words)
        {
            if (_hiding.Contains(word))
                hides = true;
            else if (_negations.Contains(word))
                denies = true;
            else if (_neutral.Contains(word))
                isNeutral = true;
            else
                return _phrases.Contains(string.Join(' ', words));
        }

        return hides || (denies && isNeutral) || _phrases.Contains(string.Join(' ', words));
    }
}
