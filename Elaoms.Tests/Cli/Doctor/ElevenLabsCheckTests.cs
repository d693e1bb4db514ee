using System.Text.Json.Nodes;
using Elaoms.Cli.Doctor;
using Elaoms.Cli.Doctor.Checks;
using Elaoms.FakePlatform.Store;
using Elaoms.Tests.ElevenLabs.Connect;
using Xunit;

namespace Elaoms.Tests.Cli.Doctor;

/// <summary>What ElevenLabs sees of a deployment.</summary>
public sealed class ElevenLabsCheckTests : IAsyncLifetime
{
    private ConnectBench _bench = null!;

    public async Task InitializeAsync() => _bench = await ConnectBench.StartAsync();

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    [Fact]
    public async Task Connected_agent_is_OK()
    {
        _bench.AddAgent();
        await _bench.ApplyAsync();

        Assert.All(await FindingsAsync(), finding => Assert.Equal(CheckStatus.Ok, finding.Status));
        Assert.Equal(6, (await FindingsAsync()).Count);
    }

    [Fact]
    public async Task Nothing_that_leads_here_is_a_warning()
    {
        var findings = await FindingsAsync();

        Assert.Equal([CheckStatus.Warning, CheckStatus.Warning], findings.Select(finding => finding.Status));
        Assert.Equal("No post-call webhook leads here: no call is learned.", findings[0].What);
    }

    [Theory]
    [InlineData(true, null, CheckStatus.Error, "ElevenLabs switched the webhook")]
    [InlineData(false, 401, CheckStatus.Warning, "The last failed delivery got 401 on 2026-11-30 10:40 UTC.")]
    public async Task Webhook_that_fails_is_told(bool isOff, int? code, CheckStatus status, string says)
    {
        _bench.AddAgent();
        await _bench.ApplyAsync();
        var (id, hook) = _bench.Platform.Store.Webhooks.Single();
        _bench.Platform.Store.Webhooks[id] = hook with { IsAutoDisabled = isOff, FailureCode = code, FailedAt = 1_796_035_200 };

        Assert.Contains(await FindingsAsync(), finding => finding.Status == status && finding.What.Contains(says,
            StringComparison.Ordinal));
    }

    [Fact]
    public async Task Key_that_may_not_read_webhooks_is_a_warning_and_the_rest_is_looked_at()
    {
        _bench.AddAgent();
        await _bench.ApplyAsync();
        _bench.Platform.Semantics.MayManageWebhooks = false;

        var findings = await FindingsAsync();

        Assert.Equal(
            [CheckStatus.Warning, CheckStatus.Ok, CheckStatus.Ok, CheckStatus.Ok, CheckStatus.Ok],
            findings.Select(finding => finding.Status));
    }

    [Fact]
    public async Task Failed_executions_are_counted_by_their_type()
    {
        _bench.AddAgent();
        await _bench.ApplyAsync();
        var tool = _bench.Platform.Store.Tools.Keys.Single();
        _bench.Platform.Store.Executions[tool] = [.. ((string[])["customer_auth", "client_timeout", "customer_auth"]).Select(Execution)];

        var finding = Assert.Single(await FindingsAsync(), finding => finding.Status == CheckStatus.Warning);

        Assert.Equal($"Calls of the tool {tool} failed in the last 7 days: 2 customer_auth, 1 client_timeout.", finding.What);
    }

    [Fact]
    public async Task Branch_with_calls_and_without_the_tool_is_a_warning()
    {
        var agent = _bench.AddAgent();
        await _bench.ApplyAsync();
        agent.AddBranch("new", live: 10).Conversation["agent"]!["prompt"]!["tool_ids"] = new JsonArray();

        var finding = Assert.Single(await FindingsAsync(), finding => finding.Status == CheckStatus.Warning);

        Assert.Equal("Branches of Reception take calls without the tool recall_memory: new.", finding.What);
    }

