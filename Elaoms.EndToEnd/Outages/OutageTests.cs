using System.Diagnostics;
using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Tests.Server;
using Microsoft.Data.Sqlite;
using Xunit;
using Xunit.Abstractions;

namespace Elaoms.EndToEnd.Outages;

/// <summary>
/// What callers, senders and probes are told while the storage is down, and that it takes nobody to make the server work again.
/// </summary>
[LongRunning]
public sealed class OutageTests(ITestOutputHelper output)
{
    private const string Sam = "+12025550123";
    private const string Defaults =
        "{\"user_name\":\"\",\"user_profile_summary\":\"\",\"last_call_summary\":\"\",\"last_call_date\":\"\",\"open_requests\":\"\","
            + "\"preferred_language\":\"\",\"user_name_confidence\":\"\",\"call_count\":0,\"is_shared_line\":false,\"plan\":\"none\"}";
    private const string NothingFound = """{"profile":null,"memories":[],"context":""}""";

    private static readonly TimeSpan Deadline = TimeSpan.FromMilliseconds(500);

    // Far more than the deadline, for a machine that is busy; and far less than the storage would take to give up by itself when it is
    // frozen.
    private static readonly TimeSpan InTime = Deadline + TimeSpan.FromSeconds(10);
    private static readonly TimeSpan SenderTimeout = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(OutageKind.AzuriteCrashed)]
    [InlineData(OutageKind.AzuriteFrozen)]
    [InlineData(OutageKind.EmbeddedGone)]
    public async Task Server_whose_storage_goes_down_answers_everybody_and_works_again_by_itself(OutageKind kind)
    {
        var folder = new TempFolder();
        await using var outage = await PrepareAsync(kind, folder);
        await using var server = await TestServer.StartAsync(folder, outage.Settings);
        await server.TeachAsync(Payloads.Read("post_call_transcription.02-twilio-inbound-2025.json"));

        // His index is in memory from now on, which is not to be trusted when the storage can't be asked.
        await KnowsSamAsync(server.Webhooks);
        byte[][] calls =
        [
            Payloads.Call(Sam, "conv_small", 1_791_300_100, "I like apples."),
            Payloads.Call(Sam, "conv_large", 1_791_300_200, "I like pears.", new string('x', 2 << 20)),
        ];

        await outage.BeginAsync();
        var refused = calls.Select(call => IsRefusedAsync(kind, server.Webhooks, call)).ToList();
        await IsWithoutMemoryAsync(kind, server.Webhooks);
        await Task.WhenAll(refused);
        await outage.EndAsync();

        foreach (var call in calls)
            (await server.Webhooks.DeliverAsync(call)).IsOk();
        await server.LearnedAsync();
        Assert.Equal(3, Assert.Single(await server.Stored.RecordsAsync()).Calls.Count);
        await KnowsSamAsync(server.Webhooks);
    }

    [Theory]
    [InlineData(OutageKind.AzuriteCrashed)]
    [InlineData(OutageKind.AzuriteFrozen)]
    public async Task Server_started_while_its_storage_is_down_answers_everybody_and_works_when_it_comes(OutageKind kind)
    {
        var folder = new TempFolder();
        await using var outage = await PrepareAsync(kind, folder);
        await outage.BeginAsync();

        await using var server = await TestServer.StartAsync(folder, outage.Settings);
        var refused = IsRefusedAsync(kind, server.Webhooks, Payloads.Read("post_call_transcription.02-twilio-inbound-2025.json"));
        await IsWithoutMemoryAsync(kind, server.Webhooks);
        await refused;
        await outage.EndAsync();

        await IsReadyAsync(server.Webhooks);
        await server.TeachAsync(Payloads.Read("post_call_transcription.02-twilio-inbound-2025.json"));
        await KnowsSamAsync(server.Webhooks);
    }

    [Fact]
    public async Task Archive_out_of_reach_is_not_taken_for_one_without_the_payload()
    {
        var folder = new TempFolder();
        await using var outage = await PrepareAsync(OutageKind.PayloadFolderReplaced, folder);
        await using var server = await TestServer.StartAsync(folder, outage.Settings);
        await server.TeachAsync(Payloads.Read("post_call_transcription.02-twilio-inbound-2025.json"));
        var payload = Assert.Single(await server.ArchivedAsync());

        await outage.BeginAsync();

        // Learning would write that the payload is gone, for good.
        await Assert.ThrowsAnyAsync<IOException>(
            async () => await server.Get<IPayloadArchive>().OpenAsync(payload, CancellationToken.None));
    }

    [Fact]
    public async Task Deliveries_while_another_program_holds_the_database_are_refused_in_time_however_many_there_are()
    {
        const int Deliveries = 10;
        await using var server = await TestServer.StartAsync();
        var calls = Enumerable.Range(0, Deliveries)
            .Select(call => Payloads.Call(Sam, $"conv_{call}", 1_791_300_000 + call, "Hello.")).ToList();
        await using (var other = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = server.Settings[SettingNames.OpenMemoryDbPath], Pooling = false }.ToString()))
        {
            await other.OpenAsync(CancellationToken.None);
            await using var held = other.BeginTransaction(deferred: false);

            // One after the other each would wait for the lock for as long as all before it together.
            await Task.WhenAll(calls.Select(call => IsRefusedAsync("DatabaseHeld", server.Webhooks, call)));
        }

        foreach (var call in calls)
            (await server.Webhooks.DeliverAsync(call)).IsOk();
        await server.LearnedAsync();
        Assert.Equal(Deliveries, Assert.Single(await server.Stored.RecordsAsync()).Calls.Count);
    }

    private static async Task<Outage> PrepareAsync(OutageKind kind, TempFolder folder)
    {
        var outage = await Outage.PrepareAsync(kind, folder);
        outage.Settings[SettingNames.DynamicVariables] = """{"plan":"none"}""";
        foreach (var name in (string[])[SettingNames.ClientDataDeadlineMs, SettingNames.SearchDataDeadlineMs])
            outage.Settings[name] = $"{Deadline.TotalMilliseconds:0}";
        return outage;
    }

    private async Task IsRefusedAsync(object kind, WebhookCaller webhooks, byte[] call)
    {
        var answer = await TimedAsync($"{kind}: post-call, {call.Length} bytes", SenderTimeout, webhooks.DeliverAsync(call));
        answer.IsError(503, "storage_unavailable");
        Assert.True(answer.Headers.RetryAfter!.Delta > TimeSpan.Zero);
    }

    private async Task IsWithoutMemoryAsync(OutageKind kind, WebhookCaller webhooks)
    {
        var clientData = await TimedAsync($"{kind}: client-data", InTime, webhooks.ClientDataAsync(Sam));
        Assert.Equal(Defaults, clientData.IsOk().VariablesWithoutToken);
        Assert.Null(clientData.FirstMessage);
        var searchData = await TimedAsync($"{kind}: search-data", InTime, webhooks.SearchDataAsync(Sam, "my name"));
        Assert.Equal(NothingFound, searchData.IsOk().Text);
        (await TimedAsync($"{kind}: live", InTime, webhooks.GetAsync("/health/live"))).IsOk();
        var ready = await TimedAsync($"{kind}: ready", InTime, webhooks.GetAsync("/health/ready"));
        Assert.Equal(503, ready.Status);
        Assert.StartsWith(
            """{"status":"not_ready","checks":{"storage":"failed","queue":"failed","engine":"embedded","engine_state":"ok"}""",
            ready.Text,
            StringComparison.Ordinal);
    }

    // Asked until it is so: on a busy machine a deadline may pass without anything being wrong.
    private static async Task KnowsSamAsync(WebhookCaller webhooks)
    {
        await Eventually.IsTrueAsync(
            async () => (await webhooks.ClientDataAsync(Sam)).IsOk().Variable("user_name") == "Sam", "Sam is greeted");
        await Eventually.IsTrueAsync(
            async () => (await webhooks.SearchDataAsync(Sam, "my name")).IsOk().Found.Contains("My name is Sam.", StringComparer.Ordinal),
            "his name is found");
        await IsReadyAsync(webhooks);
    }

    private static Task IsReadyAsync(WebhookCaller webhooks)
        => Eventually.IsTrueAsync(async () => (await webhooks.GetAsync("/health/ready")).Status == 200, "the server is ready");

    private async Task<Answer> TimedAsync(string what, TimeSpan atMost, Task<Answer> answering)
    {
        var begin = Stopwatch.GetTimestamp();
        var answer = await answering;
        var took = Stopwatch.GetElapsedTime(begin);
        output.WriteLine($"{what}: {answer.Status} after {took.TotalSeconds:0.00} s");
        Assert.InRange(took, TimeSpan.Zero, atMost * MachineLoad.PerCore);
        return answer;
    }
}
