using System.Text.Json.Nodes;

namespace Elaoms.Tests.Indexes.OpenMemory;

/// <summary>A memory as the server holds it.</summary>
/// <param name="Id">The server's id.</param>
/// <param name="User">Whose.</param>
/// <param name="Given">The text that was given.</param>
/// <param name="Content">What is kept of it.</param>
/// <param name="Sector">Its sector.</param>
/// <param name="Metadata">What came with it.</param>
/// <param name="Tags">Its tags.</param>
/// <param name="CreatedAt">When it was added, in Unix ms.</param>
public sealed record ServerMemory(
    string Id, string User, string Given, string Content, string Sector, JsonNode Metadata, JsonNode Tags, long CreatedAt)
{
    /// <summary>Its place among all that were ever added.</summary>
    public int Number { get; init; }

    /// <summary>Its sector and those it touches too.</summary>
    public IReadOnlyList<string> Sectors { get; init; } = [Sector];

    /// <summary>Its weight, from 0 to 1.</summary>
    public double Salience { get; init; } = 0.4;

    /// <summary>When it was changed, in Unix ms.</summary>
    public long UpdatedAt { get; init; } = CreatedAt;

    /// <summary>When it was last found, in Unix ms.</summary>
    public long LastSeenAt { get; init; } = CreatedAt;

    /// <summary>The words of what is kept.</summary>
    internal IReadOnlySet<string> Words { get; } = OpenMemoryText.Words(Content);

    /// <summary>The hash by which another text is taken for the same; null for a text without words.</summary>
    internal uint? Hash { get; } = OpenMemoryText.Hash(Given);

    /// <summary>Its weight when a while has gone by.</summary>
    internal double SalienceAt(long now)
    {
        var faded = Math.Exp(-OpenMemorySectors.DecayOf(Sector) * Math.Max(0, now - LastSeenAt) / 86_400_000d);
        return Salience * faded + 0.08 * (1 - faded);
    }
}
