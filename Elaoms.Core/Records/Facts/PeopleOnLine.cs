namespace Elaoms.Core.Records.Facts;

/// <summary>
/// The people who have given a name on a line. A call counts as one person's, whatever names it gives: callers also name their children.
/// </summary>
public sealed record PeopleOnLine
{
    /// <summary>The most people who are told apart. Whoever comes after them changes nothing.</summary>
    public const int MaxPeople = 32;

    // Where it was measured, fewer than one call in a hundred gave only a name that is not the caller's: docs/memory.md has the figures.
    private const int CallsPerMistake = 25;

    /// <summary>The people, in the order in which they called first.</summary>
    public IReadOnlyList<NamedPerson> People { get; init => field = value ?? []; } = [];

    /// <summary>How many calls gave a name.</summary>
    public int Calls { get; init; }

    /// <summary>
    /// How many people there are, at least. Names that only one call gave count less one for each 25 calls, so that a person who calls
    /// often does not become many by mistakes. It never falls with a further call, since what the others said is still remembered.
    /// </summary>
    public int Count { get; init; }

    /// <summary>What an older record still says: the last name.</summary>
    internal static PeopleOnLine Of(NameHistory names) => names.Words is { } words
        ? new PeopleOnLine { People = [new NamedPerson(words, names.IsRepeated)], Calls = 1, Count = 1 }
        : new PeopleOnLine();

    /// <summary>The people after a call.</summary>
    /// <param name="names">The names that it gave.</param>
    internal PeopleOnLine With(IReadOnlyList<GivenName> names)
    {
        var confirmed = names.Where(name => name.IsConfirmed).Select(name => name.Words).ToList();
        if (confirmed.Count == 0)
            return this;
        var people = People.ToList();
        var known = people.FindIndex(person => confirmed.Exists(person.IsCalled));
        if (known >= 0)
            people[known] = people[known].CalledAgain(confirmed);
        else if (people.Count < MaxPeople)
            people.Add(new NamedPerson(confirmed[^1], IsRepeated: false));
        return new PeopleOnLine { People = people, Calls = Calls + 1, Count = Math.Max(Count, CountOf(people, Calls + 1)) };
    }

    private static int CountOf(List<NamedPerson> people, int calls)
    {
        if (people.Count == MaxPeople)
            return MaxPeople;
        var repeated = people.Count(person => person.IsRepeated);
        return repeated + Math.Max(0, people.Count - repeated - calls / CallsPerMistake);
    }
}

/// <summary>Somebody who has given a name.</summary>
/// <param name="Words">The words of the name, as fully as it was given.</param>
/// <param name="IsRepeated">Whether more than one call gave it.</param>
public sealed record NamedPerson(string Words, bool IsRepeated)
{
    /// <summary>Whether a name may be this person's: a part of it, or what a transcriber hears of it.</summary>
    internal bool IsCalled(string words) => FactWords.AreSame(FactForm.Name, Words, words) || NameHistory.IsMisheard(Words, words);

    /// <summary>The person after a further call.</summary>
    internal NamedPerson CalledAgain(List<string> names)
        => new(names.Where(IsCalled).Append(Words).MaxBy(name => name.Length)!, IsRepeated: true);
}

/// <summary>A name that a call gave.</summary>
/// <param name="Words">Its words.</param>
/// <param name="IsConfirmed">Whether it is surely the caller's.</param>
internal readonly record struct GivenName(string Words, bool IsConfirmed);

/// <summary>Finds out which names calls gave. Remembers what it found, since callers say their names again and again.</summary>
internal sealed class CallNames
{
    private readonly Dictionary<string, bool> _isName = new(StringComparer.Ordinal);

    /// <summary>The names that a call gave and did not take back.</summary>
    /// <param name="facts">What was said in it, in order.</param>
    public List<GivenName> Of(IEnumerable<Fact> facts)
    {
        var given = new List<GivenName>();
        foreach (var fact in facts.Where(fact => FactKinds.Of(fact.Key) == FactKinds.Name))
        {
            var words = FactWords.BuiltIn.Of(FactForm.Name, fact.Value);
            if (fact.Ends)
                given.RemoveAll(name => FactWords.IsAbout(FactForm.Name, name.Words, words));
            else if (IsNameOfCaller(fact))
                given.Add(new GivenName(words, fact.Confidence == FactConfidence.Confirmed));
        }

        return given;
    }

    /// <summary>Whether a fact gives a name that is believed to be the caller's.</summary>
    public bool IsNameOfCaller(Fact fact)
    {
        if (fact.Ends || fact.Confidence == FactConfidence.Unconfirmed || !CallerName.MayBeOf(fact.Value, fact.Source))
            return false;
        if (!_isName.TryGetValue(fact.Value, out var isName))
            _isName[fact.Value] = isName = CallerName.IsName(fact.Value);
        return isName;
    }
}
