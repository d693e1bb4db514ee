namespace Elaoms.Core.Settings;

/// <summary>Which agents belong to which tenant. What the callers of one tenant said is never found from another.</summary>
/// <param name="ByAgent">The names by agent id.</param>
public sealed record Tenants(IReadOnlyDictionary<string, string> ByAgent)
{
    /// <summary>The tenant of all agents that are not named.</summary>
    public const string Default = "default";

    /// <summary>The most characters of a name.</summary>
    public const int MaxLength = 64;

    /// <summary>What a name looks like, for people.</summary>
    public const string Form = "1 to 64 ASCII letters, digits, hyphens, underscores and dots";

    /// <summary>All agents share the default tenant.</summary>
    public static Tenants None { get; } = new(new Dictionary<string, string>(StringComparer.Ordinal));

    /// <summary>Every tenant there is, the default one first.</summary>
    public IReadOnlyList<string> Names { get; } =
        [.. ByAgent.Values.Order(StringComparer.Ordinal).Prepend(Default).Distinct(StringComparer.Ordinal)];

    /// <summary>The tenant of an agent.</summary>
    public string Of(string? agentId) => agentId is not null && ByAgent.TryGetValue(agentId, out var name) ? name : Default;

    /// <summary>
    /// Whether a text can be a name: letters and digits of ASCII, <c>-</c>, <c>_</c> and <c>.</c>. It becomes part of what is hashed to a
    /// caller key, so it holds no line break.
    /// </summary>
    public static bool IsName(string text)
        => text.Length is > 0 and <= MaxLength && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
}
