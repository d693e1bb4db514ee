using System.Globalization;
using System.Text.Json.Nodes;
using Elaoms.ElevenLabs.Connect;
using Elaoms.ElevenLabs.Connect.Planning;
using Elaoms.FakePlatform.Store;
using FsCheck;
using FsCheck.Fluent;

namespace Elaoms.Tests.ElevenLabs.Connect;

/// <summary>A workspace as somebody may have made it, and what is wished for: everything is chosen at random.</summary>
internal sealed record GeneratedWorkspace(IReadOnlyList<int> Choices)
{
    private const int Length = 80;

    public static Gen<GeneratedWorkspace> Any
        => Gen.Choose(0, 9_999).ListOf(Length).Select(choices => new GeneratedWorkspace([.. choices]));

    /// <summary>Makes the workspace and the wish.</summary>
    public void Build(ConnectBench bench)
    {
        var dice = new Dice(Choices);
        (bench.Platform.Semantics.ReplacesMaps, bench.Platform.Semantics.HasBranches) = (dice.Is(2), !dice.Is(8));
        bench.Memory.HasToken = !dice.Is(5);
        bench.Wish = bench.Wish with { Collect = dice.Is(2), Prompt = dice.Is(2), Nodes = dice.Is(4) ? [] : ["all"] };
        if (dice.Is(4))
            bench.Wish = bench.Wish with { Variable = "member" };
        AddThingsOfOthers(bench, dice);
        foreach (var number in Enumerable.Range(1, dice.Upto(2) + 1))
            AddAgent(bench, dice, FormattableString.Invariant($"Agent {number}"));
    }

    public override string ToString() => string.Join(',', Choices);

    private static void AddThingsOfOthers(ConnectBench bench, Dice dice)
    {
        var store = bench.Platform.Store;
        store.Secrets["secret_theirs"] = new FakeSecret("their-key", "their value");
        store.Webhooks["webhook_theirs"] = new FakeWebhook("CRM", "https://crm.example.com/hook", "wsec_theirs");
        foreach (var name in (string[])["book", "transfer"])
            store.Tools[$"tool_{name}"] = Tool(name, $"https://example.com/{name}", dice.Is(2) ? "order_id" : null);
        if (dice.Is(4))
            store.Tools["tool_twin"] = Tool(OwnNames.Tool, "https://example.com/other", variable: null);
        if (dice.Is(4))
            store.Tools["tool_former"] = Tool(OwnNames.Tool, "https://former.example.com" + MemoryRoutes.SearchData, variable: null);
        if (dice.Is(4))
            store.Tools["tool_hand"] = Tool(OwnNames.Tool, bench.Wish.SearchDataUrl.AbsoluteUri, variable: null);
        if (dice.Is(6))
            store.Secrets["secret_former"] = new FakeSecret(OwnNames.ClientDataSecret(bench.Wish.Deployment), "former value");
    }

    private static void AddAgent(ConnectBench bench, Dice dice, string name)
    {
        var store = bench.Platform.Store;
        var agent = store.AddAgent(name);
        if (!dice.Is(5))
            agent.Numbers.Add(new FakeNumber($"phnum_{agent.Id}", "+12025550100"));
        agent.WhatsAppAccounts = dice.Is(6) ? 1 : 0;
        agent.Role = dice.Is(10) ? "viewer" : dice.Is(3) ? "admin" : "editor";
        for (var calls = dice.Upto(3); calls > 0; calls--)
            agent.Conversations.Add((dice.Of("twilio", "twilio", "sip_trunk", "twilio_sms", "widget"), dice.Of(null, "inbound",
                "outbound")));
        Configure(agent.Main, store, dice);
        foreach (var number in Enumerable.Range(1, bench.Platform.Semantics.HasBranches ? dice.Upto(2) : 0))
        {
            var branch = agent.AddBranch(FormattableString.Invariant($"branch {number}"), live: dice.Of(0, 0, 25, 100));
            if (dice.Is(2))
                Configure(branch, store, dice);
            branch.IsProtected = dice.Is(8);
            branch.HasDraft = dice.Is(8);
            if (dice.Is(5))
                agent.Numbers.Add(new FakeNumber($"phnum_{branch.Id}", "+12025550101", branch.Id));
        }
    }

