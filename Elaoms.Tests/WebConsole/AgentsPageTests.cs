using Elaoms.Core.Settings;
using Elaoms.FakePlatform;
using Elaoms.Tests.ElevenLabs.Connect;
using Elaoms.Tests.Operators;
using Elaoms.Tests.Server;
using Xunit;

namespace Elaoms.Tests.WebConsole;

/// <summary>The page of agents, with a platform that can be asked.</summary>
public sealed class AgentsPageTests : IAsyncLifetime
{
    private ConnectBench _bench = null!;
    private TestServer _server = null!;
    private ConsoleBrowser _browser = null!;

    public async Task InitializeAsync()
    {
        _bench = await ConnectBench.StartAsync();
        _server = await StartAsync(hasKey: true);
        _browser = await ConsoleBrowser.SignedInAsync(_server);
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        await _bench.DisposeAsync();
    }

    [Fact]
    public async Task Agents_are_checked_when_somebody_asks_and_shown_with_what_to_do()
    {
        _bench.AddAgent();
        var second = _bench.AddAgent("<b>Night</b> desk");
        await _bench.ApplyAsync();
        second.Main.Conversation["agent"]!["first_message"] = "Hello {{customer}}!";
        Assert.Contains("ElevenLabs was not asked yet", await TextAsync("/agents"), StringComparison.Ordinal);

        Assert.Equal("/console/agents?notice=agents-checked", await CheckAsync());

        var page = (await _browser.GetAsync("/agents")).IsOk();
        var text = ConsoleBrowser.TextOf(page);
        Assert.Contains("Reception", text, StringComparison.Ordinal);
        Assert.Contains("ElevenLabs asks who is calling at the start of Reception's calls.", text, StringComparison.Ordinal);
        Assert.Contains("ElevenLabs delivers Reception's calls after their end.", text, StringComparison.Ordinal);
        Assert.Contains("""which nobody answers: its calls end at their start. Set DYNAMIC_VARIABLES={"customer":""}""", text,
            StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;Night&lt;/b&gt; desk", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(_bench.Platform.Key, page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Agent_without_a_line_is_not_said_to_lack_the_tool_that_it_has()
    {
        var agent = _bench.AddAgent();
        await _bench.ApplyAsync();
        agent.Numbers.Clear();
        _bench.Platform.Semantics.MayManageWebhooks = false;

        await CheckAsync();

        var text = await TextAsync("/agents");
        Assert.Contains("Reception has the search tool.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("no search tool", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Webhook_whose_last_failure_has_no_possible_time_is_shown_without_it()
    {
        _bench.AddAgent();
        await _bench.ApplyAsync();
        var (id, hook) = _bench.Platform.Store.Webhooks.Single();
        _bench.Platform.Store.Webhooks[id] = hook with { FailureCode = 500, FailedAt = long.MaxValue };

        Assert.Equal("/console/agents?notice=agents-checked", await CheckAsync());

        Assert.Contains("The last failed delivery got 500.", await TextAsync("/agents"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(PlatformFault.Forbidden)]
    [InlineData(PlatformFault.NotJson)]
    [InlineData(PlatformFault.Huge)]
    public async Task Platform_that_fails_leaves_what_was_known(PlatformFault fault)
    {
        _bench.AddAgent();
        await _bench.ApplyAsync();
        await CheckAsync();
        _bench.Platform.Faults.Add(method: null, "/v1/convai/tools", fault);

        var answer = await CheckAsync();

        Assert.Equal("/console/agents?notice=agents-not-checked", answer);
        var text = await TextAsync(answer["/console".Length..]);
        Assert.Contains("ElevenLabs could not be asked", text, StringComparison.Ordinal);
        Assert.Contains("ElevenLabs delivers Reception's calls after their end.", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reader_sees_what_was_found_and_may_not_ask()
    {
        _bench.AddAgent();
        await _bench.ApplyAsync();
        await CheckAsync();
        var reader = await ConsoleBrowser.SignedInAsync(_server, OperatorApi.Reader);

        var page = (await reader.GetAsync("/agents")).IsOk();

        Assert.Contains("Reception", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("/agents/check", page.Text, StringComparison.Ordinal);
        Assert.Equal(403, (await reader.PostAsync("/agents/check")).Status);
    }

    [Fact]
    public async Task Without_a_key_the_page_says_which_to_set_and_asks_nobody()
    {
        await using var server = await StartAsync(hasKey: false);
        var browser = await ConsoleBrowser.SignedInAsync(server);

        var page = (await browser.GetAsync("/agents")).IsOk();

        Assert.Contains(SettingNames.ElevenLabsReadKey, page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("/agents/check", page.Text, StringComparison.Ordinal);
        Assert.Equal(
            "/console/agents?notice=agents-not-checked", (await browser.PostAsync("/agents/check")).Headers.Location!.OriginalString);
    }

    private Task<TestServer> StartAsync(bool hasKey) => TestServer.StartAsync(settings =>
    {
        settings[SettingNames.OperatorKeys] = $"anna:operator={OperatorApi.Operator}, bob:reader={OperatorApi.Reader}";
        settings[SettingNames.ElevenLabsApiUrl] = _bench.Platform.Address.AbsoluteUri;
        if (hasKey)
            settings[SettingNames.ElevenLabsReadKey] = _bench.Platform.Key;
    });

    private async Task<string> CheckAsync()
    {
        var answer = await _browser.PostAsync("/agents/check");
        Assert.Equal(303, answer.Status);
        return answer.Headers.Location!.OriginalString;
    }

    private async Task<string> TextAsync(string path) => ConsoleBrowser.TextOf((await _browser.GetAsync(path)).IsOk());
}
