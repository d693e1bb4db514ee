namespace Elaoms.Core.Callers;

/// <summary>Orders what was said of each thing by the time of the call, so that calls learned in any order give the same history.</summary>
internal static class FactTimeline
{
    /// <summary>The facts in order, each ended by the next one of its key that says something else.</summary>
    public static IReadOnlyList<Fact> Order(IEnumerable<Fact> facts)
    {
        var ordered = facts.OrderBy(fact => fact.ValidFrom).ThenBy(fact => fact.Source.ConversationId, StringComparer.Ordinal).ToArray();
        var next = new Dictionary<string, Fact>(StringComparer.Ordinal);
        for (var i = ordered.Length - 1; i >= 0; i--)
        {
            var fact = ordered[i];
            DateTimeOffset? end = null;
            if (next.TryGetValue(fact.Key, out var later))
                end = later.Value == fact.Value ? later.ValidTo : later.ValidFrom;
            ordered[i] = fact with { ValidTo = end };
            next[fact.Key] = ordered[i];
        }

        return ordered;
    }
}
