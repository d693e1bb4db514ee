namespace Elaoms.Core.Records.Facts;

/// <summary>
/// Takes in what calls say about the caller, one call after the other, and knows what holds. What the platform's analysis says counts as
/// said at the end of its call. The calls must come in their order, so that calls learned in any order give the same.
/// </summary>
internal sealed class FactFold
{
    // Facts are kept in a document of bounded size. A caller of whom so much holds is no person.
    private const int MaxHeldBytes = 32 << 10;

    private readonly Dictionary<string, List<Held>> _holding = new(StringComparer.Ordinal);
    private readonly CallNames _callNames = new();
    private NameHistory _names;
    private PeopleOnLine _people;
    private long _count;
    private long _bytes;
    private CallPlace? _until;
    private DateTimeOffset? _leftOutUntil;

    /// <summary>Goes on from a state.</summary>
    /// <param name="state">What earlier calls came to.</param>
    public FactFold(FactState state)
    {
        (_names, _count, _until, _leftOutUntil) = (state.Names, state.Count, state.Until, state.LeftOutUntil);
        _people = state.People ?? PeopleOnLine.Of(state.Names);
        for (var i = 0; i < state.Held.Count; i++)
            Add(new Held(state.Held[i], i));
    }

    /// <summary>The last of the names.</summary>
    public NameHistory Names => _names;

    /// <summary>Who has given a name.</summary>
    public PeopleOnLine People => _people;

    /// <summary>What holds, in the order in which it was said first.</summary>
    public IEnumerable<Held> Holding => _holding.Values.SelectMany(held => held).OrderBy(held => held.First);

    /// <summary>Takes in the facts of several calls, in whatever order.</summary>
    public FactFold Add(IEnumerable<Fact> facts)
    {
        var calls = facts.GroupBy(fact => fact.Call).OrderBy(call => call.Key);
        foreach (var call in calls)
            AddCall(call.Key, [.. InOrder(call)]);
        return this;
    }

    /// <summary>The facts of a call in the order in which they count as said.</summary>
    public static IEnumerable<Fact> InOrder(IEnumerable<Fact> facts) => facts.OrderBy(SaidAt);

    /// <summary>What the facts come to.</summary>
    public FactState ToState() => new()
    {
        Held = [.. Holding.Select(held => held.Value)],
        Names = _names,
        People = _people,
        Count = _count,
        Until = _until,
        LeftOutUntil = _leftOutUntil,
    };

    /// <summary>Whether a fact that was said holds no more.</summary>
    public bool IsOver(Fact said)
    {
        var kind = FactKinds.Of(said.Key);
        var words = FactWords.BuiltIn.Of(kind.Form, said.Value);
        return !Of(kind).Exists(held => held.Words == words) && !(MayBeLeftOut(kind) && said.ValidFrom <= _leftOutUntil);
    }

    /// <summary>What holds, each thing once, in the order in which it was said first.</summary>
    public IReadOnlyList<CurrentFact> Current()
        => [.. Holding
            .GroupBy(held => (held.Kind.Key, held.Kind.IsMany ? held.Words : "", held.Kind.IsMany ? default : Rank(held)))
            .Select(AsOne)];

    /// <summary>Whether what ends is about a fact.</summary>
    public static bool IsAbout(Fact fact, string ending)
    {
        var form = FactKinds.Of(fact.Key).Form;
        return FactWords.IsAbout(form, FactWords.BuiltIn.Of(form, fact.Value), FactWords.BuiltIn.Of(form, ending));
    }

    private void AddCall(CallPlace place, List<Fact> facts)
    {
        List<string> corrected =
        [
            .. facts.Where(fact => fact.Ends && FactKinds.Of(fact.Key) == FactKinds.Name)
                .Select(fact => FactWords.BuiltIn.Of(FactForm.Name, fact.Value)),
        ];
        var counted = new List<Counted>();
        foreach (var fact in facts)
        {
            Add(fact, counted);
            // An operator knows whose line it is, whatever was said before.
            if (FactKinds.Of(fact.Key) == FactKinds.Name && fact.Source.Kind == FactSource.Operator)
                _names = NameHistory.Settled(FactWords.BuiltIn.Of(FactForm.Name, fact.Value), place.ConversationId);
            else if (FactKinds.Of(fact.Key) == FactKinds.Name && _callNames.IsNameOfCaller(fact))
                _names = _names.With(FactWords.BuiltIn.Of(FactForm.Name, fact.Value), place.ConversationId, corrected);
            _count++;
        }

        // What an operator says was given in no call.
        _people = _people.With(_callNames.Of(facts.Where(fact => fact.Source.Kind != FactSource.Operator)));
        _until = place;
        LeaveOut();
    }

    private void Add(Fact fact, List<Counted> counted)
    {
        var said = new Held(fact, _count);
        End(said);
        if (fact.Ends)
            return;
        if (Of(said.Kind).Find(other => other.IsSaidAs(said)) is { } held)
        {
            _bytes -= BytesOf(held.Value);
            held.Value = held.Value.SaidAgain(fact, _count);
            _bytes += BytesOf(held.Value);
        }
        else
        {
            Add(held = said);
        }

        Count(held, fact.Source.Turn, counted);
    }

    // What the analysis collects from a turn, or says of the whole call, was not said once more.
    private static void Count(Held held, int? turn, List<Counted> counted)
    {
        var others = counted.FindAll(
            one => one.Held.Kind.Key == held.Kind.Key && (!held.Kind.IsMany || one.Held.Words == held.Words) && !one.Held.IsOver);
        if (others.Exists(one => one.Turn == turn || (turn is null && one.Turn is not null)))
            return;
        if (turn is not null && others.Find(one => one.Turn is null) is { } whole)
        {
            whole.Held.Value = whole.Held.Value with { Count = whole.Held.Value.Count - 1 };
            counted.Remove(whole);
        }

        held.Value = held.Value with { Count = held.Value.Count + 1 };
        counted.Add(new Counted(held, turn));
    }

