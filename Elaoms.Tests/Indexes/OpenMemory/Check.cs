using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Elaoms.Tests.Indexes.OpenMemory;

/// <summary>The checks of the newer dialect, with the words it uses.</summary>
internal static class Check
{
    public static OpenMemoryAnswer? Add(JsonNode? body) => All(
        body, Text(body, "content", 1, 200_000, required: true), Kind(body, "tags", JsonValueKind.Array),
        Kind(body, "metadata", JsonValueKind.Object), Text(body, "user_id", 0, 256, required: false));

    public static OpenMemoryAnswer? Query(JsonNode? body) => All(
        body, Text(body, "query", 1, 8192, required: true), Number(body, "k", 1, 200), Text(body, "user_id", 0, 256, required: false),
        Number(body, "startTime"), Number(body, "endTime"), Kind(body, "filters", JsonValueKind.Object),
        Text(Filters(body), "user_id", 0, 256, required: false, "filters."),
        Number(Filters(body), "min_score", 0, 1, isWhole: false, "filters."),
        Text(Filters(body), "sector", 0, 256, required: false, "filters."),
        Number(Filters(body), "startTime", of: "filters."),
        Number(Filters(body), "endTime", of: "filters."));

    public static OpenMemoryAnswer? Reinforce(JsonNode? body) => All(
        body, Text(body, "id", 1, 256, required: true), Number(body, "boost", 0, 100, isWhole: false),
        Text(body, "user_id", 0, 256, required: false));

    public static OpenMemoryAnswer? Tenant(string? tenant, params ReadOnlySpan<JsonNode?> named)
    {
        foreach (var user in named)
        {
            if (user is not null && user.ToString() is { Length: > 0 } text && text != tenant)
                return OpenMemoryAnswer.TenantMismatch;
        }

        return null;
    }

    private static OpenMemoryAnswer? All(JsonNode? body, params IEnumerable<string?> details)
    {
        if (body is not JsonObject)
            return OpenMemoryAnswer.Invalid("body: expected object");
        return details.OfType<string>().ToList() is { Count: > 0 } wrong ? OpenMemoryAnswer.Invalid(wrong) : null;
    }

    private static string? Text(JsonNode? body, string name, int min, int max, bool required, string of = "")
    {
        if (body is not JsonObject parent || !parent.TryGetPropertyValue(name, out var value))
            return required ? $"{of}{name}: required" : null;
        if (value is null)
            return $"{of}{name}: must not be null";
        if (value.GetValueKind() != JsonValueKind.String)
            return $"{of}{name}: expected string, got {NameOf(value)}";
        var length = ((string)value!).Length;
        return length < min ? $"{of}{name}: length < {min}" : length > max ? $"{of}{name}: length > {max}" : null;
    }

    private static string? Number(
        JsonNode? body, string name, double min = double.MinValue, double max = double.MaxValue, bool isWhole = true, string of = "")
    {
        if (body is not JsonObject parent || parent[name] is not { } value)
            return null;
        if (value.GetValueKind() != JsonValueKind.Number)
            return $"{of}{name}: expected number, got {NameOf(value)}";
        var number = value.GetValue<double>();
        if (isWhole && number != Math.Floor(number))
            return $"{of}{name}: expected integer";
        return number < min
            ? string.Create(CultureInfo.InvariantCulture, $"{of}{name}: < {min}")
            : number > max ? string.Create(CultureInfo.InvariantCulture, $"{of}{name}: > {max}") : null;
    }

    private static string? Kind(JsonNode? body, string name, JsonValueKind kind)
        => body is JsonObject parent && parent[name] is { } value && value.GetValueKind() != kind
            ? $"{name}: expected {Name(kind)}, got {NameOf(value)}"
            : null;

    private static JsonObject? Filters(JsonNode? body) => (body as JsonObject)?["filters"] as JsonObject;

    private static string NameOf(JsonNode value) => Name(value.GetValueKind());

    private static string Name(JsonValueKind kind) => kind switch
    {
        JsonValueKind.True or JsonValueKind.False => "boolean",
        _ => kind.ToString().ToLowerInvariant(),
    };
}