    private static void Configure(FakeBranch branch, PlatformStore store, Dice dice)
    {
        var config = branch.Conversation["agent"]!;
        var prompt = dice.Of("Be kind.", "", "Hello {{order_id}}, {{user_name}}", "# What is known of the caller (written by elaoms "
            + "connect)\nOld.\n"
            + "# End of what is known of the caller\nBe brief.");
        config["prompt"]!["prompt"] = prompt;
        config["first_message"] = dice.Of("Hello!", "Hello {{customer}}!");
        config["prompt"]!["tool_ids"] = new JsonArray([.. store.Tools.Keys.Where(_ => dice.Is(2)).Select(id => (JsonNode)id)]);
        var placeholders = config["dynamic_variables"]!["dynamic_variable_placeholders"] = new JsonObject();
        foreach (var name in KnownVariables.Samples.Select(sample => sample.Key).Append("order_id").Append("customer").Where(_
            => dice.Is(4)))
            placeholders[name] = dice.Of<JsonNode?>("by hand", 7, true);
        if (dice.Is(3))
            branch.Workflow = Workflow(store, dice);

        var overrides = branch.Platform["workspace_overrides"]!;
        if (dice.Is(3))
            overrides["conversation_initiation_client_data_webhook"] = new JsonObject
            {
                ["url"] = "https://crm.example.com/start",
                ["request_headers"] = new JsonObject { ["Authorization"] = new JsonObject { ["secret_id"] = "secret_theirs" } },
            };
        if (dice.Is(3))
            overrides["webhooks"]!["post_call_webhook_id"] = "webhook_theirs";
        overrides["webhooks"]!["events"] = dice.Of(new JsonArray("transcript"), new JsonArray("audio"), new JsonArray());
        overrides["webhooks"]!["transcript_format"] = dice.Of("json", "opentelemetry");
        if (dice.Is(4))
            overrides["webhooks"]!["exclude_transcript"] = dice.Is(2);
        branch.Platform["overrides"]!["enable_conversation_initiation_client_data_from_webhook"] = dice.Is(3);
        branch.Platform["overrides"]!["conversation_config_override"]!["agent"]!["first_message"] = dice.Is(3);
        foreach (var name in CollectedItems.Names.Append("nickname").Append("mood").Where(_ => dice.Is(5)))
            branch.Platform["data_collection"]![name] = new JsonObject { ["type"] = "string", ["description"] = "By hand." };
        if (dice.Is(6))
            branch.Platform["analysis_items"] = new JsonObject
            {
                ["evaluation_criteria"] = new JsonArray(),
                ["data_collection"] = new JsonArray()
            };
        branch.Platform["privacy"]!["retention_days"] = dice.Of(-1, 0, 30);
    }

    private static JsonObject Workflow(PlatformStore store, Dice dice)
    {
        var nodes = new JsonObject
        {
            ["start"] = new JsonObject
            {
                ["type"] = "start",
                ["position"] = new JsonObject { ["x"] = 0.5, ["y"] = 0 },
                ["edge_order"] = new JsonArray()
            },
        };
        foreach (var number in Enumerable.Range(1, dice.Upto(3)))
        {
            var tools = new JsonArray([.. store.Tools.Keys.Where(_ => dice.Is(3)).Select(id => (JsonNode)id)]);
            nodes[FormattableString.Invariant($"node{number}")] = new JsonObject
            {
                ["type"] = dice.Of("override_agent", "override_agent", "say"),
                ["label"] = number.ToString(CultureInfo.InvariantCulture),
                ["position"] = new JsonObject { ["x"] = number, ["y"] = 0 },
                ["edge_order"] = new JsonArray(),
                ["conversation_config"] = dice.Is(2)
                    ? new JsonObject
                    {
                        ["agent"] = new JsonObject
                        {
                            ["prompt"] = new JsonObject { ["prompt"] = "Node {{node_variable}}", ["tool_ids"] = tools.DeepClone() },
                        },
                    }
                    : new JsonObject(),
                ["additional_prompt"] = "",
                ["additional_tool_ids"] = tools,
                ["entry_behavior"] = "auto",
            };
        }

        return new JsonObject { ["edges"] = new JsonObject(), ["nodes"] = nodes, ["prevent_subagent_loops"] = false };
    }

    private static JsonObject Tool(string name, string url, string? variable)
    {
        var tool = AgentDefaults.Tool();
        (tool["name"], tool["description"], tool["api_schema"]) = (name, "By hand.", AgentDefaults.ApiSchema());
        tool["api_schema"]!["url"] = url;
        tool["api_schema"]!["method"] = "POST";
        if (variable is not null)
            tool["api_schema"]!["request_headers"]!["X-Order"] = new JsonObject { ["variable_name"] = variable };
        return tool;
    }

    /// <summary>Takes one choice after the other.</summary>
    private sealed class Dice(IReadOnlyList<int> choices)
    {
        private int _at;

        public bool Is(int oneOf) => Next() % oneOf == 0;

        public int Upto(int most) => Next() % (most + 1);

        public T Of<T>(params IReadOnlyList<T> values) => values[Next() % values.Count];

        // More choices than there are begin again, a little different.
        private int Next() => choices[_at % choices.Count] + (_at++ / choices.Count);
    }
}
