using System.Text.Json;

namespace Elaoms.Tests.Processing.Corpus;

/// <summary>A call of the labelled corpus.</summary>
internal sealed record CorpusCall
{
    public required DateTimeOffset Start { get; init; }

    /// <summary>Each <c>a: …</c> for the agent or <c>c: …</c> for the caller.</summary>
    public required IReadOnlyList<string> Turns { get; init; }

    public IReadOnlyDictionary<string, JsonElement> Collected { get; set; } = new Dictionary<string, JsonElement>(StringComparer.Ordinal);

    public string? Title { get; init; }

    public string? Summary { get; init; }

    public string? Outcome { get; init; }
}
