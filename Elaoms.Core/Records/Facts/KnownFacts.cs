namespace Elaoms.Core.Records.Facts;

/// <summary>What is known of a caller.</summary>
public sealed class KnownFacts
{
    private readonly FactFold _fold;

    internal KnownFacts(FactFold fold)
    {
        _fold = fold;
        IsNameSure = fold.Names.IsSure;
        var current = fold.Current();
        Current = IsNameSure
            ? current
            : [.. current.Select(fact => IsConfirmedName(fact) ? fact with { Basis = FactBasis.SecondName } : fact)];
        Held = [.. fold.Holding.OrderBy(held => held.Value.Place).Select(held => held.Fact)];
    }

    /// <summary>
    /// What holds, each thing once, in the order in which it was said first. A name that something speaks against is unsure.
    /// </summary>
    public IReadOnlyList<CurrentFact> Current { get; }

    /// <summary>What holds under each key and in each wording, in the order in which it was said last.</summary>
    public IReadOnlyList<Fact> Held { get; }

    /// <summary>Whether nothing speaks against the caller's name.</summary>
    public bool IsNameSure { get; }

    /// <summary>How many people have given a name on the line; 32 stands for more.</summary>
    internal int PeopleOnLine => _fold.People.Count;

    /// <summary>Whether a fact that was said holds no more.</summary>
    public bool IsOver(Fact said) => _fold.IsOver(said);

    private static bool IsConfirmedName(CurrentFact fact) => fact.Kind == FactKinds.Name && fact.Confidence == FactConfidence.Confirmed;
}
