using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Elaoms.Indexes.OpenMemory;
using Microsoft.AspNetCore.Http;

namespace Elaoms.Tests.Indexes.OpenMemory;

/// <summary>A request that has been read to its end.</summary>
/// <param name="Method">The method.</param>
/// <param name="Target">Path and query as they came.</param>
/// <param name="Path">The parts of the path, decoded one by one.</param>
/// <param name="Query">The query string.</param>
/// <param name="Key">The key it shows; empty for none.</param>
/// <param name="Text">The body.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="SaysJson">Whether the body says that it is JSON; no other is looked at.</param>
internal sealed partial record OpenMemoryRequest(
    string Method, string Target, string[] Path, IQueryCollection Query, string Key, string Text, long Length, bool SaysJson)
{
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 1000 };

    /// <summary>Whether the body is to be JSON and is not.</summary>
    public bool IsBadJson { get; private init; }

    /// <summary>The body; null when there is none that is JSON.</summary>
    public JsonNode? Body { get; private init; }

    public static OpenMemoryRequest Of(HttpRequest request, string target, string text, long length)
    {
        var path = target.Split('?')[0].Trim('/').Split('/').Select(Uri.UnescapeDataString);
        var saysJson = request.ContentType?.Contains("application/json", StringComparison.OrdinalIgnoreCase) == true;
        var read = new OpenMemoryRequest(request.Method, target, [.. path], request.Query, KeyOf(request.Headers), text, length, saysJson);
        try
        {
            // Halves of surrogate pairs are accepted, and are lost when the text is stored.
            return saysJson && length > 0 ? read with { Body = JsonNode.Parse(WithoutHalves(text), nodeOptions: null, Deep) } : read;
        }
        catch (JsonException)
        {
            return read with { IsBadJson = true };
        }
    }

    /// <summary>Whether it ends the process: by what was set, or as both versions are known to end.</summary>
    public bool IsDeadlyFor(FakeOpenMemory server)
        => (server.Faults.DiesOn is { } deadly && (Target + "\n" + Text).Contains(deadly, StringComparison.Ordinal))
            || BadEscape.IsMatch(Target.Split('?')[0])
            || (server.Dialect == OpenMemoryDialect.UserIds && Is("POST", "memory", "query") && !(SaysJson && Length > 0));

    public bool Is(string method, params ReadOnlySpan<string> path) => Method == method && path.SequenceEqual(Path);

    private static string WithoutHalves(string json)
        => Surrogate.Replace(json, match => match.Groups["kept"].Success ? match.Value : @"\ufffd");

    private static string KeyOf(IHeaderDictionary headers)
    {
        if (headers.TryGetValue("x-api-key", out var key))
            return key.ToString();
        var authorization = headers.Authorization.ToString();
        return authorization.StartsWith("Bearer ", StringComparison.Ordinal)
            || authorization.StartsWith("ApiKey ", StringComparison.Ordinal)
            ? authorization[7..]
            : "";
    }

    [GeneratedRegex("%(?![0-9a-fA-F]{2})", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex BadEscape { get; }

    [GeneratedRegex(
        @"(?<kept>\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\[^u])|\\u[dD][89a-fA-F][0-9a-fA-F]{2}",
        RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Surrogate { get; }
}
