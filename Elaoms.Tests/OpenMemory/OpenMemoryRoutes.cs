using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Elaoms.Core.OpenMemory;
using Microsoft.AspNetCore.Http;

namespace Elaoms.Tests.OpenMemory;

/// <summary>The server's routes, in both dialects.</summary>
internal sealed class OpenMemoryRoutes(OpenMemoryServer server, OpenMemoryStore store, TimeProvider time)
{
    private static readonly string[] Sectors = ["episodic", "semantic", "procedural", "emotional", "reflective"];

    private bool HasTenants => server.Dialect == OpenMemoryDialect.Tenants;

    /// <summary>Answers a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="tenant">Whose key it bears; null where there are no tenants.</param>
    /// <param name="body">Its body; null when it is no JSON.</param>
    public async Task<OpenMemoryAnswer> AnswerAsync(HttpRequest request, string? tenant, JsonNode? body)
    {
        var path = request.Path.Value!.Trim('/').Split('/');
        return (request.Method, path) switch
        {
            ("POST", ["memory", "add"]) => await AddAsync(body, tenant, request.HttpContext.RequestAborted),
            ("POST", ["memory", "query"]) => await QueryAsync(body, tenant, request.HttpContext.RequestAborted),
            ("GET", ["memory", "all"]) => All(request.Query, tenant),
            ("GET", ["memory", var id]) => WithOwn(id, request.Query["user_id"], tenant, memory => OpenMemoryAnswer.Ok(Describe(memory, withSectors: true))),
            ("DELETE", ["memory", var id]) => WithOwn(id, request.Query["user_id"], tenant, Delete),
            ("POST", ["memory", "reinforce"]) => Reinforce(body),
            ("DELETE", ["users", var user, "memories"]) => HasTenants && user != tenant ? OpenMemoryAnswer.TenantMismatch : DeleteAll(user),
            _ => OpenMemoryAnswer.NoRoute,
        };
    }

    private async Task<OpenMemoryAnswer> AddAsync(JsonNode? body, string? tenant, CancellationToken cancellationToken)
    {
        if (HasTenants && (Check.Add(body) is { } wrong ? wrong : Check.Tenant(tenant, body!["user_id"])) is { } refused)
            return refused;
        if (!HasTenants && body?["content"]?.ToString() is null or "")
            return OpenMemoryAnswer.Old(400, "content");
        if (body!["content"] is not JsonValue text || text.GetValueKind() != JsonValueKind.String)
            return OpenMemoryAnswer.Old(500, "txt.split is not a function");

        var content = (string)text!;
        var user = HasTenants ? tenant! : (string?)body["user_id"] ?? "anonymous";
        if (server.Faults.TooLarge is { } tooLarge && content.Contains(tooLarge, StringComparison.Ordinal))
            return OpenMemoryAnswer.TooLarge;
        if (server.Faults.ForeignIds && store.Memories.FirstOrDefault(memory => memory.Metadata["elaoms_caller"]?.ToString() != body["metadata"]?["elaoms_caller"]?.ToString()) is { } foreign)
            return Added(foreign, merged: false);
        var same = store.FindSame(content, wordlessAreAlike: !HasTenants);
        // Looking and adding are two steps there too: what comes meanwhile is not seen.
        if (server.Faults.AddDelay > TimeSpan.Zero)
            await Task.Delay(server.Faults.AddDelay, cancellationToken);
        return same is null ? Added(store.Add(content, user, body["metadata"], body["tags"]), merged: false) : Added(same, merged: true);
    }

    private static OpenMemoryAnswer Added(ServerMemory memory, bool merged)
    {
        var answer = new JsonObject { ["id"] = memory.Id, ["primary_sector"] = memory.Sector, ["sectors"] = new JsonArray(memory.Sector) };
        answer[merged ? "deduplicated" : "chunks"] = merged ? true : 1;
        return OpenMemoryAnswer.Ok(answer);
    }

