using System.Globalization;
using System.Text.Json.Nodes;
using Elaoms.FakePlatform.Rules;
using Elaoms.FakePlatform.Store;

namespace Elaoms.FakePlatform.Routes;

/// <summary><c>/v1/convai/agents</c> and telephone numbers.</summary>
internal sealed class AgentPages(PlatformStore store, PlatformSemantics semantics)
{
    public JsonNode? Answer(PlatformRequest request) => (request.Method, request.Parts) switch
    {
        ("GET", ["v1", "convai", "agents", ..]) when !semantics.MayReadAgents => throw PlatformError.MissingPermission("convai_read"),
        ("GET", ["v1", "convai", "agents"]) => List(request),
        ("GET", ["v1", "convai", "agents", var id]) => Get(request, id),
        ("PATCH", ["v1", "convai", "agents", var id]) => Patch(request, id),
        ("GET", ["v1", "convai", "agents", var id, "branches"]) => Branches(request, id),
        ("GET", ["v1", "convai", "agents", var id, "versions", var version]) => Version(id, version),
        ("GET", ["v1", "convai", "phone-numbers"]) => Numbers(),
        _ => null,
    };

    private JsonObject List(PlatformRequest request)
    {
        Body.Query(request, "page_size", "cursor", "search", "archived", "sort_direction", "sort_by", "created_by_user_id");
        return Paging.Page(request, "agents", store.Agents.Values.Select(agent => (JsonNode)new JsonObject
        {
            ["agent_id"] = agent.Id,
            ["name"] = agent.Name,
            ["tags"] = new JsonArray(),
            ["created_at_unix_secs"] = 1_700_000_000,
            ["access_info"] = Access(agent),
            ["archived"] = false,
        }));
    }

    private JsonObject Get(PlatformRequest request, string id)
    {
        Body.Query(request, "branch_id", "version_id");
        var agent = AgentOf(id);
        var branch = BranchOf(agent, request);
        if (request.Text("version_id") is not { } version)
            return Told(agent, branch);
        var was = branch.Versions.Find(one => one.Id == version) ?? throw PlatformError.NotFound("version");
        var former = new FakeBranch(branch.Id, branch.Name)
        {
            Conversation = was.Conversation,
            Platform = was.Platform,
            Workflow = was.Workflow,
        };
        former.Versions.Add(was);
        return Told(agent, former);
    }

    private JsonObject Patch(PlatformRequest request, string id)
    {
        Body.Query(request, "branch_id", "enable_versioning_if_not_enabled");
        var agent = AgentOf(id);
        var branch = BranchOf(agent, request);
        if (agent.Role is not ("admin" or "editor") || branch.IsProtected && agent.Role != "admin")
            throw PlatformError.Said(403, "insufficient_permissions", "You do not have permission to edit this branch");
        if (branch.HasDraft)
            throw PlatformError.Said(409, "draft_exists", "The branch has a draft");
        var patch = Body.Object(
            request, [], "conversation_config", "platform_settings", "workflow", "name", "tags", "version_description", "procedures");
        if (patch.ContainsKey("procedures"))
            throw PlatformError.Invalid("body.procedures", "This would replace the published procedures");
        (branch.Conversation, branch.Platform, branch.Workflow) = AgentRules.Merged(branch, patch, semantics, store);
        branch.Commit(store.NewId("agtvrsn"));
        return Told(agent, branch);
    }

    private JsonObject Branches(PlatformRequest request, string id)
    {
        Body.Query(request, "limit", "include_archived", "include_commit_status");
        var agent = AgentOf(id);
        if (!semantics.HasBranches)
            throw PlatformError.NotFound("branch");
        return new JsonObject
        {
            ["meta"] = new JsonObject(),
            ["results"] = new JsonArray([.. agent.Branches.Select(branch => (JsonNode)new JsonObject
            {
                ["id"] = branch.Id,
                ["name"] = branch.Name,
                ["agent_id"] = agent.Id,
                ["description"] = "",
                ["created_at"] = 1_700_000_000,
                ["last_committed_at"] = 1_700_000_000,
                ["is_archived"] = false,
                ["protection_status"] = branch.IsProtected ? "admin_perms_required" : "writer_perms_required",
                ["current_live_percentage"] = branch.Live,
                ["draft_exists"] = branch.HasDraft,
                ["calls_7d"] = (int)branch.Live,
            })]),
        };
    }

