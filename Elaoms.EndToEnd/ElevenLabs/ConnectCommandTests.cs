using System.Text.Json.Nodes;
using Elaoms.Core.Settings;
using Elaoms.EndToEnd.Cli;
using Elaoms.FakePlatform;
using Elaoms.FakePlatform.Store;
using Elaoms.Tests.Server;
using Xunit;

namespace Elaoms.EndToEnd.ElevenLabs;

/// <summary>The program itself, between a server of its own and a played platform.</summary>
[LongRunning]
public sealed class ConnectCommandTests : IAsyncLifetime, IDisposable
{
    private readonly TempFolder _folder = new();
    private PlayedPlatform _platform = null!;
    private ElaomsProcess _server = null!;
    private FakeAgent _agent = null!;

    public async Task InitializeAsync()
    {
        _platform = await PlayedPlatform.StartAsync();
        _agent = _platform.Store.AddAgent("Reception");
        _agent.Numbers.Add(new FakeNumber("phnum_1", "+12025550100"));
        await File.WriteAllTextAsync(_folder[".env"], "# Mine\nDOTNET_ENVIRONMENT=Development\n", CancellationToken.None);
        _server = await ElaomsProcess.ServeAsync(_folder.Path, [], "--urls", "http://127.0.0.1:0");
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        await _platform.DisposeAsync();
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Caller_of_a_connected_agent_is_greeted_at_the_next_call_and_everything_can_be_undone()
    {
        var before = _platform.Store.Describe();
        var (planned, plan, _) = await ConnectAsync("--agent", _agent.Id);
        Assert.Equal(0, planned);
        Assert.Contains("post_call_webhook_id\n      nothing → \"(new webhook)\"", plan, StringComparison.Ordinal);
        Assert.Equal(before, _platform.Store.Describe());

        // The server reads its settings when it starts, so connect waits until it was started again.
        var address = _server.Address;
        await using var connect = ElaomsProcess.Start(
            _folder.Path, Environment(), "connect", "--url", address.AbsoluteUri, "--agent", _agent.Id, "--apply", "--test");
        await Eventually.IsTrueAsync(
            () => connect.Errors.Contains("Stop elaoms serve and start it again", StringComparison.Ordinal), "connect waits");
        Assert.False((bool)_agent.Main.Platform["overrides"]!["enable_conversation_initiation_client_data_from_webhook"]!);
        await _server.SignalAsync("TERM");
        await _server.EndAsync();
        await _server.DisposeAsync();
        _server = await ElaomsProcess.ServeAsync(_folder.Path, [], "--urls", address.AbsoluteUri);
        Assert.Equal((0, ""), (await connect.EndAsync(), connect.Output.Contains("fault ", StringComparison.Ordinal) ? connect.Output
            : ""));
        Assert.StartsWith("# Mine\nDOTNET_ENVIRONMENT=Development\nELEVENLABS_POST_CALL_KEY=wsec_", await EnvAsync(),
            StringComparison.Ordinal);

        var first = await _platform.Calls.BeginAsync(_agent.Id, "+12025550123", CancellationToken.None);
        Assert.Equal((null, "Hello! How can I help you?"), (first.Failure, first.FirstMessage));
        Assert.Equal(200, await _platform.Calls.EndAsync(
            first, [first.FirstMessage, "Hi, this is Maria.", "Hello Maria.", "My parcel came open."], CancellationToken.None));
        await Eventually.IsTrueAsync(
            async () => (await _platform.Calls.BeginAsync(_agent.Id, "+12025550123", CancellationToken.None)).FirstMessage
                == "Welcome back, Maria! How can I help you today?",
            "the caller is greeted");
        var second = await _platform.Calls.BeginAsync(_agent.Id, "+12025550123", CancellationToken.None);
        var told = await _platform.Calls.RecallAsync(second, "open parcel", CancellationToken.None);
        Assert.Contains("My parcel came open.", (string?)told!["context"], StringComparison.Ordinal);

        var (again, nothing, _) = await ConnectAsync("--agent", _agent.Id, "--apply");
        Assert.Equal(0, again);
        Assert.Contains("Everything is connected. There is nothing to do.", nothing, StringComparison.Ordinal);

        var (undone, output, _) = await ElaomsProcess.RunAsync(_folder.Path, Environment(), null, "connect", "--undo");
        Assert.Equal((0, before), (undone, _platform.Store.Describe()));
        Assert.Contains("All of it was read back and is as it should be.", output, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.Of("data", "elaoms-connect.json")));
    }

    [Fact]
    public async Task Plan_as_JSON_names_each_leaf()
    {
        var (code, output, _) = await ConnectAsync("--all-with-numbers", "--json");

        var plan = JsonNode.Parse(output)!;
        Assert.Equal((0, true, _agent.Id), (code, (bool)plan["changes"]!, (string?)plan["agents"]![0]!["agent_id"]));
        Assert.Contains(
            plan["agents"]![0]!["branches"]![0]!["changes"]!.AsArray(),
            change => (string?)change!["path"] == "conversation_config.agent.prompt.tool_ids");
        Assert.DoesNotContain(
            "api-key", output.Replace("X-Api-Key", "", StringComparison.OrdinalIgnoreCase), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData(2, "Name the agents: --agent AGENT, or --all-with-numbers.", "--apply")]
    [InlineData(2, "Do not combine --undo with --apply or --ask.", "--undo", "--apply")]
    [InlineData(1, "ElevenLabs does not know what was asked for (GET /v1/convai/agents/agent_0)", "--agent", "agent_0")]
    public async Task Wrong_order_ends_with_a_sentence(int code, string says, params string[] arguments)
    {
        var (ended, _, errors) = await ConnectAsync(arguments);

        Assert.Equal(code, ended);
        Assert.Contains(says, errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Agent_that_is_refused_ends_with_1_and_is_not_changed()
    {
        _agent.Numbers.Clear();
        var before = _platform.Store.Describe();

        var (code, output, _) = await ConnectAsync("--agent", _agent.Id, "--apply");

        Assert.Equal((1, before), (code, _platform.Store.Describe()));
        Assert.Contains("refused  No telephone number and no WhatsApp account leads to this agent.", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Key_of_another_region_is_named_and_no_key_is_shown()
    {
        _platform.Faults.Add(method: null, "/v1/", PlatformFault.OtherRegion);

        var (code, output, errors) = await ConnectAsync("--agent", _agent.Id);

        Assert.Equal(1, code);
        Assert.Contains("Set ELEVENLABS_API_URL to your region's address", errors, StringComparison.Ordinal);
        Assert.DoesNotContain(_platform.Key, output + errors, StringComparison.Ordinal);
    }

    private Task<(int Code, string Output, string Errors)> ConnectAsync(params string[] arguments)
        => ElaomsProcess.RunAsync(
            _folder.Path, Environment(), null, ["connect", "--url", _server.Address.AbsoluteUri, .. arguments]);

    private Dictionary<string, string?> Environment() => new(StringComparer.Ordinal)
    {
        [SettingNames.ElevenLabsApiKey] = _platform.Key,
        [SettingNames.ElevenLabsApiUrl] = _platform.Address.AbsoluteUri,
    };

    private Task<string> EnvAsync() => File.ReadAllTextAsync(_folder[".env"], CancellationToken.None);
}
