namespace Elaoms.Core.Records.Facts;

/// <summary>
/// Orders facts by the time of their calls and by turn, so that calls learned in any order give the same history. What the platform's
/// analysis says counts as said at the end of its call.
/// </summary>
internal static class FactTimeline
{
    /// <summary>The facts in order, each with the time from which it no longer holds.</summary>
    public static IReadOnlyList<Fact> Order(IEnumerable<Fact> facts)
    {
        var ordered = facts
            .OrderBy(fact => fact.ValidFrom)
            .ThenBy(fact => fact.Source.ConversationId, StringComparer.Ordinal)
            .ThenBy(SaidAt)
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
    {
        var holding = ordered.Where(fact => fact.ValidTo is null).Select(fact => new Said(fact)).ToList();
        var ofKind = holding.Where(said => !said.Kind.IsMany).ToLookup(said => said.Kind.Key, StringComparer.Ordinal);
        return [.. holding
            .GroupBy(
                said => (said.Kind.Key, said.Kind.IsMany ? said.Words : "", said.Kind.IsMany ? default : Rank(said, ofKind[said.Kind.Key])))
            .Select(AsOne)];
    }

    /// <summary>Whether what ends is about a fact.</summary>
    public static bool IsAbout(Fact fact, string ending)
    {
        var form = FactKinds.Of(fact.Key).Form;
        return FactWords.IsAbout(form, FactWords.BuiltIn.Of(form, fact.Value), FactWords.BuiltIn.Of(form, ending));
    }

    private static CurrentFact AsOne(IEnumerable<Said> group)
    {
        var said = group.ToList();
        var best = said.Max(one => one.Fact.Confidence);
        var believed = said.Where(one => one.Fact.Confidence == best).ToList();
        var last = said[0].Kind.Form == FactForm.Name
            ? believed.OrderBy(one => FactWords.BuiltIn.NameRank(one.Fact.Value)).Last()
            : believed[^1];
        var inTurns = said
            .Where(one => one.Fact.Source.Turn is not null)
            .Select(one => one.Fact.Source.ConversationId)
            .ToHashSet(StringComparer.Ordinal);
        // What the analysis collects from a turn was not said once more.
        var count = said.Where(one => one.Fact.Source.Turn is not null || !inTurns.Contains(one.Fact.Source.ConversationId))
            .DistinctBy(one => (one.Fact.Source.ConversationId, one.Fact.Source.Turn)).Count();
        return new CurrentFact(
            last.Kind,
            last.Fact.Key,
            last.Fact.Value,
            said.Min(one => one.Fact.ValidFrom),
            said[^1].Fact.ValidFrom,
            count,
            last.Fact.Source,
            believed.Max(one => one.Fact.Grounds));
    }

    // What an analysis says counts as said at the end of its call, also where a turn supports it. A request may be done within the call.
    private static int SaidAt(Fact fact)
    {
        var isOpen = FactKinds.Of(fact.Key) is var kind && (kind == FactKinds.OpenRequest || kind == FactKinds.Promise);
        return fact.Source.Kind == FactSource.DataCollection && !isOpen ? int.MaxValue : fact.Source.Turn ?? int.MaxValue;
    }

    // Two values of a single-valued kind stay only if the later one is less believed. A value that repeats a better one is joined with it.
    private static FactConfidence Rank(Said said, IEnumerable<Said> ofKind)
        => ofKind.Where(other => FactWords.AreSame(said.Kind.Form, other.Words, said.Words)).Max(other => other.Fact.Confidence);

    private static void End(Dictionary<string, List<Said>> holding, Said by)
    {
        if (by.Fact is { Ends: true, Source.Kind: FactSource.Report })
        {
            EndWhere(holding, FactKinds.OpenRequest.Key, by, said => FactWords.IsReportOf(said.Content, by.Content));
            EndWhere(holding, FactKinds.Promise.Key, by, said => FactWords.IsReportOf(said.Content, by.Content));
            return;
        }

        if (by.Fact.Ends)
        {
            EndWhere(holding, by.Kind.Key, by, said => FactWords.IsAbout(said.Kind.Form, said.Words, by.Words));
            return;
        }

        if (!by.Kind.IsMany)
        {
            EndWhere(
                holding,
                by.Kind.Key,
                by,
                said => IsAsGood(by, said)
                    && !FactWords.AreSame(by.Kind.Form, said.Words, by.Words)
                    && !WereCollectedTogether(said.Fact, by.Fact));
        }

        if (by.Kind.Opposite is { } opposite)
            EndWhere(holding, opposite, by, said => IsAsGood(by, said) && said.Words == by.Words);
    }

    // What nobody said does not end what somebody did.
    private static bool IsAsGood(Said by, Said said) => by.Fact.Confidence >= said.Fact.Confidence;

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

        public string Words { get; } = FactWords.BuiltIn.Of(FactKinds.Of(fact.Key).Form, fact.Value);

        public HashSet<string> Content => field ??= FactWords.BuiltIn.ContentOf(fact.Value);
    }
}
