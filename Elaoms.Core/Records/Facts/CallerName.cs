using System.Globalization;
using Elaoms.Core.Injection;
using Elaoms.Core.Text;

namespace Elaoms.Core.Records.Facts;

/// <summary>
/// Finds the name to address a caller by. It is spoken at the start of the next call, so anything that does not look like a name is
/// ignored: placeholders, digits, braces, more than four words, instructions. In scripts for which <c>Elaoms.Extraction</c> has no rules, a
/// name counts only if the platform's analysis collected it: whole sentences were taken for names there.
/// </summary>
internal static class CallerName
{
    /// <summary>The most characters of a name.</summary>
    public const int MaxLength = 40;

    private const int MaxWords = 4;

    // Where no blanks part the words, a longer name is a sentence.
    private const int MaxUnspacedLength = 12;

    private static readonly string[] GivenNameKeys = ["first_name", "given_name", "firstname"];

    /// <summary>The name and its confidence; null when none is known. An unconfirmed name is not used to address anybody.</summary>
    public static (string Name, FactConfidence Confidence)? Of(KnownFacts facts)
    {
        var names = new[] { Value(facts, FactKinds.PreferredName), GivenName(facts), Value(facts, FactKinds.Name) };
        foreach (var (name, confidence) in names.OfType<(string, FactConfidence)>())
        {
            if (IsName(name))
                return (name, confidence == FactConfidence.Confirmed && !facts.IsNameSure ? FactConfidence.Unsure : confidence);
        }

        return null;
    }

    /// <summary>Whether a text can be a name.</summary>
    public static bool IsName(string? text)
        => text is { Length: <= MaxLength }
            && !Placeholder.Is(text)
            && text.Any(char.IsLetter)
            && text.EnumerateRunes().All(rune => IsPartOfName(rune.Value, CharUnicodeInfo.GetUnicodeCategory(rune.Value)))
            && text.AsSpan().Count(' ') < MaxWords
            && IsOfOneScript(text)
            && !PromptInjection.BuiltIn.IsInName(text);

    /// <summary>
    /// Whether a value from this source may be a name. In a script without rules, only the platform's collected data and operators count.
    /// </summary>
    public static bool MayBeOf(string name, FactSource source)
        => source.Kind is FactSource.DataCollection or FactSource.Operator || LatinLetters.AreAll(name);

    private static (string, FactConfidence)? Value(KnownFacts facts, FactKind kind)
        => facts.Current.Where(fact => fact.Kind == kind && fact.Confidence != FactConfidence.Unconfirmed)
            .MaxBy(fact => fact.Confidence) is { } fact && MayBeOf(fact.Value, fact.Source)
            ? (fact.Value.Trim(), fact.Confidence)
            : null;

    private static (string, FactConfidence)? GivenName(KnownFacts facts)
        => facts.Held.LastOrDefault(fact => fact.Confidence != FactConfidence.Unconfirmed && GivenNameKeys.Contains(fact.Key)) is { } fact
            && MayBeOf(fact.Value, fact.Source)
            ? (fact.Value.Trim(), fact.Confidence)
            : null;

    // Letters of two alphabets in one name are there to deceive.
    private static bool IsOfOneScript(string text)
        => LatinLetters.AreAll(text) || (LatinLetters.AreNone(text) && (!HasUnspacedScript(text) || text.Length <= MaxUnspacedLength));

    // Han, kana, Hangul, Thai, Lao, Khmer, Burmese.
    private static bool HasUnspacedScript(string text)
        => text.AsSpan().ContainsAnyInRange('\u3040', '\u9FFF')
            || text.AsSpan().ContainsAnyInRange('\uAC00', '\uD7AF')
            || text.AsSpan().ContainsAnyInRange('\u1000', '\u109F')
            || text.AsSpan().ContainsAnyInRange('\u1780', '\u17FF');

    private static bool IsPartOfName(int rune, UnicodeCategory category) => category switch
    {
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
            or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.NonSpacingMark
            or UnicodeCategory.SpacingCombiningMark => true,
        _ => rune is ' ' or '-' or '\'' or '.' or '’' or '·',
    };
}
