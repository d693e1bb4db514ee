using System.Text.Json.Nodes;
using Elaoms.Indexes.OpenMemory;

namespace Elaoms.Tests.Indexes.OpenMemory;

/// <summary>The server's routes, in both dialects.</summary>
internal sealed class OpenMemoryRoutes(FakeOpenMemory server, OpenMemoryStore store, TimeProvider time)
{
    private int _searching;

    private bool HasTenants => server.Dialect == OpenMemoryDialect.Tenants;

    /// <summary>Answers a request that was let in.</summary>
    public async Task<OpenMemoryAnswer> AnswerAsync(OpenMemoryRequest request, CancellationToken cancellationToken)
    {
        if (HasTenants && request.IsBadJson)
            return OpenMemoryAnswer.New(400, "invalid_json");
        var tenant = OpenMemoryGate.Tenant(server);
        var user = (string?)request.Query["user_id"];
        if (HasTenants && Check.Tenant(tenant, user is null ? null : JsonValue.Create(user)) is { } refused)
            return refused;

        // The new one takes no body for an empty one, and says what is wrong with others. To the old one all that is no object is none.
        var body = HasTenants && request.Body is null ? [] : request.Body as JsonObject;
        return (request.Method, request.Path) switch
        {
            ("GET", ["health"]) => OpenMemoryJson.Healthy,
            ("POST", ["memory", "add"]) => await AddAsync(body, tenant, cancellationToken),
            ("POST", ["memory", "query"]) => await QueryAsync(body, tenant, cancellationToken),
            ("POST", ["memory", "reinforce"]) => Reinforce(body, tenant),
            ("GET", ["memory", "all"]) => All(request, tenant ?? user),
            ("GET", ["memory", var id]) => WithOwn(id, tenant ?? user, memory => OpenMemoryAnswer.Ok(OpenMemoryJson.Alone(memory))),
            ("DELETE", ["memory", var id]) => WithOwn(id, tenant ?? user, Delete),
            (_, ["users", var owner, _]) when HasTenants && owner != tenant => OpenMemoryAnswer.TenantMismatch,
            ("DELETE", ["users", var owner, "memories"]) => DeleteAll(owner),
            ("GET", ["users", var owner, "memories"]) => OfUser(request, owner),
            ("GET", ["users", var owner, "summary"]) => Summary(owner),
            _ => OpenMemoryAnswer.NoRoute,
        };
    }

    private async Task<OpenMemoryAnswer> AddAsync(JsonObject? body, string? tenant, CancellationToken cancellationToken)
    {
        if (HasTenants && (Check.Add(body) ?? Check.Tenant(tenant, body!["user_id"])) is { } refused)
            return refused;
        if (!HasTenants && body?["content"]?.ToString() is null or "" or "0" or "false")
            return OpenMemoryAnswer.Old(400, "content");
        if (OpenMemoryJson.Text(body!["content"]) is not { } content)
            return OpenMemoryAnswer.Old(500, "txt.split is not a function");
        if (server.Faults.TooLarge is { } tooLarge && content.Contains(tooLarge, StringComparison.Ordinal))
            return OpenMemoryAnswer.TooLarge;
        if (server.Faults.ForeignIds
            && store.Memories.FirstOrDefault(memory => CallerOf(memory.Metadata) != CallerOf(body["metadata"])) is { } foreign)
            return OpenMemoryJson.Added(foreign, isMerged: false);

        var same = store.FindSame(content, wordlessAreAlike: !HasTenants);
        // Looking and adding are two steps there too: what comes meanwhile is not seen.
        if (server.Faults.AddDelay > TimeSpan.Zero)
            await Task.Delay(server.Faults.AddDelay, time, cancellationToken);
        if (same is null)
            return OpenMemoryJson.Added(
                store.Add(content, tenant ?? OpenMemoryJson.Text(body["user_id"]) ?? "anonymous", body["metadata"], body["tags"]),
                isMerged: false);
        if (!HasTenants)
            store.Boost(same.Id, salience => salience + 0.15);
        return OpenMemoryJson.Added(same, isMerged: true);
    }

