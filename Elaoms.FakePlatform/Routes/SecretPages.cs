using System.Text.Json.Nodes;
using Elaoms.FakePlatform.Rules;
using Elaoms.FakePlatform.Store;

namespace Elaoms.FakePlatform.Routes;

/// <summary><c>/v1/convai/secrets</c>. Nothing tells a value.</summary>
internal sealed class SecretPages(PlatformStore store, PlatformSemantics semantics)
{
    public JsonNode? Answer(PlatformRequest request)
    {
        if (request.Parts is not ["v1", "convai", "secrets", ..])
            return null;
        if (!semantics.MayManageSecrets)
            throw PlatformError.Said(401, "missing_permissions", "The API key you used is missing the permission workspace_secrets");
        return (request.Method, request.Parts) switch
        {
            ("GET", [_, _, _]) => List(request),
            ("POST", [_, _, _]) => Write(store.NewId("secret"), "new", request),
            ("PATCH", [_, _, _, var id]) => Write(Known(id), "update", request),
            ("DELETE", [_, _, _, var id]) => Delete(id),
            _ => null,
        };
    }

    private JsonObject List(PlatformRequest request)
    {
        Body.Query(request, "page_size", "dependency_limit", "search", "cursor");
        var page = Paging.Page(request, "secrets", store.Secrets
            .Where(secret => secret.Value.Name.StartsWith(request.Text("search") ?? "", StringComparison.Ordinal))
            .Select(secret => (JsonNode)new JsonObject
            {
                ["type"] = "stored",
                ["secret_id"] = secret.Key,
                ["name"] = secret.Value.Name,
                ["used_by"] = new JsonObject
                {
                    ["tools"] = Named(Tools(secret.Key)),
                    ["agents"] = Named(Agents(secret.Key)),
                    ["phone_numbers"] = new JsonArray(),
                    ["mcp_servers"] = new JsonArray(),
                    ["others"] = new JsonArray(),
                },
            }));
        page.Remove("has_more");
        return page;
    }

    private JsonObject Write(string id, string type, PlatformRequest request)
    {
        var body = Body.Object(request, ["type", "name", "value"]);
        if (Body.Text(body, "type") != type)
            throw PlatformError.Invalid("body.type", $"Input should be '{type}'", "literal_error");
        store.Secrets[id] = new FakeSecret(Body.Text(body, "name"), Body.Text(body, "value"));
        return new JsonObject { ["type"] = "stored", ["secret_id"] = id, ["name"] = store.Secrets[id].Name };
    }

    private JsonObject Delete(string id)
    {
        Known(id);
        if (Tools(id).Any() || Agents(id).Any())
            throw PlatformError.InUse("secret");
        store.Secrets.Remove(id);
        return [];
    }

    private string Known(string id) => store.Secrets.ContainsKey(id) ? id : throw PlatformError.NotFound("secret");

    private IEnumerable<string> Tools(string id)
        => store.Tools.Where(tool => tool.Value.ToJsonString().Contains($"\"{id}\"", StringComparison.Ordinal)).Select(tool => tool.Key);

    private IEnumerable<string> Agents(string id)
        => store.Agents.Values.Where(agent => agent.Branches.Exists(
            branch => branch.Platform.ToJsonString().Contains($"\"{id}\"", StringComparison.Ordinal))).Select(agent => agent.Id);

    private static JsonArray Named(IEnumerable<string> ids) => [.. ids.Select(id => (JsonNode)new JsonObject
    {
        ["type"] = "available",
        ["id"] = id,
        ["name"] = id,
        ["created_at_unix_secs"] = 1_700_000_000,
        ["access_level"] = "admin",
    })];
}
