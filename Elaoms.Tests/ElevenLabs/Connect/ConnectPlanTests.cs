using System.Text.Json.Nodes;
using Elaoms.ElevenLabs.Connect.Planning;
using Elaoms.FakePlatform.Store;
using Xunit;

namespace Elaoms.Tests.ElevenLabs.Connect;

/// <summary>What a plan says of agents that are special: each in a sentence of its own.</summary>
public sealed class ConnectPlanTests : IAsyncLifetime
{
    private ConnectBench _bench = null!;

    public async Task InitializeAsync() => _bench = await ConnectBench.StartAsync();

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    [Fact]
    public async Task Ordinary_agent_has_no_warning_and_no_refusal()
    {
        _bench.AddAgent();

        var plan = await _bench.PlanAsync();

        Assert.True(plan.IsWhole);
        var agent = Assert.Single(plan.Agents);
        Assert.Empty(agent.Warnings);
        Assert.Equal(new ToolVariant(HasToken: true, Variable: null), agent.Tool);
        Assert.Equal(
            [
                "conversation_config.agent.dynamic_variables.dynamic_variable_placeholders.call_count",
                "conversation_config.agent.prompt.tool_ids",
                "platform_settings.overrides.conversation_config_override.agent.first_message",
                "platform_settings.overrides.enable_conversation_initiation_client_data_from_webhook",
                "platform_settings.workspace_overrides.conversation_initiation_client_data_webhook",
                "platform_settings.workspace_overrides.webhooks.post_call_webhook_id",
            ],
            Assert.Single(agent.Branches).Changes.Select(change => change.Place)
                .Where(place => !place.Contains("placeholders.", StringComparison.Ordinal) || place.EndsWith("_count",
                    StringComparison.Ordinal))
                .Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(true, "https://their.example.com/calls")]
    [InlineData(false, "the webhook webhook_theirs")]
    public async Task Webhooks_of_the_workspace_that_the_agent_uses_until_now_are_named(bool isAdmin, string delivered)
    {
        _bench.AddAgent();
        var store = _bench.Platform.Store;
        store.ClientDataUrl = "https://their.example.com/start";
        store.PostCallWebhookId = "webhook_theirs";
        store.Webhooks["webhook_theirs"] = new FakeWebhook("Theirs", "https://their.example.com/calls", "wsec_1");
        _bench.Platform.Semantics.MayManageWebhooks = isAdmin;

        var warnings = Assert.Single((await _bench.PlanAsync()).Agents).Warnings;

        Assert.Contains(warnings, text => text.StartsWith(
            "At the start of a call this agent asks https://their.example.com/start today.", StringComparison.Ordinal));
        Assert.Contains(warnings, text => text.StartsWith(
            $"This agent's calls are delivered to {delivered} today.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Branches_that_take_calls_or_have_a_number_are_changed_and_others_are_not()
    {
        var agent = _bench.AddAgent();
        var (live, pinned) = (agent.AddBranch("live", live: 20), agent.AddBranch("pinned"));
        agent.AddBranch("idle");
        agent.Numbers.Add(new FakeNumber("phnum_2", "+12025550101", pinned.Id));

        var plan = Assert.Single((await _bench.PlanAsync()).Agents);

        Assert.Equal([null, live.Id, pinned.Id], plan.Branches.Select(branch => branch.BranchId));
        Assert.Equal(["The branch idle takes no calls. Run this command again before it does."], plan.Untouched);
    }

    [Theory]
    [InlineData(true, false, "Only admins may change the branch live. An admin runs this command.")]
    [InlineData(false, true, "The branch live has a draft")]
    public async Task Branch_with_calls_that_cannot_be_changed_refuses_the_agent(bool isProtected, bool hasDraft, string reason)
    {
        var branch = _bench.AddAgent().AddBranch("live", live: 20);
        (branch.IsProtected, branch.HasDraft) = (isProtected, hasDraft);

        Assert.Contains(reason, await RefusalAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Main_branch_without_calls_that_cannot_be_changed_is_left_alone()
    {
        var agent = _bench.AddAgent();
        var live = agent.AddBranch("live", live: 100);
        (agent.Main.Live, agent.Main.IsProtected) = (0, true);

        var plan = Assert.Single((await _bench.PlanAsync()).Agents);

        Assert.Equal([live.Id], plan.Branches.Select(branch => branch.BranchId));
        Assert.Contains("The main branch takes no calls and can't be changed: Only admins", Assert.Single(plan.Untouched),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("viewer")]
    [InlineData("commenter")]
    public async Task Owner_who_may_only_look_refuses_the_agent(string role)
    {
        _bench.AddAgent().Role = role;

        Assert.Equal(
            $"The API key's owner may only look at this agent ({role}). Somebody who may edit it runs this command.", await RefusalAsync());
    }

    [Fact]
    public async Task Agent_without_any_line_is_refused_without_a_variable()
    {
        _bench.Platform.Store.AddAgent("Widget");

        Assert.Contains("name it with --variable NAME", await RefusalAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Agent_without_any_line_gets_a_tool_by_the_variable_and_no_webhook_at_the_start()
    {
        _bench.Platform.Store.AddAgent("Widget");
        _bench.Wish = _bench.Wish with { Variable = "user_ref", Prompt = true };

        var plan = await _bench.PlanAsync();

        var agent = Assert.Single(plan.Agents);
        Assert.Equal(new ToolVariant(HasToken: false, "user_ref"), agent.Tool);
        Assert.DoesNotContain(
            agent.Branches[0].Changes, change => change.Place.Contains("client_data", StringComparison.Ordinal)
                || change.Path[^1] == "prompt");
        Assert.Equal(
            "user_ref",
            (string?)Assert.Single(
                plan.Tools).Config["api_schema"]!["request_body_schema"]!["properties"]!["app_user_id"]!["dynamic_variable"]);
        Assert.Contains(agent.Warnings, text => text.StartsWith("The prompt is left as it is:", StringComparison.Ordinal));
        Assert.Null(plan.Variables);
    }

    [Fact]
    public async Task Telephone_agent_that_also_has_web_conversations_is_refused()
    {
        var agent = _bench.AddAgent();
        agent.Conversations.AddRange([("twilio", "inbound"), ("widget", null), ("react_sdk", null), ("template_preview", null)]);

        Assert.StartsWith("2 of the newest conversations came from a widget", await RefusalAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("whatsapp account", "a WhatsApp or SMS thread that goes on asks no webhook, so it has no token.")]
    [InlineData("sms", "a WhatsApp or SMS thread that goes on asks no webhook, so it has no token.")]
    [InlineData("outbound", "calls that the agent places may ask no webhook, so they have no token.")]
    [InlineData("no permission", "the API key may not read conversations, so it is not known whether all of them ask the webhook.")]
    [InlineData("old deployment", "the deployment answers none. Upgrade it, then run this command again.")]
    public async Task Token_is_left_out_where_a_conversation_may_lack_it(string situation, string reason)
    {
        var agent = _bench.AddAgent();
        switch (situation)
        {
            case "whatsapp account":
                agent.WhatsAppAccounts = 1;
                break;
            case "sms":
                agent.Conversations.Add(("twilio_sms", null));
                break;
            case "outbound":
                agent.Conversations.Add(("twilio", "outbound"));
                break;
            case "no permission":
                _bench.Platform.Semantics.MayReadConversations = false;
                break;
            default:
                _bench.Memory.HasToken = false;
                break;
        }

        var plan = await _bench.PlanAsync();

        Assert.Equal(new ToolVariant(HasToken: false, Variable: null), Assert.Single(plan.Agents).Tool);
        Assert.Equal(
            $"The tool says who calls by system__caller_id alone, without the call's token: {reason}", plan.Agents[0].Warnings[0]);
        Assert.False(Assert.Single(plan.Tools).Config["api_schema"]!["request_headers"]!.AsObject().ContainsKey("X-Caller-Token"));
    }

    [Fact]
    public async Task Workflow_is_refused_without_nodes_and_names_those_there_are()
    {
        AddWorkflow(_bench.AddAgent());

        Assert.Equal(
            "This agent is a workflow, so its nodes have the tools. Name those that may search: --node greet (Greeting), --node bill "
                + "(Billing), or --node all.",
            await RefusalAsync());
    }

    [Theory]
    [InlineData("start")]
    [InlineData("nowhere")]
    public async Task Node_that_cannot_have_tools_is_refused(string node)
    {
        AddWorkflow(_bench.AddAgent());
        _bench.Wish = _bench.Wish with { Nodes = ["greet", node] };

        Assert.StartsWith($"--node {node}: the workflow of the branch main has no such node", await RefusalAsync(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Named_node_gets_the_tool_and_the_rest_of_the_workflow_stays()
    {
        var agent = _bench.AddAgent();
        AddWorkflow(agent);
        var before = _bench.Platform.Store.Describe();
        _bench.Wish = _bench.Wish with { Nodes = ["bill"] };

        var report = await _bench.ApplyAsync();

        Assert.Empty(report.Faults);
        Assert.Empty(agent.Main.ToolIds);
        Assert.Equal(_bench.Platform.Store.Tools.Keys.Where(id => id != "tool_theirs"), Ids(agent, "bill"));
        Assert.Equal(["tool_theirs"], Ids(agent, "greet"));
        Assert.True((await _bench.PlanAsync()).IsEmpty);
        await _bench.UndoAsync();
        Assert.Equal(before, _bench.Platform.Store.Describe());
    }

    [Fact]
    public async Task Privacy_that_matters_is_said()
    {
        var privacy = _bench.AddAgent().Main.Platform["privacy"]!;
        privacy["retention_days"] = -1;
        privacy["conversation_history_redaction"]!["enabled"] = true;
        var zero = _bench.AddAgent("Zero").Main.Platform["privacy"]!;
        zero["zero_retention_mode"] = true;
        _bench.AddAgent("None").Main.Platform["privacy"]!["retention_days"] = 0;

        var plans = (await _bench.PlanAsync()).Agents;

        Assert.Collection(
            plans[0].Warnings,
            text => Assert.StartsWith("ElevenLabs keeps this agent's conversations for ever (retention_days -1)", text,
                StringComparison.Ordinal),
            text => Assert.StartsWith("ElevenLabs redacts this agent's transcripts", text, StringComparison.Ordinal));
        Assert.StartsWith("Zero retention is on", Assert.Single(plans[1].Warnings), StringComparison.Ordinal);
        Assert.StartsWith("ElevenLabs keeps no transcripts of this agent", Assert.Single(plans[2].Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Webhooks_of_others_that_ours_take_the_place_of_are_named()
    {
        var agent = _bench.AddAgent();
        _bench.Platform.Store.Webhooks["webhook_theirs"] = new FakeWebhook("CRM", "https://crm.example.com/hook", "wsec_x");
        var overrides = agent.Main.Platform["workspace_overrides"]!;
        overrides["conversation_initiation_client_data_webhook"] = new JsonObject
        {
            ["url"] = "https://crm.example.com/start",
            ["request_headers"] = new JsonObject(),
        };
        overrides["webhooks"]!["post_call_webhook_id"] = "webhook_theirs";
        overrides["webhooks"]!["events"] = new JsonArray("audio", "call_initiation_failure");
        overrides["webhooks"]!["transcript_format"] = "opentelemetry";
        var before = _bench.Platform.Store.Describe();

        Assert.Equal(4, Assert.Single((await _bench.PlanAsync()).Agents).Warnings.Count);
        await _bench.ApplyAsync();
        Assert.Equal(
            """["audio","call_initiation_failure","transcript"]""",
            agent.Main.Platform["workspace_overrides"]!["webhooks"]!["events"]!.ToJsonString());
        await _bench.UndoAsync();
        Assert.Equal(before, _bench.Platform.Store.Describe());
    }

    [Fact]
    public async Task Key_that_may_not_manage_webhooks_gets_the_task_of_an_admin_and_changes_nothing()
    {
        _bench.AddAgent();
        _bench.Platform.Semantics.MayManageWebhooks = false;

        var plan = await _bench.PlanAsync();

        Assert.Contains($"with the URL {_bench.Wish.PostCallUrl}", Assert.Single(plan.AdminTasks), StringComparison.Ordinal);
        await Assert.ThrowsAsync<Elaoms.ElevenLabs.Connect.ConnectException>(() => _bench.ApplyAsync());
        Assert.Empty(_bench.Platform.Writes);
    }

    [Fact]
    public async Task Key_that_may_not_manage_webhooks_connects_with_one_that_an_admin_made()
    {
        var agent = _bench.AddAgent();
        _bench.Platform.Semantics.MayManageWebhooks = false;
        _bench.Platform.Store.Webhooks["webhook_admin"] = new FakeWebhook("Calls", _bench.Wish.PostCallUrl.AbsoluteUri, "wsec_admin");
        _bench.Wish = _bench.Wish with { WebhookId = "webhook_admin" };

        Assert.Empty((await _bench.ApplyAsync()).Faults);

        Assert.Equal("webhook_admin", (string?)agent.Main.Platform["workspace_overrides"]!["webhooks"]!["post_call_webhook_id"]);
        Assert.True((await _bench.PlanAsync()).IsEmpty);
    }

    [Fact]
    public async Task Key_that_may_not_manage_secrets_gets_the_task_of_an_admin()
    {
        _bench.AddAgent();
        _bench.Platform.Semantics.MayManageSecrets = false;

        Assert.StartsWith("The API key may not read or write secrets", Assert.Single((await _bench.PlanAsync()).AdminTasks),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Webhook_made_by_hand_that_the_agent_uses_is_kept_with_a_word_on_its_secret()
    {
        var agent = _bench.AddAgent();
        _bench.Platform.Store.Webhooks["webhook_hand"] = new FakeWebhook("By hand", _bench.Wish.PostCallUrl.AbsoluteUri, "wsec_hand");
        agent.Main.Platform["workspace_overrides"]!["webhooks"]!["post_call_webhook_id"] = "webhook_hand";

        var plan = await _bench.PlanAsync();

        Assert.Equal("webhook_hand", plan.Webhook!.WebhookId);
        Assert.StartsWith("The webhook “By hand” was not made by this command.", Assert.Single(plan.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Webhook_that_was_switched_off_is_switched_on()
    {
        _bench.AddAgent();
        await _bench.ApplyAsync();
        var (id, hook) = _bench.Platform.Store.Webhooks.Single();
        _bench.Platform.Store.Webhooks[id] = hook with { IsDisabled = true, IsAutoDisabled = true };

        Assert.False((await _bench.PlanAsync()).IsEmpty);
        await _bench.ApplyAsync();

        Assert.Equal((false, false), (_bench.Platform.Store.Webhooks[id].IsDisabled, _bench.Platform.Store.Webhooks[id].IsAutoDisabled));
    }

    [Fact]
    public async Task Webhook_whose_secret_the_deployment_has_lost_is_replaced()
    {
        var agent = _bench.AddAgent();
        await _bench.ApplyAsync();
        var former = _bench.Platform.Store.Webhooks.Keys.Single();
        _bench.Memory.Forget();

        await _bench.ApplyAsync();

        Assert.NotEqual(former, _bench.Platform.Store.Webhooks.Keys.Single());
        var call = await _bench.Platform.Calls.BeginAsync(agent.Id, "+12025550123", CancellationToken.None);
        Assert.Equal(200, await _bench.Platform.Calls.EndAsync(call, ["Hello!", "Hi."], CancellationToken.None));
    }

    [Fact]
    public async Task Key_that_was_changed_is_written_into_the_same_secret()
    {
        _bench.AddAgent();
        await _bench.ApplyAsync();
        var ids = _bench.Platform.Store.Secrets.Keys.ToList();
        var state = await _bench.State.ReadAsync(CancellationToken.None);
        state.Secrets[0].Fingerprint = "0000000000000000";
        await _bench.State.WriteAsync(state, CancellationToken.None);

        Assert.Equal(["Gave the secret " + state.Secrets[0].Name + " its value."], (await _bench.ApplyAsync()).Done);
        Assert.Equal(ids, _bench.Platform.Store.Secrets.Keys);
    }

    [Fact]
    public async Task Collection_that_was_moved_to_analysis_items_is_left_to_the_dashboard()
    {
        var agent = _bench.AddAgent();
        agent.Main.Platform["analysis_items"] = new JsonObject
        {
            ["evaluation_criteria"] = new JsonArray(),
            ["data_collection"] = new JsonArray()
        };
        _bench.Wish = _bench.Wish with { Collect = true };

        var plan = Assert.Single((await _bench.PlanAsync()).Agents);

        Assert.Contains("Add these in the dashboard: name, preferred_name", Assert.Single(plan.Warnings), StringComparison.Ordinal);
        Assert.DoesNotContain(plan.Branches[0].Changes, change => change.Place.Contains("data_collection", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Item_that_is_collected_already_by_another_name_is_not_added()
    {
        var agent = _bench.AddAgent();
        agent.Main.Platform["data_collection"]!["customer_name"] = new JsonObject { ["type"] = "string", ["description"] = "Who?" };
        _bench.Wish = _bench.Wish with { Collect = true };

        await _bench.ApplyAsync();

        Assert.Equal(
            ["customer_name", "preferred_name", "email", "preferred_contact", "open_request", "promise", "prefers"],
            agent.Main.Platform["data_collection"]!.AsObject().Select(item => item.Key));
    }

    [Fact]
    public async Task Prompt_that_has_an_older_passage_gets_the_new_one_and_the_older_one_back()
    {
        var agent = _bench.AddAgent();
        agent.Main.Conversation["agent"]!["prompt"]!["prompt"] =
            "Be kind.\n\n# What is known of the caller (written by elaoms connect)\nOld.\n# End of what is known of the caller\n\nBe "
                + "brief.";
        _bench.Wish = _bench.Wish with { Prompt = true };
        var before = _bench.Platform.Store.Describe();

        await _bench.ApplyAsync();
        var prompt = (string)agent.Main.Conversation["agent"]!["prompt"]!["prompt"]!;
        await _bench.UndoAsync();

        Assert.Equal($"Be kind.\n\n{PromptPassage.Text}\n\nBe brief.", prompt);
        Assert.Equal(before, _bench.Platform.Store.Describe());
    }

    [Fact]
    public async Task Prompt_with_half_a_passage_is_left_alone()
    {
        var agent = _bench.AddAgent();
        agent.Main.Conversation["agent"]!["prompt"]!["prompt"] = "# What is known of the caller (written by elaoms connect)\nOld.";
        _bench.Wish = _bench.Wish with { Prompt = true };

        var report = await _bench.ApplyAsync();

        Assert.Empty(report.Faults);
        Assert.Equal(
            "# What is known of the caller (written by elaoms connect)\nOld.",
                (string?)agent.Main.Conversation["agent"]!["prompt"]!["prompt"]);
    }

    private async Task<string> RefusalAsync()
    {
        var before = _bench.Platform.Store.Describe();
        var plan = await _bench.PlanAsync();
        await _bench.ApplyAsync(plan);

        Assert.False(plan.IsWhole);
        Assert.True(plan.IsEmpty);
        Assert.Equal(before, _bench.Platform.Store.Describe());
        Assert.Empty(_bench.Platform.Writes);
        return Assert.Single(Assert.Single(plan.Agents).Refusals);
    }

    private void AddWorkflow(FakeAgent agent)
    {
        _bench.Platform.Store.Tools["tool_theirs"] = AgentDefaults.Tool();
        _bench.Platform.Store.Tools["tool_theirs"]["name"] = "book";
        agent.Main.Workflow = JsonNode.Parse("""
            {
              "edges": {"e1": {"source": "start", "target": "greet", "forward_condition": {"type": "unconditional"}}},
              "nodes": {
                "start": {"type": "start", "position": {"x": 0.0, "y": 0.0}, "edge_order": ["e1"]},
                "greet": {
                  "type": "override_agent", "label": "Greeting", "position": {"x": 1.5, "y": 0.0}, "edge_order": [],
                  "conversation_config": {"agent": {"prompt": {"prompt": "Greet.", "tool_ids": ["tool_theirs"]}}},
                  "additional_prompt": "", "additional_tool_ids": ["tool_theirs"], "entry_behavior": "auto"
                },
                "bill": {
                  "type": "override_agent", "label": "Billing", "position": {"x": 3.0, "y": 0.0}, "edge_order": [],
                  "conversation_config": {}, "additional_prompt": "", "additional_tool_ids": [], "entry_behavior": "auto"
                }
              },
              "prevent_subagent_loops": false
            }
            """)!.AsObject();
    }

    private static IEnumerable<string> Ids(FakeAgent agent, string node)
        => agent.Main.Workflow["nodes"]![node]!["additional_tool_ids"]!.AsArray().Select(id => (string)id!);
}
