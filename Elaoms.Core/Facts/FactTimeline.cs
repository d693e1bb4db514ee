namespace Elaoms.Core.Facts;

/// <summary>
/// Orders what was said of the caller by the time of the calls and by turn, so that calls learned in any order give the same history; what the platform's analysis says
/// counts as said at the end of its call.
/// </summary>
internal static class FactTimeline
{
    /// <summary>The facts in order, each with the time from which it no longer holds.</summary>
    public static IReadOnlyList<Fact> Order(IEnumerable<Fact> facts)
    {
        var ordered = facts
            .OrderBy(fact => fact.ValidFrom)
            .ThenBy(fact => fact.Source.ConversationId, StringComparer.Ordinal)
            .ThenBy(fact => fact.Source.Turn ?? int.MaxValue)
            .Select(fact => new Said(fact))
            .ToList();
        var holding = new Dictionary<string, List<Said>>(StringComparer.Ordinal);
        foreach (var said in ordered)
        {
            End(holding, said);
            if (said.Fact.Ends)
                said.Fact = said.Fact with { ValidTo = said.Fact.ValidFrom };
            else
                Of(holding, said.Kind.Key).Add(said);
        }

        return [.. ordered.Select(said => said.Fact)];
    }

    /// <summary>What holds, each thing once, in the order in which it was said first.</summary>
    /// <param name="ordered">The facts as <see cref="Order"/> gives them.</param>
    public static IReadOnlyList<CurrentFact> Current(IEnumerable<Fact> ordered)
        => [.. ordered
            .Where(fact => fact.ValidTo is null)
            .Select(fact => new Said(fact))
            .GroupBy(said => (said.Kind.Key, said.Kind.IsMany ? said.Words : ""))
            .Select(AsOne)];

    /// <summary>Whether what ends is about a fact.</summary>
    public static bool IsAbout(Fact fact, string ending)
    {
        var form = FactKinds.Of(fact.Key).Form;
        return FactWords.IsAbout(form, FactWords.Of(form, fact.Value), FactWords.Of(form, ending));
    }

    private static CurrentFact AsOne(IEnumerable<Said> group)
    {
        var said = group.ToList();
        var last = said[0].Kind.Form == FactForm.Name ? said.OrderBy(one => FactWords.NameRank(one.Fact.Value)).Last() : said[^1];
        var inTurns = said.Where(one => one.Fact.Source.Turn is not null).Select(one => one.Fact.Source.ConversationId).ToHashSet(StringComparer.Ordinal);
        // What the analysis collects from a turn was not said once more.
        var count = said.Where(one => one.Fact.Source.Turn is not null || !inTurns.Contains(one.Fact.Source.ConversationId))
            .DistinctBy(one => (one.Fact.Source.ConversationId, one.Fact.Source.Turn)).Count();
        return new CurrentFact(last.Kind, last.Fact.Key, last.Fact.Value, said.Min(one => one.Fact.ValidFrom), said[^1].Fact.ValidFrom, count, last.Fact.Source);
    }

    private static void End(Dictionary<string, List<Said>> holding, Said by)
    {
        if (by.Fact.Ends)
        {
            EndWhere(holding, by.Kind.Key, by, said => FactWords.IsAbout(said.Kind.Form, said.Words, by.Words));
            return;
        }

        if (!by.Kind.IsMany)
            EndWhere(holding, by.Kind.Key, by, said => !FactWords.AreSame(by.Kind.Form, said.Words, by.Words) && !WereCollectedTogether(said.Fact, by.Fact));
        if (by.Kind.Opposite is { } opposite)
            EndWhere(holding, opposite, by, said => said.Words == by.Words);
    }

    private static void EndWhere(Dictionary<string, List<Said>> holding, string kind, Said by, Predicate<Said> isOver)
    {
        var others = Of(holding, kind);
        foreach (var said in others.Where(said => isOver(said)))
            said.Fact = said.Fact with { ValidTo = by.Fact.ValidFrom };
        others.RemoveAll(said => said.Fact.ValidTo is not null);
    }

    // An analysis may have several fields of a kind, such as two numbers.
    private static bool WereCollectedTogether(Fact one, Fact other)
        => one.Key != other.Key && one.Source is { Kind: FactSource.DataCollection } && one.Source == other.Source;

    private static List<Said> Of(Dictionary<string, List<Said>> holding, string kind)
    {
        if (!holding.TryGetValue(kind, out var said))
            holding[kind] = said = [];
        return said;
    }

    private sealed class Said(Fact fact)
    {
        public Fact Fact { get; set; } = fact with { ValidTo = null };

        public FactKind Kind { get; } = FactKinds.Of(fact.Key);

        public string Words { get; } = FactWords.Of(FactKinds.Of(fact.Key).Form, fact.Value);
    }
}
