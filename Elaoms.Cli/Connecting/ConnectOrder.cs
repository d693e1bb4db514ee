namespace Elaoms.Cli.Connecting;

/// <summary>What <c>elaoms connect</c> was told.</summary>
internal sealed record ConnectOrder
{
    public required IReadOnlyList<string> Agents { get; init; }

    public bool AllWithNumbers { get; init; }

    public Uri? Url { get; init; }

    public Uri? PostCall { get; init; }

    public bool Apply { get; init; }

    public bool Ask { get; init; }

    public bool Undo { get; init; }

    public bool Collect { get; init; }

    public bool Prompt { get; init; }

    public bool Test { get; init; }

    public bool Json { get; init; }

    public IReadOnlyList<string> Nodes { get; init; } = [];

    public string? Variable { get; init; }

    public string? Webhook { get; init; }

    /// <summary>Whether the deployment is in Azure, and its keys in a key vault.</summary>
    public bool Azure { get; init; }

    public string? State { get; init; }

    public FileInfo? EnvFile { get; init; }
}
