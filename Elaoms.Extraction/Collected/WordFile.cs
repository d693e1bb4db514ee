namespace Elaoms.Extraction.Collected;

/// <summary>A file of words, as it stands in <c>Words</c>; what its lists are is said in <see cref="CollectedWords"/>.</summary>
internal sealed record WordFile
{
    public required Dictionary<string, int> Numbers { get; init; }

    public required Dictionary<string, int> Tens { get; init; }

    /// <summary>What joins ones and tens to one word; null where they are two.</summary>
    public string? Joint { get; init; }

    /// <summary>The ones in such a word, from 1.</summary>
    public string[] Units { get => field ?? []; init; }

    public string[] Ones { get => field ?? []; init; }

    public required string[] Hundred { get; init; }

    public required string[] Thousand { get; init; }

    public required string[] And { get; init; }

    public required string[] Zeros { get; init; }

    public required Dictionary<string, int> Repeats { get; init; }

    public required string[] Yes { get; init; }

    public required string[] No { get; init; }

    public required string[] Negations { get; init; }

    public required string[] Narration { get; init; }

    public required Dictionary<string, string> Channels { get; init; }

    public required Dictionary<string, string> Languages { get; init; }
}
