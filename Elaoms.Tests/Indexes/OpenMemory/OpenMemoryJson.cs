using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Elaoms.Indexes.OpenMemory;
using Microsoft.Extensions.Primitives;

namespace Elaoms.Tests.Indexes.OpenMemory;

/// <summary>How the server writes what it has, and reads what is asked.</summary>
internal static class OpenMemoryJson
{
    private const string Health = """
        {"ok":true,"version":"2.0-hsg-tiered","embedding":{"provider":"synthetic","fallback_chain":["synthetic"],"dimensions":1536,
        "mode":"simple","batch_support":false,"advanced_parallel":false,"embed_delay_ms":200,"configured":true,"type":"synthetic"},
        "tier":"hybrid","dim":1536,"cache":3,
        "expected":{"recall":98,"qps":"700-800","ram":"0.5gb/10k","use":"For high accuracy"}}
        """;

    public static OpenMemoryAnswer Healthy => OpenMemoryAnswer.Ok(JsonNode.Parse(Health)!);

    public static OpenMemoryAnswer Added(ServerMemory memory, bool isMerged)
    {
        var answer = new JsonObject { ["id"] = memory.Id, ["primary_sector"] = memory.Sector, ["sectors"] = Texts(memory.Sectors) };
        answer[isMerged ? "deduplicated" : "chunks"] = isMerged ? true : OpenMemoryText.Chunks(memory.Given);
        return OpenMemoryAnswer.Ok(answer);
    }

    public static JsonObject Match(OpenMemoryMatch match) => new()
    {
        ["id"] = match.Memory.Id,
        ["content"] = match.Memory.Content,
        ["score"] = match.Score,
        ["sectors"] = Texts(match.Memory.Sectors),
        ["primary_sector"] = match.Memory.Sector,
        ["path"] = new JsonArray(match.Memory.Id),
        ["salience"] = match.Salience,
        ["last_seen_at"] = match.Memory.LastSeenAt,
    };

    /// <summary>A memory asked for by its id.</summary>
    public static JsonObject Alone(ServerMemory memory)
    {
        var described = InList(memory, withUser: true);
        described["sectors"] = Texts(memory.Sectors);
        return described;
    }

    /// <summary>A memory among others.</summary>
    public static JsonObject InList(ServerMemory memory, bool withUser)
    {
        var described = new JsonObject
        {
            ["id"] = memory.Id,
            ["content"] = memory.Content,
            ["tags"] = memory.Tags.DeepClone(),
            ["metadata"] = memory.Metadata.DeepClone(),
            ["created_at"] = memory.CreatedAt,
            ["updated_at"] = memory.UpdatedAt,
            ["last_seen_at"] = memory.LastSeenAt,
            ["salience"] = memory.Salience,
            ["decay_lambda"] = OpenMemorySectors.DecayOf(memory.Sector),
            ["primary_sector"] = memory.Sector,
            ["version"] = 1,
        };
        if (withUser)
            described["user_id"] = memory.User;
        return described;
    }

    /// <summary>A search as it is asked for; null when it can't be read.</summary>
    public static OpenMemoryQuery? Query(JsonObject body, string? tenant, OpenMemoryDialect dialect)
    {
        if (Text(body["query"]) is not { } text)
            return null;
        var (filters, isNew) = (body["filters"] as JsonObject, dialect == OpenMemoryDialect.Tenants);
        var count = Number(body["k"]) is { } k && k != 0 ? (int)Math.Clamp(k, -1, 10_000) : 8;
        return new OpenMemoryQuery(
            text,
            count,
            tenant ?? Text(filters?["user_id"]) ?? Text(body["user_id"]),
            Text(filters?["sector"]),
            Number(filters?["min_score"]),
            isNew ? Number(filters?["startTime"]) ?? Number(body["startTime"]) : null,
            isNew ? Number(filters?["endTime"]) ?? Number(body["endTime"]) : null,
            ScansAll: !isNew);
    }

    /// <summary>A text; null for anything else.</summary>
    public static string? Text(JsonNode? node) => node?.GetValueKind() == JsonValueKind.String ? (string?)node : null;

    /// <summary>A number; null for anything else.</summary>
    public static double? Number(JsonNode? node) => node?.GetValueKind() == JsonValueKind.Number ? node.GetValue<double>() : null;

    /// <summary>A number of the query string.</summary>
    public static int Number(StringValues text, int fallback)
        => int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : fallback;

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => JsonValue.Create(text))]);
}
