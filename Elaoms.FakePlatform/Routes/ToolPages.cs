using System.Text.Json.Nodes;
using Elaoms.FakePlatform.Rules;
using Elaoms.FakePlatform.Store;

namespace Elaoms.FakePlatform.Routes;

/// <summary><c>/v1/convai/tools</c>.</summary>
internal sealed class ToolPages(PlatformStore store)
{
    public JsonNode? Answer(PlatformRequest request) => (request.Method, request.Parts) switch
    {
        ("GET", ["v1", "convai", "tools"]) => List(request),
        ("POST", ["v1", "convai", "tools"]) => Write(store.NewId("tool"), request),
        ("GET", ["v1", "convai", "tools", var id]) => Told(id),
        ("PATCH", ["v1", "convai", "tools", var id]) => Write(Known(id), request),
        ("DELETE", ["v1", "convai", "tools", var id]) => Delete(request, id),
        ("GET", ["v1", "convai", "tools", var id, "dependent-agents"]) => Dependents(request, id),
        ("GET", ["v1", "convai", "tools", var id, "executions"]) => Executions(request, id),
        _ => null,
    };

    private JsonObject List(PlatformRequest request)
    {
        Body.Query(request, "search", "page_size", "cursor", "types", "created_by_user_id", "sort_direction", "sort_by");
        return Paging.Page(request, "tools", store.Tools
            .Where(tool => NameOf(tool.Value).StartsWith(request.Text("search") ?? "", StringComparison.Ordinal))
            .Select(tool => (JsonNode)Told(tool.Key)));
    }

    private JsonObject Write(string id, PlatformRequest request)
    {
        var body = Body.Object(request, ["tool_config"], "response_mocks");
        store.Tools[id] = ToolRules.Checked(body["tool_config"], store);
        return Told(id);
    }

    private JsonObject Delete(PlatformRequest request, string id)
    {
        Body.Query(request);
        Known(id);
        if (Users(id).Any())
            throw PlatformError.InUse("tool");
        store.Tools.Remove(id);
        return [];
    }

    private JsonObject Dependents(PlatformRequest request, string id)
    {
        Body.Query(request, "cursor", "page_size");
        Known(id);
        var page = Paging.Page(request, "agents", Users(id).Select(agent => (JsonNode)new JsonObject
        {
            ["type"] = "available",
            ["id"] = agent.Id,
            ["name"] = agent.Name,
            ["created_at_unix_secs"] = 1_700_000_000,
            ["access_level"] = agent.Role,
            ["referenced_resource_ids"] = new JsonArray(),
        }));
        page["branches"] = new JsonArray();
        return page;
    }

    private JsonObject Executions(PlatformRequest request, string id)
    {
        Body.Query(request, "cursor", "page_size", "is_error", "agent_id", "branch_id", "start_time", "end_time");
        return Paging.Page(
            request, "executions", store.Executions.GetValueOrDefault(Known(id), []).Select(execution => execution.DeepClone()));
    }

    private IEnumerable<FakeAgent> Users(string id)
        => store.Agents.Values.Where(agent => agent.Branches.Exists(branch => branch.AllToolIds.Contains(id)));

    private string Known(string id) => store.Tools.ContainsKey(id) ? id : throw PlatformError.NotFound("tool");

    private JsonObject Told(string id) => new()
    {
        ["id"] = Known(id),
        ["tool_config"] = store.Tools[id].DeepClone(),
        ["access_info"] = new JsonObject
        {
            ["is_creator"] = true,
            ["creator_name"] = "Somebody",
            ["creator_email"] = "somebody@example.com",
            ["role"] = "admin",
        },
        ["usage_stats"] = new JsonObject { ["total_calls"] = 0, ["avg_latency_secs"] = 0.1 },
        ["response_mocks"] = null,
    };

    private static string NameOf(JsonObject tool) => tool["name"]!.GetValue<string>();
}