    private void Add(Held held)
    {
        Of(held.Kind).Add(held);
        _bytes += BytesOf(held.Value);
    }

    private void End(Held by)
    {
        if (by.Fact is { Ends: true, Source.Kind: FactSource.Report })
        {
            EndWhere(FactKinds.OpenRequest, held => FactWords.IsReportOf(held.Content, by.Content));
            EndWhere(FactKinds.Promise, held => FactWords.IsReportOf(held.Content, by.Content));
            return;
        }

        if (by.Fact.Ends)
        {
            EndWhere(by.Kind, held => FactWords.IsAbout(held.Kind.Form, held.Words, by.Words));
            return;
        }

        if (!by.Kind.IsMany)
        {
            EndWhere(
                by.Kind,
                held => IsAsGood(by, held)
                    && !FactWords.AreSame(by.Kind.Form, held.Words, by.Words)
                    && !WereCollectedTogether(held.Fact, by.Fact));
        }

        if (by.Kind.Opposite is { } opposite)
            EndWhere(FactKinds.Of(opposite), held => IsAsGood(by, held) && held.Words == by.Words);
    }

    // What nobody said does not end what somebody did.
    private static bool IsAsGood(Held by, Held held) => by.Fact.Confidence >= held.Fact.Confidence;

    private void EndWhere(FactKind kind, Predicate<Held> isOver)
    {
        foreach (var held in Of(kind).FindAll(isOver))
            Remove(held);
    }

    private void Remove(Held held)
    {
        held.IsOver = true;
        Of(held.Kind).Remove(held);
        _bytes -= BytesOf(held.Value);
    }

    // An analysis may have several fields of a kind, such as two numbers.
    private static bool WereCollectedTogether(Fact one, Fact other)
        => one.Key != other.Key && one.Source is { Kind: FactSource.DataCollection } && one.Source == other.Source;

    // What an analysis says counts as said at the end of its call, also where a turn supports it. A request may be done within the call.
    private static int SaidAt(Fact fact)
    {
        var isOpen = FactKinds.Of(fact.Key) is var kind && (kind == FactKinds.OpenRequest || kind == FactKinds.Promise);
        return fact.Source.Kind == FactSource.DataCollection && !isOpen ? int.MaxValue : fact.Source.Turn ?? int.MaxValue;
    }

    private List<Held> Of(FactKind kind)
    {
        if (!_holding.TryGetValue(kind.Key, out var held))
            _holding[kind.Key] = held = [];
        return held;
    }

    // Two values of a single-valued kind stay only if the later one is less believed. A value that repeats a better one is joined with it.
    private FactConfidence Rank(Held held)
        => Of(held.Kind).Where(other => FactWords.AreSame(held.Kind.Form, other.Words, held.Words)).Max(other => other.Fact.Confidence);

    private static CurrentFact AsOne(IEnumerable<Held> group)
    {
        var all = group.ToList();
        var best = all.Max(one => one.Fact.Confidence);
        var believed = all.FindAll(one => one.Fact.Confidence == best);
        var (told, _) = believed[0].Kind.Form == FactForm.Name
            ? believed.Select(one => one.Value.MostFully).MaxBy(said => (FactWords.BuiltIn.NameRank(said.Fact.Value), said.Place))
            : believed.Select(one => (one.Fact, one.Value.Place)).MaxBy(said => said.Place);
        return new CurrentFact(
            told.Key,
            told.Value,
            all.Min(one => one.Value.Since),
            all.MaxBy(one => one.Value.Place)!.Fact.ValidFrom,
            Math.Max(1, all.Sum(one => one.Value.Count)),
            told.Source,
            believed.Max(one => one.Value.Grounds));
    }

    private void LeaveOut()
    {
        while (_bytes > MaxHeldBytes && Holding.Where(held => MayBeLeftOut(held.Kind)).MinBy(held => held.Value.Place) is { } oldest)
        {
            Remove(oldest);
            _leftOutUntil = oldest.Fact.ValidFrom;
        }
    }

    // Of the others there are a few at most.
    private static bool MayBeLeftOut(FactKind kind) => kind.IsMany || !FactKinds.IsKnown(kind.Key);

    private static int BytesOf(HeldFact held) => held.Last.StoredBytes + (held.Fullest?.StoredBytes ?? 0);

    private sealed record Counted(Held Held, int? Turn);
}

/// <summary>A fact that holds, with what it is compared by.</summary>
internal sealed class Held(HeldFact value, long first)
{
    public Held(Fact fact, long place)
        : this(new HeldFact(fact, fact.ValidFrom, place, Count: 0, fact.Grounds), place)
    {
    }

    public HeldFact Value { get; set; } = value;

    /// <summary>Its place among those that hold.</summary>
    public long First => first;

    public bool IsOver { get; set; }

    public Fact Fact => Value.Last;

    public FactKind Kind { get; } = FactKinds.Of(value.Last.Key);

    public string Words { get; } = FactWords.BuiltIn.Of(FactKinds.Of(value.Last.Key).Form, value.Last.Value);

    public HashSet<string> Content => field ??= FactWords.BuiltIn.ContentOf(Fact.Value);

    /// <summary>Whether both were said under one key, in the same words, and as credibly.</summary>
    public bool IsSaidAs(Held other)
        => Fact.Key == other.Fact.Key && Words == other.Words && Fact.Confidence == other.Fact.Confidence;
}