    [Theory]
    [InlineData("overrides/enable_conversation_initiation_client_data_from_webhook", "false")]
    [InlineData("workspace_overrides/conversation_initiation_client_data_webhook/url", "\"https://other.example/webhook/client-data\"")]
    [InlineData("workspace_overrides/conversation_initiation_client_data_webhook", "null")]
    public async Task Agent_whose_calls_begin_without_asking_here_is_an_error(string place, string value)
    {
        Set(await ConnectedAsync(), place, value);

        var finding = Assert.Single(await FindingsAsync(), finding => finding.Status == CheckStatus.Error);

        Assert.Equal("ElevenLabs does not ask here at the start of Reception's calls: nobody is recognised.", finding.What);
        Assert.StartsWith("Run elaoms connect --agent agent_", finding.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tool_that_is_gone_is_passed_over_and_the_agent_is_looked_at()
    {
        var agent = await ConnectedAsync();
        agent.Main.Conversation["agent"]!["prompt"]!["tool_ids"]!.AsArray().Add("tool_gone");

        Assert.All(await FindingsAsync(), finding => Assert.Equal(CheckStatus.Ok, finding.Status));
    }

    [Fact]
    public async Task Agent_whose_calls_are_delivered_elsewhere_is_an_error()
    {
        Set(await ConnectedAsync(), "workspace_overrides/webhooks/post_call_webhook_id", "\"wh_other\"");

        var finding = Assert.Single(await FindingsAsync(), finding => finding.Status == CheckStatus.Error);

        Assert.Equal("ElevenLabs does not deliver Reception's calls to ELAOMS: none is learned.", finding.What);
    }

    [Fact]
    public async Task Variable_that_nobody_answers_is_an_error_with_the_line_to_set()
    {
        var agent = _bench.AddAgent();
        await _bench.ApplyAsync();
        agent.Main.Conversation["agent"]!["first_message"] = "Hello {{customer}}!";

        var finding = Assert.Single(await FindingsAsync(), finding => finding.Status == CheckStatus.Error);

        Assert.Equal("Reception uses customer, which nobody answers: its calls end at their start.", finding.What);
        Assert.Equal("""Set DYNAMIC_VARIABLES={"customer":""}""", finding.Remedy);
    }

    private async Task<FakeAgent> ConnectedAsync()
    {
        var agent = _bench.AddAgent();
        await _bench.ApplyAsync();
        return agent;
    }

    private static void Set(FakeAgent agent, string place, string json)
    {
        var (path, node) = (place.Split('/'), (JsonNode)agent.Main.Platform);
        foreach (var name in path.SkipLast(1))
            node = node[name]!;
        node[path[^1]] = JsonNode.Parse(json);
    }

    private async Task<IReadOnlyList<CheckResult>> FindingsAsync()
    {
        using var folder = new TempFolder();
        var settings = TestSettings.In(folder.Path) with
        {
            ElevenLabsApi = _bench.Platform.Address,
            ClientDataKeys = [PlayedMemory.ClientDataKey],
        };
        await using var services = ElevenLabsCheck.Services(settings, _bench.Platform.Key, TimeProvider.System);
        var findings = new List<CheckResult>();
        await foreach (var finding in new ElevenLabsCheck(services, settings, _bench.Memory.Address, TimeProvider.System)
            .CheckAsync(CancellationToken.None))
            findings.Add(finding);
        Assert.All(findings, finding => Assert.DoesNotContain(_bench.Platform.Key, finding.What + finding.Remedy,
            StringComparison.Ordinal));
        return findings;
    }

    private static JsonObject Execution(string type) => new()
    {
        ["tool_id"] = "t",
        ["tool_request_id"] = "r",
        ["conversation_id"] = "c",
        ["agent_id"] = "a",
        ["timestamp"] = 1_796_035_200.5,
        ["latency_secs"] = 0.3,
        ["is_error"] = true,
        ["error_type"] = type,
        ["id"] = "e",
    };
}
