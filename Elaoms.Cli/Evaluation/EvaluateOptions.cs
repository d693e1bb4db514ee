namespace Elaoms.Cli.Evaluation;

/// <summary>What <c>elaoms evaluate</c> is asked for.</summary>
internal sealed record EvaluateOptions
{
    /// <summary>Files and folders with calls.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>Whether JSON is printed.</summary>
    public bool IsJson { get; init; }

    /// <summary>One of <see cref="Input.TranscriptCasing.All"/>; null to leave the callers' words as they are.</summary>
    public string? Casing { get; init; }

    /// <summary>How many calls are learned; null for all.</summary>
    public int? Sample { get; init; }

    /// <summary>What random choices come from.</summary>
    public int Seed { get; init; }

    /// <summary>Where a sheet is written; null for none.</summary>
    public string? Sheet { get; init; }

    /// <summary>How many rows it has; null for all.</summary>
    public int? SheetRows { get; init; }

    /// <summary>One of <see cref="Sheets.SheetContent.All"/>.</summary>
    public required string SheetContent { get; init; }
}
