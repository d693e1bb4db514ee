namespace Elaoms.Core.Records.Facts;

/// <summary>
/// What the facts of earlier calls come to, so that they need not be read again: what holds after them, and what is known of names.
/// </summary>
public sealed record FactState
{
    /// <summary>What holds, in the order in which it was said first.</summary>
    public IReadOnlyList<HeldFact> Held { get; init; } = [];

    /// <summary>The names that were given on this line.</summary>
    public NameHistory Names { get; init; }

    /// <summary>Who has given a name; null in a state that is older than this.</summary>
    public PeopleOnLine? People { get; init; }

    /// <summary>How many facts there were.</summary>
    public long Count { get; init; }

    /// <summary>The last call of them; null when there was none.</summary>
    public CallPlace? Until { get; init; }

    /// <summary>
    /// The last call in which something was said that was left out for want of room. Of what was said until then it is not known whether
    /// it holds. Null when all of it is known.
    /// </summary>
    public DateTimeOffset? LeftOutUntil { get; init; }
}

/// <summary>A fact that holds, as often as it was said under the same key, in the same words, and as credibly.</summary>
/// <param name="Last">How it was said last.</param>
/// <param name="Since">The start of the call that said so first.</param>
/// <param name="Place">The place of <paramref name="Last"/> among all facts.</param>
/// <param name="Count">How many times it was said.</param>
/// <param name="Grounds">The best reason of all the times that it was said.</param>
/// <param name="Fullest">Of a name, how it was said most fully, where that is not the last time.</param>
/// <param name="FullestPlace">The place of <paramref name="Fullest"/>.</param>
public sealed record HeldFact(
    Fact Last, DateTimeOffset Since, long Place, int Count, FactBasis Grounds, Fact? Fullest = null, long? FullestPlace = null)
{
    /// <summary>How it was said most fully, and where.</summary>
    internal (Fact Fact, long Place) MostFully => Fullest is null ? (Last, Place) : (Fullest, FullestPlace.GetValueOrDefault());

    /// <summary>The fact when it is said once more.</summary>
    internal HeldFact SaidAgain(Fact again, long place)
    {
        var (fullest, fullestPlace) = MostFully;
        var isFuller = FactKinds.Of(again.Key).Form == FactForm.Name
            && FactWords.BuiltIn.NameRank(fullest.Value).CompareTo(FactWords.BuiltIn.NameRank(again.Value)) > 0;
        return this with
        {
            Last = again,
            Place = place,
            Grounds = again.Grounds > Grounds ? again.Grounds : Grounds,
            Fullest = isFuller ? fullest : null,
            FullestPlace = isFuller ? fullestPlace : null,
        };
    }
}

/// <summary>Where a call stands among the calls of a caller: by its start, and by its conversation on a tie.</summary>
/// <param name="StartedAt">When it began.</param>
/// <param name="ConversationId">Its conversation.</param>
public readonly record struct CallPlace(DateTimeOffset StartedAt, string ConversationId) : IComparable<CallPlace>
{
    /// <inheritdoc />
    public int CompareTo(CallPlace other)
        => StartedAt.CompareTo(other.StartedAt) is not 0 and var byStart
            ? byStart
            : string.CompareOrdinal(ConversationId, other.ConversationId);

    /// <summary>Whether one comes before the other.</summary>
    public static bool operator <(CallPlace one, CallPlace other) => one.CompareTo(other) < 0;

    /// <summary>Whether one comes after the other.</summary>
    public static bool operator >(CallPlace one, CallPlace other) => one.CompareTo(other) > 0;

    /// <summary>Whether one does not come after the other.</summary>
    public static bool operator <=(CallPlace one, CallPlace other) => one.CompareTo(other) <= 0;

    /// <summary>Whether one does not come before the other.</summary>
    public static bool operator >=(CallPlace one, CallPlace other) => one.CompareTo(other) >= 0;
}
