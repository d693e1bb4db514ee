using System.Text.Json.Nodes;
using Elaoms.FakePlatform.Rules;
using Elaoms.FakePlatform.Store;

namespace Elaoms.FakePlatform.Routes;

/// <summary>
/// <c>/v1/workspace/webhooks</c> and <c>/v1/convai/settings</c>. A secret is shown once; an address stays; retries are never told.
/// </summary>
internal sealed class WebhookPages(PlatformStore store, PlatformSemantics semantics)
{
    public JsonNode? Answer(PlatformRequest request)
    {
        if (request is { Method: "GET", Parts: ["v1", "convai", "settings"] })
            return Settings();
        if (request.Parts is not ["v1", "workspace", "webhooks", ..])
            return null;
        if (!semantics.MayManageWebhooks)
            throw PlatformError.Said(403, "insufficient_permissions", "Only workspace admins can manage webhooks");
        return (request.Method, request.Parts) switch
        {
            ("GET", [_, _, _]) => List(request),
            ("POST", [_, _, _]) => Create(request),
            ("PATCH", [_, _, _, var id]) => Patch(request, id),
            ("DELETE", [_, _, _, var id]) => Delete(id),
            _ => null,
        };
    }

    private JsonObject Settings() => new()
    {
        ["conversation_initiation_client_data_webhook"] = store.ClientDataUrl is { } url
            ? new JsonObject { ["url"] = url, ["request_headers"] = new JsonObject() }
            : null,
        ["webhooks"] = new JsonObject { ["post_call_webhook_id"] = store.PostCallWebhookId, ["events"] = new JsonArray("transcript") },
        ["can_use_mcp_servers"] = false,
        ["rag_retention_period_days"] = 10,
    };

    private JsonObject List(PlatformRequest request)
    {
        Body.Query(request, "include_usages");
        return new JsonObject
        {
            ["webhooks"] = new JsonArray([.. store.Webhooks.Select(hook => (JsonNode)new JsonObject
            {
                ["name"] = hook.Value.Name,
                ["webhook_id"] = hook.Key,
                ["webhook_url"] = hook.Value.Url,
                ["is_disabled"] = hook.Value.IsDisabled,
                ["is_auto_disabled"] = hook.Value.IsAutoDisabled,
                ["created_at_unix"] = 1_700_000_000,
                ["auth_type"] = "hmac",
                ["usage"] = request.Text("include_usages") != "true"
                    ? null
                    : new JsonArray([.. Users(hook.Key).Select(
                        _ => (JsonNode)new JsonObject { ["usage_type"] = "ConvAI Agent Settings" })]),
                ["events"] = new JsonArray(),
                ["most_recent_failure_error_code"] = hook.Value.FailureCode,
                ["most_recent_failure_timestamp"] = hook.Value.FailedAt,
            })]),
        };
    }

    private JsonObject Create(PlatformRequest request)
    {
        var settings = Body.Object(
            Body.Object(request, ["settings"])["settings"], "body.settings", ["auth_type", "name", "webhook_url"], "request_headers");
        if (Body.Text(settings, "auth_type", "body.settings") != "hmac")
            throw PlatformError.Invalid("body.settings.auth_type", "Input should be 'hmac'", "literal_error");
        var url = Body.Text(settings, "webhook_url", "body.settings");
        Body.Address(url, "body.settings.webhook_url");
        var id = store.NewId("webhook");
        var secret = "wsec_" + Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32));
        store.Webhooks[id] = new FakeWebhook(Body.Text(settings, "name", "body.settings"), url, secret);
        return new JsonObject { ["webhook_id"] = id, ["webhook_secret"] = secret };
    }

    private JsonObject Patch(PlatformRequest request, string id)
    {
        var body = Body.Object(request, ["is_disabled", "name"], "retry_enabled", "request_headers", "events");
        var hook = store.Webhooks.GetValueOrDefault(id) ?? throw PlatformError.NotFound("webhook");
        var isDisabled = Body.Flag(body, "is_disabled");
        store.Webhooks[id] = hook with
        {
            Name = Body.Text(body, "name"),
            IsDisabled = isDisabled,
            IsAutoDisabled = isDisabled && hook.IsAutoDisabled,
            HasRetries = body.ContainsKey("retry_enabled") ? Body.Flag(body, "retry_enabled") : hook.HasRetries,
        };
        return new JsonObject { ["status"] = "ok" };
    }

    private JsonObject Delete(string id)
    {
        if (!store.Webhooks.ContainsKey(id))
            throw PlatformError.NotFound("webhook");
        if (Users(id).Any())
            throw PlatformError.InUse("webhook");
        store.Webhooks.Remove(id);
        return new JsonObject { ["status"] = "ok" };
    }

    private IEnumerable<FakeAgent> Users(string id) => store.Agents.Values.Where(agent => agent.Branches.Exists(branch =>
        branch.Platform["workspace_overrides"]?["webhooks"]?["post_call_webhook_id"]?.GetValue<string>() == id));
}
