using System.Globalization;
using Elaoms.Core.Injection;
using Elaoms.Core.Records.Facts;
using Elaoms.Core.Text;

namespace Elaoms.Core.Records;

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
    public static (string Name, FactConfidence Confidence)? Of(CallerRecord record, IReadOnlyList<CurrentFact> facts)
    {
        var names = new[] { Value(facts, FactKinds.PreferredName), GivenName(record), Value(facts, FactKinds.Name) };
        foreach (var (name, confidence) in names.OfType<(string, FactConfidence)>())
        {
            if (IsName(name))
                return (name, confidence == FactConfidence.Confirmed && !IsSure(record.Facts) ? FactConfidence.Unsure : confidence);
        }

        return null;
    }

    /// <summary>What holds, with a name as unsure that something speaks against.</summary>
    public static IReadOnlyList<CurrentFact> Judged(IReadOnlyList<Fact> facts, IReadOnlyList<CurrentFact> current)
        => current.Any(IsConfirmedName) && !IsSure(facts)
            ? [.. current.Select(fact => IsConfirmedName(fact) ? fact with { Basis = FactBasis.SecondName } : fact)]
            : current;

    // Two people may share a line: a new name is sure once a second call has given it, and none is after an old one came back.
    private static bool IsSure(IReadOnlyList<Fact> facts)
    {
        var names = new List<(string Words, HashSet<string> Calls)>();
        // Callers say their names again and again.
        var known = new Dictionary<string, bool>(StringComparer.Ordinal);
        foreach (var fact in facts.Where(fact => FactKinds.Of(fact.Key) == FactKinds.Name && !fact.Ends && Counts(fact)))
        {
            var words = FactWords.BuiltIn.Of(FactForm.Name, fact.Value);
            if (names.Count > 0
                && (FactWords.AreSame(FactForm.Name, names[^1].Words, words)
                    || IsCorrected(facts, fact, names[^1].Words)
                    || IsMisheard(names[^1].Words, words)))
            {
                names[^1].Calls.Add(fact.Source.ConversationId);
                if (words.Length > names[^1].Words.Length)
                    names[^1] = (words, names[^1].Calls);
            }
            else
            {
                names.Add((words, [fact.Source.ConversationId]));
            }
        }

        return names.Count < 2 || (names.Count == 2 && names[1].Calls.Count > 1);

        bool Counts(Fact fact)
        {
            if (!known.TryGetValue(fact.Value, out var isName))
                known[fact.Value] = isName = IsName(fact.Value);
            return isName && fact.Confidence != FactConfidence.Unconfirmed && MayBeOf(fact.Value, fact.Source);
        }
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
    /// Whether a value from this source may be a name. In a script without rules, only the platform's collected data counts.
    /// </summary>
    public static bool MayBeOf(string name, FactSource source) => source.Kind == FactSource.DataCollection || LatinLetters.AreAll(name);

    private static (string, FactConfidence)? Value(IReadOnlyList<CurrentFact> facts, FactKind kind)
        => facts.Where(fact => fact.Kind == kind && fact.Confidence != FactConfidence.Unconfirmed)
            .MaxBy(fact => fact.Confidence) is { } fact && MayBeOf(fact.Value, fact.Source)
            ? (fact.Value.Trim(), fact.Confidence)
            : null;

    private static (string, FactConfidence)? GivenName(CallerRecord record)
        => record.Facts.LastOrDefault(IsGivenName) is { } fact && MayBeOf(fact.Value, fact.Source)
            ? (fact.Value.Trim(), fact.Confidence)
            : null;

    private static bool IsGivenName(Fact fact)
        => fact.ValidTo is null && fact.Confidence != FactConfidence.Unconfirmed && GivenNameKeys.Contains(fact.Key);

    private static bool IsConfirmedName(CurrentFact fact) => fact.Kind == FactKinds.Name && fact.Confidence == FactConfidence.Confirmed;

    // Letters of two alphabets in one name are there to deceive.
    private static bool IsOfOneScript(string text)
        => LatinLetters.AreAll(text) || (LatinLetters.AreNone(text) && (!HasUnspacedScript(text) || text.Length <= MaxUnspacedLength));

    // Han, kana, Hangul, Thai, Lao, Khmer, Burmese.
    private static bool HasUnspacedScript(string text)
        => text.AsSpan().ContainsAnyInRange('\u3040', '\u9FFF')
            || text.AsSpan().ContainsAnyInRange('\uAC00', '\uD7AF')
            || text.AsSpan().ContainsAnyInRange('\u1000', '\u109F')
            || text.AsSpan().ContainsAnyInRange('\u1780', '\u17FF');

    private static bool IsCorrected(IReadOnlyList<Fact> facts, Fact fact, string former)
        => facts.Any(
            other => other.Ends
                && FactKinds.Of(other.Key) == FactKinds.Name
                && other.Source.ConversationId == fact.Source.ConversationId
                && FactWords.IsAbout(FactForm.Name, former, FactWords.BuiltIn.Of(FactForm.Name, other.Value)));

    // What a transcriber hears of one name differs by a letter or two.
    private static bool IsMisheard(string one, string other)
        => one[1] == other[1] && EditDistance.Between(one, other) <= Math.Min(2, Math.Min(one.Length, other.Length) / 3);

    private static bool IsPartOfName(int rune, UnicodeCategory category) => category switch
    {
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
            or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.NonSpacingMark
            or UnicodeCategory.SpacingCombiningMark => true,
        _ => rune is ' ' or '-' or '\'' or '.' or '’' or '·',
    };
}
