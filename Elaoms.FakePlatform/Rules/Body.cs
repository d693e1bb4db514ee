using System.Globalization;
using System.Text.Json.Nodes;

namespace Elaoms.FakePlatform.Rules;

/// <summary>Checks of a request's body and query. Each refusal names the field.</summary>
internal static class Body
{
    public static JsonObject Object(PlatformRequest request, string[] required, params string[] optional)
        => Object(request.Body, "body", required, optional);

    public static JsonObject Object(JsonNode? node, string place, string[] required, params string[] optional)
    {
        if (node is not JsonObject body)
            throw PlatformError.Invalid(place, "Input should be a valid dictionary", "dict_type");
        foreach (var name in required)
        {
            if (!body.ContainsKey(name))
                throw PlatformError.Invalid($"{place}.{name}", "Field required", "missing");
        }

        if (body.Select(field => field.Key).FirstOrDefault(name => !required.Contains(name) && !optional.Contains(name)) is { } unknown)
            throw PlatformError.Invalid($"{place}.{unknown}", "Extra inputs are not permitted", "extra_forbidden");
        return body;
    }

    public static string Text(JsonObject body, string name, string place = "body")
        => body[name] is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0
            ? text
            : throw PlatformError.Invalid($"{place}.{name}", "Input should be a valid string", "string_type");

    public static bool Flag(JsonObject body, string name)
        => body[name] is JsonValue value && value.TryGetValue<bool>(out var flag)
            ? flag
            : throw PlatformError.Invalid($"body.{name}", "Input should be a valid boolean", "bool_type");

    public static void Query(PlatformRequest request, params string[] allowed)
    {
        foreach (var (name, value) in request.Query)
        {
            if (!allowed.Contains(name))
                throw PlatformError.Invalid($"query.{name}", "Extra inputs are not permitted", "extra_forbidden");
            if (name is "page_size" or "limit" or "dependency_limit"
                && !(int.TryParse(value, CultureInfo.InvariantCulture, out var size) && size is >= 1 and <= 100))
                throw PlatformError.Invalid($"query.{name}", "Input should be less than or equal to 100", "less_than_equal");
        }
    }

    /// <summary>Where the platform may be told to go: https, or this machine, where tests run.</summary>
    public static void Address(string url, string place)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme != "https" && !address.IsLoopback)
            throw PlatformError.Invalid(place, "The URL must use https", "url_scheme");
    }
}
