using System.Text;
using Elaoms.Core.Facts;
using Elaoms.Core.Injection;

namespace Elaoms.Core.Callers;

/// <summary>Says in two or three plain sentences what holds about a caller: what is still to be done, what they are like, and what else the platform collected.</summary>
internal static class ProfileSummary
{
    private const int MaxLength = ProfileBuilder.MaxSummaryLength;

    // More do not fit into the length that they are cut to.
    private const int MaxOpenRequests = 40;

    // One group must not use up the room of those after it.
    private const int MaxOpenLength = 140;

    public static string Of(IReadOnlyList<CurrentFact> facts)
    {
        var summary = new StringBuilder(MaxLength);
        AddSentence(summary, MaxOpenLength, "Still open: ", "; ", "; ", Open(facts), PromptInjection.IsIn);
        AddSentence(summary, MaxLength, "The caller ", ", ", " and ", Traits(facts), PromptInjection.IsIn);
        AddSentence(summary, MaxLength, "", "; ", "; ", Collected(facts), PromptInjection.ClaimsAuthority);
        return summary.ToString();
    }

    public static string OpenRequests(IReadOnlyList<CurrentFact> facts)
        => string.Join("; ", Open(facts).Where(request => !PromptInjection.IsIn(request.Value)).Take(MaxOpenRequests).Select(request => request.Words));

    private static IEnumerable<(string Words, string Value)> Open(IReadOnlyList<CurrentFact> facts)
        => facts.Where(fact => fact.Kind == FactKinds.OpenRequest).Select(fact => (PlainText.OneLine(fact.Value), fact.Value))
            .Concat(facts.Where(fact => fact.Kind == FactKinds.Promise).Select(fact => ($"promised: {PlainText.OneLine(fact.Value)}", fact.Value)));

    private static IEnumerable<(string Words, string Value)> Traits(IReadOnlyList<CurrentFact> facts)
        => FactKinds.All.SelectMany(kind => facts.Where(fact => fact.Kind == kind)).Select(fact => (FactText.Trait(fact)!, fact.Value)).Where(trait => trait.Item1 is not null);

    private static IEnumerable<(string Words, string Value)> Collected(IReadOnlyList<CurrentFact> facts)
        => facts.Where(fact => !FactKinds.IsKnown(fact.Key) && !AuthorityKeys.Has(fact.Key)).Select((fact, place) => (FactText.Labelled(fact.Key, fact.Value, isFirst: place == 0), fact.Value));

    private static void AddSentence(StringBuilder summary, int maxLength, string lead, string separator, string lastSeparator, IEnumerable<(string Words, string Value)> parts, Predicate<string> isWithheld)
    {
        var room = maxLength - summary.Length - (summary.Length > 0 ? 1 : 0) - lead.Length - 1;
        var chosen = new List<string>();
        foreach (var (part, value) in parts)
        {
            var needed = part.Length + (chosen.Count > 0 ? Math.Max(separator.Length, lastSeparator.Length) : 0);
            var isFirst = summary.Length == 0 && chosen.Count == 0 && room > 0;
            if ((needed > room && !isFirst) || isWithheld(value) || (part != value && isWithheld(part)))
                continue;
            if (needed <= room)
                chosen.Add(part);
            else
                chosen.Add(PlainText.Shorten(part, room));
            room -= Math.Max(needed, chosen[^1].Length);
        }

        if (chosen.Count == 0)
            return;
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
