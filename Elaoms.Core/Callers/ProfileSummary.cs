using System.Text;
using Elaoms.Core.Facts;

namespace Elaoms.Core.Callers;

/// <summary>Says in two or three plain sentences what holds about a caller: what is still to be done, what they are like, and what else the platform collected.</summary>
internal static class ProfileSummary
{
    private const int MaxLength = ProfileBuilder.MaxSummaryLength;

    // One group must not use up the room of those after it.
    private const int MaxOpenLength = 140;

    public static string Of(IReadOnlyList<CurrentFact> facts)
    {
        var summary = new StringBuilder(MaxLength);
        AddSentence(summary, MaxOpenLength, "Still open: ", "; ", "; ", Open(facts));
        AddSentence(summary, MaxLength, "The caller ", ", ", " and ", Traits(facts));
        AddSentence(summary, MaxLength, "", "; ", "; ", Collected(facts));
        return summary.ToString();
    }

    public static string OpenRequests(IReadOnlyList<CurrentFact> facts) => string.Join("; ", Open(facts));

    private static IEnumerable<string> Open(IReadOnlyList<CurrentFact> facts)
        => facts.Where(fact => fact.Kind == FactKinds.OpenRequest).Select(fact => PlainText.OneLine(fact.Value))
            .Concat(facts.Where(fact => fact.Kind == FactKinds.Promise).Select(fact => $"promised: {PlainText.OneLine(fact.Value)}"));

    private static IEnumerable<string> Traits(IReadOnlyList<CurrentFact> facts)
        => FactKinds.All.SelectMany(kind => facts.Where(fact => fact.Kind == kind)).Select(FactText.Trait).OfType<string>();

    private static IEnumerable<string> Collected(IReadOnlyList<CurrentFact> facts)
        => facts.Where(fact => !FactKinds.IsKnown(fact.Key)).Select((fact, place) => FactText.Labelled(fact.Key, fact.Value, isFirst: place == 0));

    private static void AddSentence(StringBuilder summary, int maxLength, string lead, string separator, string lastSeparator, IEnumerable<string> parts)
    {
        var room = maxLength - summary.Length - (summary.Length > 0 ? 1 : 0) - lead.Length - 1;
        var chosen = new List<string>();
        foreach (var part in parts)
        {
            var needed = part.Length + (chosen.Count > 0 ? Math.Max(separator.Length, lastSeparator.Length) : 0);
            if (needed <= room)
                chosen.Add(part);
            else if (summary.Length == 0 && chosen.Count == 0 && room > 0)
                chosen.Add(PlainText.Shorten(part, room));
            else
                continue;
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
