using Elaoms.EndToEnd.Azurite;
using Elaoms.EndToEnd.Functions;
using Elaoms.FakePlatform;
using Elaoms.FakePlatform.Store;
using Elaoms.Tests.Server;
using Elaoms.Tests.Storage;
using Xunit;

namespace Elaoms.EndToEnd.Cli;

/// <summary>Calls whose delivery was lost are fetched: by a server, by the Functions worker, and by <c>elaoms reconcile</c>.</summary>
[LongRunning]
public sealed class ReconcileTests : IAsyncLifetime, IDisposable
{
    private const int Kills = 10;
    private const string AnyPort = "http://127.0.0.1:0";
    private readonly TempFolder _folder = new();
    private PlayedPlatform _platform = null!;
    private string _agent = "";

    public async Task InitializeAsync()
    {
        _platform = await PlayedPlatform.StartAsync();
        _agent = _platform.Store.AddAgent("Reception").Id;
    }

    public async Task DisposeAsync() => await _platform.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Server_fetches_and_learns_lost_calls_and_doctor_tells_of_them()
    {
        AddCalls(30);
        var settings = With(new ServerSettings(_folder));
        await using var server = await ElaomsProcess.ServeAsync(_folder.Path, settings.Values, "--urls", AnyPort);

        await IsLearnedAsync(settings, 30);

        await Eventually.IsTrueAsync(() => server.Output.Contains("30 recovered", StringComparison.Ordinal), "the run has ended");
        Assert.DoesNotContain(_platform.Key, server.Output, StringComparison.Ordinal);
        var (_, output, _) = await ElaomsProcess.RunAsync(_folder.Path, settings.Values, input: null, "doctor");
        Assert.Contains("Calls of 24 hours: 30 listed, 0 received, 30 recovered, 0 lost.", output, StringComparison.Ordinal);
        Assert.Contains("(UTC, listed/received/recovered/lost)", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Functions_worker_fetches_and_learns_lost_calls()
    {
        AddCalls(30);
        var clock = new FixedClock();
        var settings = With(FunctionsApp.SettingsFor(_folder, (await AzuriteServer.SharedAsync()).NewAccount()));
        await using var app = await FunctionsApp.StartAsync(settings, host => host with { Time = clock });
        await Eventually.IsTrueAsync(() => clock.Timers == 2, "the timers wait");

        clock.Advance(TimeSpan.FromHours(1));

        await Eventually.IsTrueAsync(
            () => app.Host.Console.Lines.Any(
                line => line.Contains("Executed 'Functions.Reconcile' (Success", StringComparison.Ordinal)),
            "calls are reconciled");
        await IsLearnedAsync(settings, 30);
    }

    [Fact]
    public async Task Run_that_is_killed_ten_times_fetches_each_call_once_and_known_ones_cost_next_to_nothing()
    {
        const int Calls = 1500;
        AddCalls(Calls);
        var settings = new ServerSettings(_folder);
        await using var server = await ElaomsProcess.ServeAsync(_folder.Path, settings.Values, "--urls", AnyPort);
        With(settings);
        for (var kill = 1; kill <= Kills; kill++)
        {
            await using var run = ElaomsProcess.Start(_folder.Path, settings.Values, "reconcile");
            await Eventually.IsTrueAsync(() => _platform.Faults.Count > kill * Calls / (Kills + 1), "some are fetched");
            await run.KillAsync();
        }

        var (code, output, errors) = await ElaomsProcess.RunAsync(_folder.Path, settings.Values, input: null, "reconcile");
        Assert.True(code == 1, output + errors);
        await IsLearnedAsync(settings, Calls);
        Assert.InRange(_platform.Faults.Count, Calls, Calls * 1.2);

        var before = _platform.Faults.Count;
        (_, output, _) = await ElaomsProcess.RunAsync(_folder.Path, settings.Values, input: null, "reconcile", "--json");
        Assert.Equal(0, Payload.Json(output).GetProperty("fetched").GetInt32());
        Assert.InRange(_platform.Faults.Count - before, 1, Calls * 0.02);
    }

    // No webhook leads here, so the verb ends with 1: it says so first.
    [Fact]
    public async Task Webhook_that_is_off_is_said_first_and_zero_retention_is_named()
    {
        AddCalls(3);
        var settings = With(new ServerSettings(_folder));
        await using (await ElaomsProcess.ServeAsync(_folder.Path, new ServerSettings(_folder).Values, "--urls", AnyPort))
        {
        }

        var main = _platform.Store.Agents[_agent].Main.Platform;
        main["privacy"]!["zero_retention_mode"] = true;
        main["workspace_overrides"] = new System.Text.Json.Nodes.JsonObject
        {
            ["webhooks"] = new System.Text.Json.Nodes.JsonObject { ["post_call_webhook_id"] = "webhook_1" },
        };
        _platform.Store.Webhooks["webhook_1"] =
            new FakeWebhook("elaoms", "https://memory.example.com/webhook/post-call", "wsec_1") { IsAutoDisabled = true };

        var (code, output, _) = await ElaomsProcess.RunAsync(_folder.Path, settings.Values, input: null, "reconcile");

        Assert.Equal(1, code);
        Assert.StartsWith("ElevenLabs switched the post-call webhook off after failures", output, StringComparison.Ordinal);
        Assert.Contains("3 of 3 calls were fetched.", output, StringComparison.Ordinal);
        Assert.Contains($"lost calls of theirs can't be recovered: {_agent}.", output, StringComparison.Ordinal);
        (code, output, _) = await ElaomsProcess.RunAsync(_folder.Path, settings.Values, input: null, "doctor");
        Assert.Equal(2, code);
        Assert.True(
            output.IndexOf("switched the post-call webhook off", StringComparison.Ordinal)
                < output.IndexOf("Calls of 24 hours", StringComparison.Ordinal),
            output);
    }

    private ServerSettings With(ServerSettings settings)
    {
        settings["ELEVENLABS_API_URL"] = _platform.Address.GetLeftPart(UriPartial.Authority);
        settings["ELEVENLABS_READ_KEY"] = _platform.Key;
        return settings;
    }

    private void AddCalls(int count)
    {
        var start = (TimeProvider.System.GetUtcNow() - TimeSpan.FromHours(3)).ToUnixTimeSeconds();
        for (var number = 0; number < count; number++)
            _platform.Store.AddConversation(
                _agent, start + (number / 3), $"+12025{number % 50:000000}", "Hello?", "My name is Sam Miller.");
    }

    private async Task IsLearnedAsync(ServerSettings settings, int count)
    {
        await using var stores = new Stores(settings.Read(), TimeProvider.System);
        var calls = await LearnedCalls.WhenAsync(stores, count);
        Assert.Equal(count, calls.Select(call => call.ConversationId).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(count, calls.Count);
        Assert.All(calls, call => Assert.Equal(
            _platform.Store.Conversations[call.ConversationId].Start, call.StartedAt.ToUnixTimeSeconds()));
    }
}
