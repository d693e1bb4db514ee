using System.Text.Json.Nodes;
using Elaoms.ElevenLabs.Connect.Planning;
using Elaoms.FakePlatform.Store;
using Xunit;

namespace Elaoms.Tests.ElevenLabs.Connect;

/// <summary>What an applied plan has promised, looked up in the workspace itself.</summary>
internal static class ConnectPromise
{
    /// <summary>That each agent of a plan is connected on each of its branches, and the others are as before.</summary>
    public static void IsKept(ConnectBench bench, ConnectPlan plan)
    {
        var store = bench.Platform.Store;
        foreach (var agent in plan.Agents.Where(agent => agent.Refusals.Count == 0))
        {
            var fake = store.Agents[agent.AgentId];
            var branches = agent.Branches.Select(branch => fake.Branches.Find(one => one.Id == branch.BranchId) ?? fake.Main).ToList();
            foreach (var branch in branches)
                IsConnected(bench, fake, branch, agent.Tool!);
            Assert.All(fake.Branches.Except(branches), branch => Assert.False(OurHook(bench, branch)));
        }
    }

    private static void IsConnected(ConnectBench bench, FakeAgent agent, FakeBranch branch, ToolVariant variant)
    {
        var (store, wish) = (bench.Platform.Store, bench.Wish);
        var hasLine = agent.Numbers.Count > 0 || agent.WhatsAppAccounts > 0;
        Assert.True(OurHook(bench, branch));
        Assert.Contains("transcript", Texts(branch.Platform["workspace_overrides"]!["webhooks"]!["events"]));
        Assert.Equal("json", (string?)branch.Platform["workspace_overrides"]!["webhooks"]!["transcript_format"]);
        Assert.NotEqual(true, (bool?)branch.Platform["workspace_overrides"]!["webhooks"]!["exclude_transcript"]);
        Assert.True((bool)branch.Platform["overrides"]!["conversation_config_override"]!["agent"]!["first_message"]!);
        if (hasLine)
        {
            Assert.True((bool)branch.Platform["overrides"]!["enable_conversation_initiation_client_data_from_webhook"]!);
            var start = branch.Platform["workspace_overrides"]!["conversation_initiation_client_data_webhook"]!;
            Assert.Equal(wish.ClientDataUrl.AbsoluteUri, (string?)start["url"]);
            var header = Assert.Single(start["request_headers"]!.AsObject());
            Assert.Equal(PlayedMemory.ClientDataKey, store.Secrets[(string)header.Value!["secret_id"]!].Value);
        }

        var nodes = branch.Nodes.Where(node => (string?)node["type"] == "override_agent").ToList();
        var lists = nodes.Count == 0 ? [branch.ToolIds] : nodes.Select(node => Texts(node["additional_tool_ids"]));
        Assert.All(lists, list =>
        {
            var id = Assert.Single(list, id => RecallTool.IsOurs(store.Tools[id]));
            var tool = store.Tools[id];
            Assert.Equal((wish.SearchDataUrl, variant), (RecallTool.UrlOf(tool), ToolVariant.Of(tool)));
            Assert.Equal(PlayedMemory.SearchDataKey,
                store.Secrets[(string)tool["api_schema"]!["request_headers"]!["X-Api-Key"]!["secret_id"]!].Value);
        });
        var placeholders = branch.Conversation["agent"]!["dynamic_variables"]!["dynamic_variable_placeholders"]!.AsObject();
        Assert.All(KnownVariables.Samples, sample => Assert.True(placeholders.ContainsKey(sample.Key)));
        if (wish.Collect && agent.Main.Platform["analysis_items"] is null)
            Assert.Empty(CollectedItems.MissingIn(branch.Platform["data_collection"]!.AsObject()));
    }

    private static bool OurHook(ConnectBench bench, FakeBranch branch)
        => (string?)branch.Platform["workspace_overrides"]!["webhooks"]!["post_call_webhook_id"] is { } id
            && bench.Platform.Store.Webhooks[id] is { HasRetries: true, IsDisabled: false } hook
            && hook.Url == bench.Wish.PostCallUrl.AbsoluteUri && bench.Memory.Secrets.Contains(hook.Secret);

    private static IEnumerable<string> Texts(JsonNode? list) => list!.AsArray().Select(item => (string)item!);
}
