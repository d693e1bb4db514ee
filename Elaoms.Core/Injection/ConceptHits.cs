namespace Elaoms.Core.Injection;

/// <summary>
/// The phrases that were found in one text. A text may be made to hold thousands: whether concepts stand together is looked for among
/// neighbours only, and from each place once.
/// </summary>
internal sealed class ConceptHits
{
    private readonly ulong _concepts;
    private readonly int _longest;
    private Dictionary<InjectionConcept, ConceptHit[]>? _byConcept;

    private ConceptHits(IReadOnlyList<ConceptHit> hits)
    {
        All = hits;
        foreach (var hit in hits)
        {
            _concepts |= Bit(hit.Concept);
            _longest = Math.Max(_longest, hit.End - hit.Start);
        }
    }

    /// <summary>None.</summary>
    public static ConceptHits None { get; } = new([]);

    /// <summary>All of them, in the order in which they were found.</summary>
    public IReadOnlyList<ConceptHit> All { get; }

    /// <summary>How many comparisons <see cref="StandTogether"/> has made: what it has cost.</summary>
    public int Comparisons { get; private set; }

    /// <summary>Whether a concept was found.</summary>
    public bool Has(InjectionConcept concept) => (_concepts & Bit(concept)) != 0;

    /// <summary>The phrases that were found.</summary>
    public static ConceptHits Of(IReadOnlyList<ConceptHit> hits) => hits.Count == 0 ? None : new ConceptHits(hits);

    /// <summary>Whether each of some concepts stands apart from those before it, and near enough to them.</summary>
    /// <param name="concepts">The concepts.</param>
    /// <param name="within">How far the next may be.</param>
    /// <param name="withinOtherSentence">How far it may be in another sentence than the first.</param>
    /// <param name="isOrdered">Whether each comes after those before it.</param>
    public bool StandTogether(ReadOnlySpan<InjectionConcept> concepts, int within, int withinOtherSentence, bool isOrdered)
    {
        foreach (var concept in concepts)
        {
            if (!Has(concept))
                return false;
        }

        var tried = new HashSet<(int Concepts, int Start, int End, int Sentence)>();
        foreach (var first in PlacesOf(concepts[0]))
        {
            if (HasNext(concepts[1..], first, within, withinOtherSentence, isOrdered, tried))
                return true;
        }

        return false;
    }

    private bool HasNext(
        ReadOnlySpan<InjectionConcept> concepts,
        ConceptHit range,
        int within,
        int withinOtherSentence,
        bool isOrdered,
        HashSet<(int, int, int, int)> tried)
    {
        if (concepts.Length == 0)
            return true;
        if (!tried.Add((concepts.Length, range.Start, range.End, range.Sentence)))
            return false;
        var places = PlacesOf(concepts[0]);
        for (var at = FirstFrom(places, isOrdered ? range.End : range.Start - within - _longest);
            at < places.Length && places[at].Start - range.End <= within;
            at++)
        {
            Comparisons++;
            var next = places[at];
            var isAfter = next.Start >= range.End;
            if (!isAfter && (isOrdered || next.End > range.Start))
                continue;
            var gap = isAfter ? next.Start - range.End : range.Start - next.End;
            if (gap > (next.Sentence == range.Sentence ? within : withinOtherSentence))
                continue;
            var whole = range with { Start = Math.Min(range.Start, next.Start), End = Math.Max(range.End, next.End) };
            if (HasNext(concepts[1..], whole, within, withinOtherSentence, isOrdered, tried))
                return true;
        }

        return false;
    }

    private ConceptHit[] PlacesOf(InjectionConcept concept)
    {
        _byConcept ??= All.GroupBy(hit => hit.Concept).ToDictionary(of => of.Key, of => of.OrderBy(hit => hit.Start).ToArray());
        return _byConcept[concept];
    }

    // There are fewer than 64.
    private static ulong Bit(InjectionConcept concept) => 1UL << (int)concept;

    private static int FirstFrom(ConceptHit[] places, int start)
    {
        var (low, high) = (0, places.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (places[middle].Start < start)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
