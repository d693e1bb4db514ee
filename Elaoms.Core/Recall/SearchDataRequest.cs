using System.Text.Json;
using Elaoms.Core.Json;

namespace Elaoms.Core.Recall;

/// <summary>
/// What an agent's tool asks during a call. The platform sends the parameters flat or under <c>parameters</c>: its documentation
/// shows both.
/// </summary>
/// <param name="Query">What to look for; null when it is missing, which is the one thing that is refused.</param>
/// <param name="Count">How many memories at most.</param>
public sealed record SearchDataRequest(string? Query, int Count)
{
    /// <summary>How many memories unless asked otherwise.</summary>
    public const int DefaultCount = 10;

    /// <summary>The most memories of one answer.</summary>
    public const int MaxCount = 50;

    /// <summary>The most characters of a query; what is beyond is cut off.</summary>
    public const int MaxQueryLength = 2000;

    /// <summary>An id of the caller: the platform's, or, in tools of older agents, the application's.</summary>
    public string? UserId { get; init; }

    /// <summary>The platform's id of the caller.</summary>
    public string? CallerId { get; init; }

    /// <summary>The application's own id of its user.</summary>
    public string? AppUserId { get; init; }

    /// <summary>The agent that asks.</summary>
    public string? AgentId { get; init; }

    /// <summary>Reads a request body; null when it is no JSON object.</summary>
    public static SearchDataRequest? Parse(ReadOnlyMemory<byte> utf8)
    {
        using var document = TolerantJson.ParseObject(utf8);
        return document is null ? null : Of(document.RootElement);
    }

    /// <summary>Reads a request.</summary>
    /// <param name="outer">A JSON object.</param>
    public static SearchDataRequest Of(JsonElement outer)
    {
        var inner = outer.Object("parameters") ?? outer;
        var query = (inner.Property("query") ?? outer.Property("query")) is { ValueKind: JsonValueKind.String } text
            ? text.AsText(MaxQueryLength)
            : null;
        return new SearchDataRequest(query, CountOf(inner.Number("k") ?? outer.Number("k")))
        {
            UserId = TextOf("user_id"),
            CallerId = TextOf("caller_id"),
            AppUserId = TextOf("app_user_id"),
            AgentId = TextOf("agent_id"),
        };

        string? TextOf(string name) => inner.Text(name) ?? outer.Text(name);
    }

    private static int CountOf(double? asked) => (int)Math.Clamp(asked ?? DefaultCount, 1, MaxCount);
}
