using System.Text.Json.Nodes;

namespace Elaoms.FakePlatform;

/// <summary>A request as it came.</summary>
/// <param name="Method">The method.</param>
/// <param name="Path">The path.</param>
/// <param name="Query">The query's values; a name that comes twice has its last.</param>
/// <param name="Body">The body; null without one.</param>
public sealed record PlatformRequest(string Method, string Path, IReadOnlyDictionary<string, string> Query, JsonNode? Body)
{
    /// <summary>Path and query.</summary>
    public string Target
        => Query.Count == 0 ? Path : Path + "?" + string.Join('&', Query.Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value)}"));

    internal IReadOnlyList<string> Parts { get; } = [.. Path.Trim('/').Split('/').Select(Uri.UnescapeDataString)];

    internal string? Text(string name) => Query.GetValueOrDefault(name);
}
