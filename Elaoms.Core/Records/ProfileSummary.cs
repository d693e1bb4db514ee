using System.Text;
using Elaoms.Core.Injection;
using Elaoms.Core.Records.Facts;
using Elaoms.Core.Text;

namespace Elaoms.Core.Records;

/// <summary>
/// Says in a few plain sentences what holds about a caller: what is still to be done, what they are like, what else the platform collected,
/// and what only the platform's analysis says.
/// </summary>
internal static class ProfileSummary
{
    private const int MaxLength = ProfileBuilder.MaxSummaryLength;

    private static readonly FactKind[] Unsaid =
    [
        FactKinds.Name, FactKinds.FamilyName, FactKinds.PreferredName, FactKinds.Email, FactKinds.Phone, FactKinds.Address,
            FactKinds.OpenRequest,
        FactKinds.Promise,
    ];

    // More do not fit into the length that they are cut to.
    private const int MaxOpenRequests = 40;

    // One group must not use up the room of those after it.
    private const int MaxOpenLength = 140;
    private const int MaxOfKind = 150;

    public static string Of(IReadOnlyList<CurrentFact> facts)
    {
        var summary = new StringBuilder(MaxLength);
        AddSentence(summary, MaxOpenLength, "Still open: ", "; ", "; ", Open(facts), PromptInjection.BuiltIn.IsIn);
        AddSentence(summary, MaxLength, "The caller ", ", ", " and ", Traits(facts), PromptInjection.BuiltIn.IsIn);
        AddSentence(summary, MaxLength, "", "; ", "; ", Labelled(facts), PromptInjection.BuiltIn.ClaimsAuthority);
        AddSentence(summary, MaxLength, FactText.Unconfirmed(""), "; ", "; ", Unconfirmed(facts), PromptInjection.BuiltIn.ClaimsAuthority);
        return summary.ToString();
    }

    public static string OpenRequests(IReadOnlyList<CurrentFact> facts)
        => string.Join("; ", Open(facts).Where(request => !PromptInjection.BuiltIn.IsIn(request.Value)).Take(MaxOpenRequests)
            .Select(request => request.Words));

    private static IEnumerable<(string Words, string Value)> Open(IReadOnlyList<CurrentFact> facts)
        => facts.Where(fact => fact.Kind == FactKinds.OpenRequest).Select(fact => (PlainText.OneLine(fact.Value) + Doubt(fact), fact.Value))
            .Concat(facts
                .Where(fact => fact.Kind == FactKinds.Promise)
                .Select(fact => ($"promised: {PlainText.OneLine(fact.Value)}{Doubt(fact)}", fact.Value)));

    private static string Doubt(CurrentFact fact) => fact.Confidence == FactConfidence.Unconfirmed ? " (unconfirmed)" : "";

    private static IEnumerable<(string Words, string Value)> Traits(IReadOnlyList<CurrentFact> facts)
        => Known(facts).Where(IsBelieved).Select(fact => (Words: FactText.Trait(fact.Key, fact.Value)!, fact.Value))
            .Where(trait => trait.Words is not null)
            .DistinctBy(trait => trait.Words, StringComparer.Ordinal)
            .GroupBy(trait => trait.Words.EndsWith(trait.Value, StringComparison.OrdinalIgnoreCase)
                ? trait.Words[..^trait.Value.Length] : trait.Words, StringComparer.Ordinal)
            .Select(same => same.Count() == 1
                ? same.First()
                : (
                    same.Key + Together([.. same.Select(trait => trait.Words[same.Key.Length..])]),
                    string.Join(", ", same.Select(trait => trait.Value))));

    private static string AsManyAsFit(IEnumerable<string> values)
    {
        var chosen = "";
        foreach (var value in values)
        {
            if (chosen.Length > 0 && chosen.Length + value.Length > MaxOfKind)
                break;
            chosen = chosen.Length == 0 ? value : $"{chosen}, {value}";
        }

        return chosen;
    }

    private static string Together(IReadOnlyList<string> values) => $"{string.Join(", ", values.SkipLast(1))} and {values[^1]}";

    // Values of a kind stand behind one label.
    private static IEnumerable<(string Words, string Value)> Labelled(IReadOnlyList<CurrentFact> facts)
        => Known(facts).Where(fact => IsBelieved(fact) && FactText.Trait(fact.Key, fact.Value) is null)
            .GroupBy(fact => fact.Kind.Key, fact => PlainText.OneLine(fact.Value).TrimEnd('.'), StringComparer.Ordinal)
            .Select(kind => (kind.Key, Value: AsManyAsFit(kind)))
            .Concat(Collected(facts).Where(IsBelieved).Select(fact => (fact.Key, fact.Value)))
            .Select(one => (FactText.Labelled(one.Key, one.Value, isFirst: false), one.Value));

    private static IEnumerable<(string Words, string Value)> Unconfirmed(IReadOnlyList<CurrentFact> facts)
        => facts.Where(fact => fact.Kind == FactKinds.Name
            || fact.Kind == FactKinds.PreferredName).Concat(Known(facts)).Concat(Collected(facts))
            .Where(fact => fact.Confidence == FactConfidence.Unconfirmed && !AuthorityKeys.BuiltIn.Has(fact.Key))
            .Select(fact => (FactText.Trait(fact.Key, fact.Value) ?? FactText.Labelled(fact.Key, fact.Value, isFirst: false), fact.Value));

    private static bool IsBelieved(CurrentFact fact) => fact.Confidence != FactConfidence.Unconfirmed;

    // An agent need not say aloud how a caller is reached.
    private static IEnumerable<CurrentFact> Known(IReadOnlyList<CurrentFact> facts)
        => FactKinds.All.Where(kind => !Array.Exists(Unsaid, unsaid => unsaid == kind))
            .SelectMany(kind => facts.Where(fact => fact.Kind == kind));

    private static IEnumerable<CurrentFact> Collected(IReadOnlyList<CurrentFact> facts)
        => facts.Where(fact => !FactKinds.IsKnown(fact.Key) && !AuthorityKeys.BuiltIn.Has(fact.Key));

    private static void AddSentence(StringBuilder summary, int maxLength, string lead, string separator, string lastSeparator,
        IEnumerable<(string Words, string Value)> parts, Predicate<string> isWithheld)
    {
        var room = maxLength - summary.Length - (summary.Length > 0 ? 1 : 0) - lead.Length - 1;
        var chosen = new List<string>();
        foreach (var (part, value) in parts)
        {
            var needed = part.Length + (chosen.Count > 0 ? Math.Max(separator.Length, lastSeparator.Length) : 0);
            var isFirst = summary.Length == 0 && chosen.Count == 0;
            if ((needed > room && !isFirst) || isWithheld(value) || (part != value && isWithheld(part)))
                continue;
            chosen.Add(PlainText.Shorten(part, room));
            room -= needed;
        }

        if (chosen.Count == 0)
            return;
        if (lead.Length == 0)
            chosen[0] = char.ToUpperInvariant(chosen[0][0]) + chosen[0][1..];
        if (summary.Length > 0)
            summary.Append(' ');
        summary.Append(lead).AppendJoin(separator, chosen.SkipLast(1));
        if (chosen.Count > 1)
            summary.Append(lastSeparator);
        summary.Append(chosen[^1]);
        if (!chosen[^1].EndsWith('…'))
            summary.Append('.');
    }
}
