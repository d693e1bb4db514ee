using System.Text.Json.Nodes;
using Elaoms.Core.Recall;
using Elaoms.ElevenLabs.Connect;
using Elaoms.ElevenLabs.Connect.Planning;
using Elaoms.FakePlatform.Store;
using Elaoms.Web.Webhooks;
using Xunit;

namespace Elaoms.Tests.ElevenLabs.Connect;

/// <summary>Variables that nobody answers, which end calls.</summary>
public sealed class KnownVariablesTests : IAsyncLifetime
{
    private ConnectBench _bench = null!;

    public async Task InitializeAsync() => _bench = await ConnectBench.StartAsync();

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    [Fact]
    public void Samples_are_the_variables_that_every_answer_of_client_data_has()
    {
        using var folder = new TempFolder();
        using var written = new MemoryStream();
        using (var writer = new System.Text.Json.Utf8JsonWriter(written))
            ClientDataAnswer.For(profile: null, agentId: null, TestSettings.In(folder.Path)).WriteTo(writer);
        var answered = JsonNode.Parse(written.ToArray())!["dynamic_variables"]!.AsObject().Select(variable => variable.Key);

        Assert.Equal(answered.Order(StringComparer.Ordinal), KnownVariables.Samples.Select(sample
            => sample.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Routes_are_those_of_the_webhooks()
        => Assert.Equal(
            (ClientDataEndpoint.Route, SearchDataEndpoint.Route, PostCallEndpoint.Route),
            (MemoryRoutes.ClientData, MemoryRoutes.SearchData, MemoryRoutes.PostCall));

    [Fact]
    public async Task Variables_are_found_wherever_an_agent_uses_them_and_are_answered_afterwards()
    {
        var agent = _bench.AddAgent();
        var config = agent.Main.Conversation["agent"]!;
        config["first_message"] = "Hello {{ user_name }}, order {{order_id}}?";
        config["prompt"]!["prompt"] = "{{system__time}} {{plan}} {{plan}} {{not a name}}";
        config["dynamic_variables"]!["dynamic_variable_placeholders"]!["seats"] = 3;
        var tool = AgentDefaults.Tool();
        tool["name"] = "book";
        tool["description"] = "Books {{place}}";
        tool["assignments"] = new JsonArray(new JsonObject { ["dynamic_variable"] = "assigned", ["value_path"] = "id" });
        tool["api_schema"] = AgentDefaults.ApiSchema();
        tool["api_schema"]!["url"] = "https://example.com";
        tool["api_schema"]!["request_headers"]!["X-Seats"] = new JsonObject { ["variable_name"] = "seats" };
        tool["api_schema"]!["request_body_schema"] = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject { ["who"] = new JsonObject { ["type"] = "string", ["dynamic_variable"] = "member" } },
        };
        _bench.Platform.Store.Tools["tool_theirs"] = tool;
        config["prompt"]!["tool_ids"]!.AsArray().Add("tool_theirs");
        agent.Main.Workflow["nodes"] = new JsonObject
        {
            ["end"] = new JsonObject { ["type"] = "end", ["note"] = "{{from_a_node}}" },
        };

        var plan = await _bench.PlanAsync();

        Assert.Equal(
            """{"from_a_node":"","member":"","order_id":"","place":"","plan":"","seats":0}""", plan.Variables);
        Assert.Contains(Assert.Single(plan.Agents).Warnings, text => text.StartsWith(
            "The agent uses from_a_node, member, order_id, place, plan, seats, which nobody answers", StringComparison.Ordinal));
        Assert.Empty((await _bench.ApplyAsync()).Faults);
        Assert.Null((await _bench.PlanAsync()).Variables);
        Assert.Null((await _bench.Platform.Calls.BeginAsync(agent.Id, "+12025550123", CancellationToken.None)).Failure);
    }

    [Fact]
    public async Task Variables_that_are_set_already_and_defaults_of_ours_stay_in_the_setting()
    {
        await _bench.Memory.WriteVariablesAsync("""{"user_name": "there", "plan": "basic"}""", CancellationToken.None);
        _bench.AddAgent().Main.Conversation["agent"]!["first_message"] = "{{order_id}}";

        Assert.Equal("""{"user_name":"there","plan":"basic","order_id":""}""", (await _bench.PlanAsync()).Variables);
    }
}