    private async Task<OpenMemoryAnswer> QueryAsync(JsonObject? body, string? tenant, CancellationToken cancellationToken)
    {
        if (HasTenants && (Check.Query(body) ?? Check.Tenant(tenant, body!["user_id"], body["filters"]?["user_id"])) is { } refused)
            return refused;
        try
        {
            var searching = Interlocked.Increment(ref _searching);
            if (server.Faults.QueryDelay != TimeSpan.Zero)
                await Task.Delay(server.Faults.QueryDelay, time, cancellationToken);
            var isTooMany = searching > server.Faults.MaxActiveQueries;
            if (HasTenants && isTooMany)
                return OpenMemoryAnswer.New(
                    500,
                    "query_failed",
                    $"Rate limit: {server.Faults.MaxActiveQueries} active queries (max {server.Faults.MaxActiveQueries})");
            var found = !isTooMany && body is not null && OpenMemoryJson.Query(body, tenant, server.Dialect) is { } query
                ? store.Search(query)
                : [];
            return OpenMemoryAnswer.Matches(body?["query"]?.DeepClone(), found.Select(OpenMemoryJson.Match));
        }
        finally
        {
            Interlocked.Decrement(ref _searching);
        }
    }

    private OpenMemoryAnswer Reinforce(JsonObject? body, string? tenant)
    {
        if (HasTenants && (Check.Reinforce(body) ?? Check.Tenant(tenant, body!["user_id"])) is { } refused)
            return refused;
        if (OpenMemoryJson.Text(body?["id"]) is not { Length: > 0 } id)
            return OpenMemoryAnswer.Old(400, "id");
        return WithOwn(id, tenant, memory =>
        {
            // The new one says that it is done, and does nothing.
            if (!HasTenants)
                store.Boost(memory.Id, salience => salience + (OpenMemoryJson.Number(body!["boost"]) ?? 0.1));
            return OpenMemoryAnswer.Ok(new JsonObject { ["ok"] = true });
        });
    }

    private OpenMemoryAnswer All(OpenMemoryRequest request, string? user)
    {
        var (limit, offset) = Page(request);
        if (HasTenants && (limit is < 0 or > 10_000 || offset < 0))
            return OpenMemoryAnswer.New(400, "invalid_pagination");
        var sector = (string?)request.Query["sector"];
        bool IsWanted(ServerMemory memory) => sector is null || memory.Sector == sector;
        // The new one cuts the page first.
        var page = HasTenants
            ? store.Of(user).Skip(offset).Take(limit).Where(IsWanted)
            : store.Of(user).Where(IsWanted).Skip(offset).Take(limit);
        return Items([], page.Select(memory => OpenMemoryJson.InList(memory, withUser: true)));
    }

    private OpenMemoryAnswer OfUser(OpenMemoryRequest request, string user)
    {
        var (limit, offset) = Page(request);
        return Items(
            new JsonObject { ["user_id"] = user },
            store.Of(user).Skip(offset).Take(limit).Select(memory => OpenMemoryJson.InList(memory, withUser: false)));
    }

    private OpenMemoryAnswer WithOwn(string id, string? user, Func<ServerMemory, OpenMemoryAnswer> answer)
    {
        if (store.Get(id) is not { } memory)
            return OpenMemoryAnswer.NotFound;
        // The old one guards only when the user is named.
        return (user ?? memory.User) == memory.User ? answer(memory) : OpenMemoryAnswer.Forbidden;
    }

    private OpenMemoryAnswer Delete(ServerMemory memory)
        => store.Delete(memory.Id) ? OpenMemoryAnswer.Ok(new JsonObject { ["ok"] = true }) : OpenMemoryAnswer.NotFound;

    private OpenMemoryAnswer DeleteAll(string user)
        => OpenMemoryAnswer.Ok(
            new JsonObject { ["ok"] = true, ["deleted"] = store.Of(user).Take(10_000).Count(memory => store.Delete(memory.Id)) });

    // The summary never becomes one.
    private OpenMemoryAnswer Summary(string user) => store.KnownSince(user) is { } since
        ? OpenMemoryAnswer.Ok(new JsonObject
        {
            ["user_id"] = user,
            ["summary"] = "User profile initializing...",
            ["reflection_count"] = 0,
            ["updated_at"] = since,
        })
        : OpenMemoryAnswer.New(404, "user not found");

    private static (int Limit, int Offset) Page(OpenMemoryRequest request)
        => (OpenMemoryJson.Number(request.Query["l"], 100), OpenMemoryJson.Number(request.Query["u"], 0));

    private static OpenMemoryAnswer Items(JsonObject answer, IEnumerable<JsonNode> items)
    {
        answer["items"] = new JsonArray([.. items]);
        return OpenMemoryAnswer.Ok(answer);
    }

    private static string? CallerOf(JsonNode? metadata) => (metadata as JsonObject)?["elaoms_caller"]?.ToString();
}
