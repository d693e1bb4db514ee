using Elaoms.Core.Records.Memories;

namespace Elaoms.Core.Records.Facts;

/// <summary>A kind of fact: how its values stand to each other, and how much they matter.</summary>
public sealed record FactKind
{
    /// <summary>The key of its facts.</summary>
    public required string Key { get; init; }

    /// <summary>Keys that the platform's data collection is likely to use for it.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Whether values stand side by side and end one by one; else a new one ends the old.</summary>
    public bool IsMany { get; init; }

    /// <summary>The key of the kind that the same value can't have at the same time; null when there is none.</summary>
    public string? Opposite { get; init; }

    /// <summary>The sector of a turn that states it.</summary>
    public Sector Sector { get; init; } = Sector.Semantic;

    /// <summary>The salience of a turn that states it, 0..1.</summary>
    public double Salience { get; init; } = Memories.Salience.High;

    /// <summary>How the value is compared with what was said before.</summary>
    internal FactForm Form { get; init; }
}

/// <summary>What the values of a kind are like, so that the same thing in other words is known as the same.</summary>
internal enum FactForm
{
    /// <summary>One expression: equal but for case, accents and blanks.</summary>
    Word,

    /// <summary>A name: one that is a part of the other names the same person.</summary>
    Name,

    /// <summary>A phrase: equal but for case, articles and possessives; ended by whatever has its words.</summary>
    Phrase,
}
