using System.Text.Json;
using Elaoms.Core.Callers;
using Elaoms.Core.Json;

namespace Elaoms.Core.Recall;

/// <summary>
/// What an agent's tool asks during a call. The platform sends the tool's parameters flat, or, by another of its texts, under <c>parameters</c>.
/// </summary>
/// <param name="Query">What to look for; null when it is missing, which is the one thing that is refused.</param>
/// <param name="Caller">Whose memory; null for a hidden, missing or contradictory caller, who has none.</param>
/// <param name="Count">How many memories at most.</param>
public sealed record SearchDataRequest(string? Query, Caller? Caller, int Count)
{
    /// <summary>How many memories unless asked otherwise.</summary>
    public const int DefaultCount = 10;

    /// <summary>The most memories of one answer.</summary>
    public const int MaxCount = 50;

    private const int MaxQueryLength = 2000;

    /// <summary>Reads a request body; null when it is no JSON object.</summary>
    public static SearchDataRequest? Parse(ReadOnlyMemory<byte> utf8)
    {
        using var document = TolerantJson.ParseObject(utf8);
        if (document is null)
            return null;

        var outer = document.RootElement;
        var inner = outer.Object("parameters") ?? outer;
        var query = (inner.Property("query") ?? outer.Property("query")) is { ValueKind: JsonValueKind.String } text ? text.AsText(MaxQueryLength) : null;
        return new SearchDataRequest(query, CallerOf(inner, outer), CountOf(inner.Number("k") ?? outer.Number("k")));
    }

    // Two ids that name two people: one of them was talked into the model, and there is no telling which.
    private static Caller? CallerOf(JsonElement inner, JsonElement outer)
    {
        Caller? found = null;
        foreach (var name in (ReadOnlySpan<string>)["user_id", "caller_id"])
        {
            if (Caller.Read(inner.Text(name) ?? outer.Text(name), out var caller) != CallerReading.Known)
                continue;
            if (found is not null && found != caller)
                return null;
            found = caller;
        }

        return found;
    }

    private static int CountOf(double? asked) => (int)Math.Clamp(asked ?? DefaultCount, 1, MaxCount);
}