    private JsonObject Version(string id, string version)
    {
        foreach (var branch in AgentOf(id).Branches)
        {
            var at = branch.Versions.FindIndex(one => one.Id == version);
            if (at < 0)
                continue;
            return new JsonObject
            {
                ["id"] = version,
                ["agent_id"] = id,
                ["branch_id"] = branch.Id,
                ["version_description"] = "",
                ["seq_no_in_branch"] = at,
                ["time_committed_secs"] = 1_700_000_000,
                ["parents"] = new JsonObject { ["in_branch_parent_id"] = at == 0 ? null : branch.Versions[at - 1].Id },
            };
        }

        throw PlatformError.NotFound("version");
    }

    private JsonArray Numbers() => [.. store.Agents.Values.SelectMany(agent => agent.Numbers.Select(number => Number(agent, number)))];

    private JsonObject Told(FakeAgent agent, FakeBranch branch)
    {
        var conversation = (JsonObject)branch.Conversation.DeepClone();
        // It comes in both forms, and may go back in only one.
        if (conversation["agent"]?["prompt"] is JsonObject prompt)
            prompt["tools"] = new JsonArray([.. branch.ToolIds.Where(store.Tools.ContainsKey).Select(id => store.Tools[id].DeepClone())]);
        var told = new JsonObject
        {
            ["agent_id"] = agent.Id,
            ["name"] = agent.Name,
            ["conversation_config"] = conversation,
            ["metadata"] = new JsonObject
            {
                ["created_at_unix_secs"] = 1_700_000_000,
                ["updated_at_unix_secs"] = 1_700_000_000 + branch.Versions.Count,
            },
            ["platform_settings"] = branch.Platform.DeepClone(),
            ["phone_numbers"] = new JsonArray([.. agent.Numbers.Select(number => Number(agent, number))]),
            ["whatsapp_accounts"] = new JsonArray([.. Enumerable.Range(0, agent.WhatsAppAccounts).Select(at => (JsonNode)new JsonObject
            {
                ["business_account_id"] = "waba", ["phone_number_id"] = at.ToString(CultureInfo.InvariantCulture),
            })]),
            ["workflow"] = ToldWorkflow(branch.Workflow),
            ["access_info"] = Access(agent),
            ["tags"] = new JsonArray(),
        };
        if (semantics.HasBranches)
        {
            told["version_id"] = branch.Versions[^1].Id;
            told["branch_id"] = branch.Id;
            told["main_branch_id"] = agent.Main.Id;
        }

        return told;
    }

    private JsonObject ToldWorkflow(JsonObject workflow)
    {
        var told = (JsonObject)workflow.DeepClone();
        foreach (var (_, node) in told["nodes"] as JsonObject ?? [])
        {
            if (node?["conversation_config"]?["agent"]?["prompt"] is JsonObject prompt && prompt["tool_ids"] is JsonArray ids)
                prompt["tools"] = new JsonArray([.. ids.Select(id => store.Tools[id!.GetValue<string>()].DeepClone())]);
        }

        return told;
    }

    private FakeAgent AgentOf(string id) => store.Agents.GetValueOrDefault(id) ?? throw PlatformError.NotFound("agent");

    private static FakeBranch BranchOf(FakeAgent agent, PlatformRequest request)
        => request.Text("branch_id") is { } id
            ? agent.Branches.Find(branch => branch.Id == id) ?? throw PlatformError.NotFound("branch")
            : agent.Main;

    private static JsonObject Access(FakeAgent agent) => new()
    {
        ["is_creator"] = false,
        ["creator_name"] = "Somebody",
        ["creator_email"] = "somebody@example.com",
        ["role"] = agent.Role,
    };

    private static JsonObject Number(FakeAgent agent, FakeNumber number) => new()
    {
        ["phone_number"] = number.Number,
        ["label"] = "main line",
        ["phone_number_id"] = number.Id,
        ["provider"] = "twilio",
        ["supports_inbound"] = true,
        ["supports_outbound"] = true,
        ["assigned_agent"] = new JsonObject
        {
            ["agent_id"] = agent.Id,
            ["agent_name"] = agent.Name,
            ["environment"] = null,
            ["branch_id"] = number.BranchId,
        },
    };
}
