using System.Text.Json.Nodes;
using Elaoms.ElevenLabs.Connect.Leaves;
using Elaoms.FakePlatform.Store;
using Xunit;

namespace Elaoms.Tests.ElevenLabs.Connect;

/// <summary>What <c>connect</c> does to a workspace, and that it takes all of it back.</summary>
public sealed class ConnectApplyTests : IAsyncLifetime
{
    private ConnectBench _bench = null!;

    public async Task InitializeAsync() => _bench = await ConnectBench.StartAsync();

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    [Fact]
    public async Task Agent_that_is_connected_greets_by_webhook_searches_and_delivers()
    {
        var agent = _bench.AddAgent();

        var report = await _bench.ApplyAsync();

        Assert.Empty(report.Faults);
        var call = await _bench.Platform.Calls.BeginAsync(agent.Id, "+12025550123", CancellationToken.None);
        Assert.Equal((null, "Welcome back!"), (call.Failure, call.FirstMessage));
        Assert.Equal("t0", (string?)call.Variables["secret__caller_token"]);
        Assert.Equal(200, await _bench.Platform.Calls.EndAsync(call, ["Hello!", "Hi."], CancellationToken.None));
        var hook = Assert.Single(_bench.Platform.Store.Webhooks.Values);
        Assert.True(hook.HasRetries);
        Assert.Equal(_bench.Memory.Secrets, [hook.Secret]);
        var tool = Assert.Single(_bench.Platform.Store.Tools.Values);
        Assert.Equal("secret__caller_token", (string?)tool["api_schema"]!["request_headers"]!["X-Caller-Token"]!["variable_name"]);
        Assert.Equal(["context"], JsonValues.Texts(tool["api_schema"]!["response_filter"]!["filters"]));
        Assert.Equal(
            [PlayedMemory.ClientDataKey, PlayedMemory.SearchDataKey],
            _bench.Platform.Store.Secrets.Values.Select(secret => secret.Value).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Plan_alone_changes_nothing()
    {
        _bench.AddAgent();
        var before = _bench.Platform.Store.Describe();

        var plan = await _bench.PlanAsync();

        Assert.False(plan.IsEmpty);
        Assert.Equal(before, _bench.Platform.Store.Describe());
        Assert.Empty(_bench.Platform.Writes);
        Assert.Null(_bench.State.Json);
    }

    [Fact]
    public async Task Second_run_finds_nothing_and_sets_only_what_cannot_be_read()
    {
        _bench.AddAgent();
        await _bench.ApplyAsync();
        var writes = _bench.Platform.Writes.Count();

        Assert.True((await _bench.PlanAsync()).IsEmpty);
        Assert.Empty((await _bench.ApplyAsync()).Done);

        var write = Assert.Single(_bench.Platform.Writes.Skip(writes));
        Assert.Equal(("PATCH", true), (write.Method, write.Path.StartsWith("/v1/workspace/webhooks/", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Undo_leaves_exactly_what_was_there()
    {
        var agent = _bench.AddAgent();
        agent.Main.Conversation["agent"]!["dynamic_variables"]!["dynamic_variable_placeholders"]!["user_name"] = "Kim";
        _bench.Wish = _bench.Wish with { Collect = true, Prompt = true };
        var before = _bench.Platform.Store.Describe();

        await _bench.ApplyAsync();
        var connected = _bench.Platform.Store.Describe();
        var report = await _bench.UndoAsync();

        Assert.NotEqual(before, connected);
        Assert.Equal(before, _bench.Platform.Store.Describe());
        Assert.Empty(report.Faults);
        Assert.Empty(report.LeftAlone);
        Assert.Null(_bench.State.Json);
    }

    [Fact]
    public async Task Undo_leaves_alone_what_somebody_changed_since_and_says_so()
    {
        var agent = _bench.AddAgent();
        _bench.Wish = _bench.Wish with { Prompt = true };
        await _bench.ApplyAsync();
        agent.Main.Platform["workspace_overrides"]!["conversation_initiation_client_data_webhook"]!["url"] = "https://other.example.com/";
        var placeholders = agent.Main.Conversation["agent"]!["dynamic_variables"]!["dynamic_variable_placeholders"]!;
        placeholders["user_name"] = "Kim";
        var prompt = agent.Main.Conversation["agent"]!["prompt"]!;
        prompt["prompt"] = (string?)prompt["prompt"] + "\nBe brief.";

        var report = await _bench.UndoAsync();

        Assert.Equal(
            [
                "Reception: somebody changed conversation_config.agent.dynamic_variables.dynamic_variable_placeholders.user_name since. "
                    + "It stays as it is.",
                "Reception: somebody changed platform_settings.workspace_overrides.conversation_initiation_client_data_webhook since. "
                    + "It stays as it is.",
            ],
            report.LeftAlone.Take(2));
        Assert.Contains("The secret elaoms-client-data-key-", report.LeftAlone[2], StringComparison.Ordinal);
        Assert.Equal(
            "https://other.example.com/",
            (string?)agent.Main.Platform["workspace_overrides"]!["conversation_initiation_client_data_webhook"]!["url"]);
        var conversation = agent.Main.Conversation["agent"]!;
        Assert.Equal(
            "Kim",
            (string?)Assert.Single(conversation["dynamic_variables"]!["dynamic_variable_placeholders"]!.AsObject()).Value);
        Assert.Equal("You are a friendly assistant.\nBe brief.", (string?)conversation["prompt"]!["prompt"]);
    }

    [Fact]
    public async Task Tool_that_another_agent_was_given_stays_when_the_run_is_undone()
    {
        _bench.AddAgent();
        await _bench.ApplyAsync();
        var other = _bench.Platform.Store.AddAgent("Other");
        other.Main.Conversation["agent"]!["prompt"]!["tool_ids"]!.AsArray().Add(_bench.Platform.Store.Tools.Keys.Single());

        var report = await _bench.UndoAsync();

        Assert.Contains(report.LeftAlone, text => text.EndsWith(" stays: Other has it.", StringComparison.Ordinal));
        Assert.Single(_bench.Platform.Store.Tools);
    }

    [Fact]
    public async Task Undo_of_one_agent_leaves_the_other_connected()
    {
        var (one, two) = (_bench.AddAgent("One"), _bench.AddAgent("Two"));
        await _bench.ApplyAsync();

        await _bench.UndoAsync(CancellationToken.None, one.Id);

        Assert.Empty(one.Main.ToolIds);
        Assert.Single(two.Main.ToolIds);
        var call = await _bench.Platform.Calls.BeginAsync(two.Id, "+12025550123", CancellationToken.None);
        Assert.Equal("Welcome back!", call.FirstMessage);
    }

    [Fact]
    public async Task Other_tools_of_the_agent_stay_and_ours_comes_beside_them()
    {
        var agent = _bench.AddAgent();
        _bench.Platform.Store.Tools["tool_theirs"] = AgentDefaults.Tool();
        _bench.Platform.Store.Tools["tool_theirs"]["name"] = "book";
        agent.Main.Conversation["agent"]!["prompt"]!["tool_ids"]!.AsArray().Add("tool_theirs");

        await _bench.ApplyAsync();

        Assert.Equal(["tool_theirs", _bench.Platform.Store.Tools.Keys.First(id => id != "tool_theirs")], agent.Main.ToolIds);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Somebody_who_writes_at_the_same_moment_loses_nothing(bool hasBranchesOfOthers)
    {
        var agent = _bench.AddAgent();
        if (hasBranchesOfOthers)
            agent.AddBranch("trial", live: 10);
        _bench.Platform.Store.Tools["tool_theirs"] = AgentDefaults.Tool();
        _bench.Platform.Store.Tools["tool_theirs"]["name"] = "book";
        var isWritten = false;
        _bench.Platform.Faults.OnRequest = (_, request) =>
        {
            if (isWritten || request.Method != "PATCH" || request.Path != $"/v1/convai/agents/{agent.Id}")
                return;
            isWritten = true;
            agent.Main.Conversation["agent"]!["prompt"]!["tool_ids"]!.AsArray().Add("tool_theirs");
            agent.Main.Conversation["agent"]!["dynamic_variables"]!["dynamic_variable_placeholders"]!["order"] = "A1";
            agent.Main.Commit("agtvrsn_theirs");
        };

        var report = await _bench.ApplyAsync();

        Assert.Empty(report.Faults);
        Assert.Equal(2, agent.Main.ToolIds.Count());
        Assert.Contains("tool_theirs", agent.Main.ToolIds);
        Assert.Equal("A1", (string?)agent.Main.Conversation["agent"]!["dynamic_variables"]!["dynamic_variable_placeholders"]!["order"]);
    }

    [Fact]
    public async Task Leaf_that_somebody_changed_since_the_plan_stops_the_branch()
    {
        var agent = _bench.AddAgent();
        var plan = await _bench.PlanAsync();
        agent.Main.Platform["workspace_overrides"]!["conversation_initiation_client_data_webhook"]
            = new JsonObject { ["url"] = "https://other.example.com/", ["request_headers"] = new JsonObject() };

        var report = await _bench.ApplyAsync(plan);

        Assert.Contains("somebody changed platform_settings.workspace_overrides", Assert.Single(report.Faults), StringComparison.Ordinal);
        Assert.Empty(agent.Main.ToolIds);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public async Task Maps_end_right_however_the_platform_merges_them(bool replaces, bool nullRemoves)
    {
        (_bench.Platform.Semantics.ReplacesMaps, _bench.Platform.Semantics.NullRemovesKeys) = (replaces, nullRemoves);
        var agent = _bench.AddAgent();
        agent.Main.Platform["workspace_overrides"]!["conversation_initiation_client_data_webhook"] = new JsonObject
        {
            ["url"] = "https://other.example.com/",
            ["request_headers"] = new JsonObject { ["Authorization"] = "Basic x" },
        };
        agent.Main.Conversation["agent"]!["dynamic_variables"]!["dynamic_variable_placeholders"]!["order"] = "A1";
        var before = _bench.Platform.Store.Describe();

        var report = await _bench.ApplyAsync();
        var headers = agent.Main.Platform["workspace_overrides"]!["conversation_initiation_client_data_webhook"]!["request_headers"]!
            .AsObject().Where(header => header.Value is not null).Select(header => header.Key).ToList();
        var undone = await _bench.UndoAsync();

        Assert.Empty(report.Faults);
        Assert.Equal(["X-Api-Key"], headers);
        Assert.Empty(undone.Faults);
        if (nullRemoves)
            Assert.Equal(before, _bench.Platform.Store.Describe());
    }

    [Fact]
    public async Task Key_that_the_platform_does_not_let_go_is_told_and_everything_else_is_restored()
    {
        _bench.Platform.Semantics.RefusesNullItems = true;
        var agent = _bench.AddAgent();
        _bench.Wish = _bench.Wish with { Collect = true, Prompt = true };
        await _bench.ApplyAsync();

        var report = await _bench.UndoAsync();

        Assert.Equal(["Reception: platform_settings.data_collection is not as it was before."], report.Faults);
        Assert.Empty(agent.Main.ToolIds);
        Assert.Empty(agent.Main.Conversation["agent"]!["dynamic_variables"]!["dynamic_variable_placeholders"]!.AsObject());
        Assert.NotNull(_bench.State.Json);
    }

    [Fact]
    public async Task Secret_of_the_webhook_is_with_the_deployment_before_an_agent_uses_the_webhook()
    {
        var agent = _bench.AddAgent();
        _bench.Memory.Slowness = 3;
        var accepted = new List<bool>();
        _bench.Platform.Faults.OnRequest = (_, request) =>
        {
            if (request.Method == "PATCH" && request.Path.EndsWith(agent.Id, StringComparison.Ordinal))
                accepted.Add(_bench.Memory.Slowness < 0 && _bench.Memory.Secrets.Count == 1);
        };

        await _bench.ApplyAsync();

        Assert.Equal([true], accepted);
    }
}