    private async Task<OpenMemoryAnswer> QueryAsync(JsonNode? body, string? tenant, CancellationToken cancellationToken)
    {
        if (HasTenants && (Check.Query(body) is { } wrong ? wrong : Check.Tenant(tenant, body!["user_id"], body["filters"]?["user_id"])) is { } refused)
            return refused;
        if (server.Faults.QueryDelay != TimeSpan.Zero)
            await Task.Delay(server.Faults.QueryDelay, cancellationToken);
        if (body?["query"] is not JsonValue query)
            return OpenMemoryAnswer.Ok(new JsonObject { ["matches"] = new JsonArray() });

        var user = HasTenants ? tenant : (string?)body["filters"]?["user_id"] ?? (string?)body["user_id"];
        var count = (int?)body["k"] ?? 8;
        var found = count < 0 ? [] : store.Search((string)query!, count, user, (string?)body["filters"]?["sector"], scansAll: !HasTenants);
        // Scores are relative to the other matches; one match alone has none.
        var matches = found.Select((memory, place) => (JsonNode)new JsonObject
        {
            ["id"] = memory.Id,
            ["content"] = memory.Content,
            ["score"] = found.Count == 1 ? 0 : (found.Count - 1) / 2d - place,
            ["sectors"] = new JsonArray(memory.Sector),
            ["primary_sector"] = memory.Sector,
            ["path"] = new JsonArray(memory.Id),
            ["salience"] = 0.4,
            ["last_seen_at"] = memory.CreatedAt,
        });
        return OpenMemoryAnswer.Ok(new JsonObject { ["query"] = (string)query!, ["matches"] = new JsonArray([.. matches]) });
    }

    private OpenMemoryAnswer All(IQueryCollection query, string? tenant)
    {
        if (HasTenants && Check.Tenant(tenant, Text(query["user_id"])) is { } refused)
            return refused;
        var (limit, offset) = (Number(query["l"], 100), Number(query["u"], 0));
        if (HasTenants && (limit is < 0 or > 10_000 || offset < 0))
            return OpenMemoryAnswer.New(400, "invalid_pagination");
        var sector = (string?)query["sector"];
        var page = store.Of(HasTenants ? tenant : query["user_id"]).Skip(offset).Take(limit).Where(memory => sector is null || memory.Sector == sector);
        return OpenMemoryAnswer.Ok(new JsonObject { ["items"] = new JsonArray([.. page.Select(memory => Describe(memory, withSectors: false))]) });
    }

    private OpenMemoryAnswer WithOwn(string id, string? user, string? tenant, Func<ServerMemory, OpenMemoryAnswer> answer)
    {
        if (HasTenants && Check.Tenant(tenant, Text(user)) is { } refused)
            return refused;
        if (store.Get(id) is not { } memory)
            return OpenMemoryAnswer.Old(404, "nf");
        // The old one guards only when the user is named.
        return (tenant ?? user ?? memory.User) == memory.User ? answer(memory) : OpenMemoryAnswer.Old(403, "forbidden");
    }

    private OpenMemoryAnswer Delete(ServerMemory memory)
    {
        store.Delete(memory.Id);
        return OpenMemoryAnswer.Ok(new JsonObject { ["ok"] = true });
    }

    private OpenMemoryAnswer DeleteAll(string user)
    {
        var deleted = store.Of(user).Count(memory => store.Delete(memory.Id));
        return OpenMemoryAnswer.Ok(new JsonObject { ["ok"] = true, ["deleted"] = deleted });
    }

    private OpenMemoryAnswer Reinforce(JsonNode? body)
    {
        if (HasTenants && Check.Reinforce(body) is { } refused)
            return refused;
        return store.Get((string?)body?["id"] ?? "") is null ? OpenMemoryAnswer.Old(404, "nf") : OpenMemoryAnswer.Ok(new JsonObject { ["ok"] = true });
    }

    private JsonObject Describe(ServerMemory memory, bool withSectors)
    {
        var described = new JsonObject
        {
            ["id"] = memory.Id,
            ["content"] = memory.Content,
            ["primary_sector"] = memory.Sector,
            ["tags"] = memory.Tags.DeepClone(),
            ["metadata"] = memory.Metadata.DeepClone(),
            ["created_at"] = memory.CreatedAt,
            ["updated_at"] = memory.CreatedAt,
            ["last_seen_at"] = time.GetUtcNow().ToUnixTimeMilliseconds(),
            ["salience"] = 0.4,
            ["decay_lambda"] = Math.Round(0.005 * (1 + Array.IndexOf(Sectors, memory.Sector)), 3),
            ["version"] = 1,
            ["user_id"] = memory.User,
        };
        if (withSectors)
            described["sectors"] = new JsonArray(memory.Sector);
        return described;
    }

    private static JsonValue? Text(string? value) => value is null ? null : JsonValue.Create(value);

    private static int Number(string? text, int fallback) => int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : fallback;
}
