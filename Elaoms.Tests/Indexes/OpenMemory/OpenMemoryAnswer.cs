using System.Text.Json.Nodes;

namespace Elaoms.Tests.Indexes.OpenMemory;

/// <summary>An answer of the server.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Json">The body; null for text.</param>
/// <param name="Text">The body as text.</param>
/// <param name="ContentType">What the body says that it is; plain text says nothing.</param>
internal sealed record OpenMemoryAnswer(int Status, JsonNode? Json, string? Text = null, string? ContentType = null)
{
    public static OpenMemoryAnswer NoRoute { get; } = new(404, Json: null, "404: Not Found");

    public static OpenMemoryAnswer TooLarge { get; } = new(413, Json: null, "Payload Too Large");

    public static OpenMemoryAnswer TenantMismatch { get; } = New(
        403, "tenant_mismatch",
        "user_id does not match authenticated tenant; user_id is derived from the API key and must not be supplied or must equal the "
            + "tenant");

    public static OpenMemoryAnswer NotFound { get; } = Old(404, "nf");

    public static OpenMemoryAnswer Forbidden { get; } = Old(403, "forbidden");

    public string? ContentType { get; } = ContentType ?? (Json is null ? null : "application/json");

    public static OpenMemoryAnswer Ok(JsonNode json) => new(200, json);

    /// <summary>The answer to a search; without a query it does not repeat it.</summary>
    public static OpenMemoryAnswer Matches(JsonNode? query, params IEnumerable<JsonNode?> matches)
    {
        var answer = new JsonObject();
        if (query is not null)
            answer["query"] = query;
        answer["matches"] = new JsonArray([.. matches]);
        return Ok(answer);
    }

    /// <summary>The old style of errors.</summary>
    public static OpenMemoryAnswer Old(int status, string error) => new(status, new JsonObject { ["err"] = error });

    /// <summary>The new style of errors.</summary>
    public static OpenMemoryAnswer New(int status, string error, string? message = null)
    {
        var json = new JsonObject { ["error"] = error };
        if (message is not null)
            json["message"] = message;
        return new OpenMemoryAnswer(status, json);
    }

    /// <summary>The new style, for a body that is not as it must be.</summary>
    public static OpenMemoryAnswer Invalid(params IEnumerable<string> details)
        => new(400, new JsonObject
        {
            ["error"] = "invalid_input",
            ["details"] = new JsonArray([.. details.Select(detail => JsonValue.Create(detail))]),
        });
}
