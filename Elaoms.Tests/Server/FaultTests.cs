using System.Diagnostics;
using System.Globalization;
using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Queue;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Xunit;

namespace Elaoms.Tests.Server;

/// <summary>What callers and senders are told when something is down.</summary>
public sealed class FaultTests
{
    private const string DefaultVariables =
        "{\"user_name\":\"\",\"user_profile_summary\":\"\",\"last_call_summary\":\"\",\"last_call_date\":\"\",\"open_requests\":\"\","
            + "\"preferred_language\":\"\",\"user_name_confidence\":\"\",\"call_count\":0,\"is_shared_line\":false,\"plan\":\"none\"}";
    private const string NothingFound = """{"profile":null,"memories":[],"context":""}""";

    [Theory]
    [InlineData(StoreFault.Throws)]
    [InlineData(StoreFault.ThrowsLater)]
    [InlineData(StoreFault.NeverAnswers)]
    public async Task Recall_without_its_store_answers_with_the_defaults_within_the_deadline(StoreFault fault)
    {
        await using var server = await TestServer.StartAsync(
            settings =>
            {
                settings[SettingNames.DynamicVariables] = """{"plan":"none"}""";
                settings[SettingNames.ClientDataDeadlineMs] = "300";
                settings[SettingNames.SearchDataDeadlineMs] = "300";
            },
            new FaultyCallers(fault).Replace);
        var started = Stopwatch.GetTimestamp();

        var clientData = (await server.Webhooks.ClientDataAsync("+12025550123")).IsOk();
        var searchData = (await server.Webhooks.SearchDataAsync("+12025550123", "delivery")).IsOk();

        Assert.Equal(DefaultVariables, clientData.VariablesWithoutToken);
        Assert.Null(clientData.FirstMessage);
        Assert.Equal(NothingFound, searchData.Text);
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    [Theory]
    [InlineData(StoreFault.Throws)]
    [InlineData(StoreFault.NeverAnswers)]
    public async Task Readiness_says_that_the_store_is_down_and_liveness_does_not(StoreFault fault)
    {
        await using var server = await TestServer.StartAsync(replace: new FaultyCallers(fault).Replace);

        var ready = await server.Webhooks.GetAsync("/health/ready");

        Assert.Equal(503, ready.Status);
        Assert.StartsWith(
            """{"status":"not_ready","checks":{"storage":"failed","queue":"ok","engine":"embedded","engine_state":"ok"},"free_bytes":""",
            ready.Text,
            StringComparison.Ordinal);
        Assert.EndsWith(""","calls_waiting":0}""", ready.Text, StringComparison.Ordinal);
        (await server.Webhooks.GetAsync("/health/live")).IsOk();
        (await server.Webhooks.GetAsync("/health")).IsOk();
    }

    [Fact]
    public async Task Server_asks_the_storage_before_it_takes_requests_and_starts_without_it()
    {
        var callers = new FaultyCallers(StoreFault.Throws);

        await using var server = await TestServer.StartAsync(replace: callers.Replace);

        Assert.InRange(callers.Refused, 1, int.MaxValue);
        (await server.Webhooks.GetAsync("/health")).IsOk();
    }

    [Fact]
    public async Task Call_is_learned_when_the_store_comes_back()
    {
        var callers = new FaultyCallers(StoreFault.Throws);
        await using var server = await TestServer.StartAsync(replace: callers.Replace);
        var refusedAtStart = callers.Refused;
        (await server.Webhooks.DeliverAsync(Payloads.Read("post_call_transcription.02-twilio-inbound-2025.json"))).IsOk();
        await Eventually.IsTrueAsync(() => callers.Refused > refusedAtStart, "learning was tried");
        Assert.Empty((await server.Webhooks.ClientDataAsync("+12025550123")).Variable("user_name"));

        callers.Fault = StoreFault.None;

        await server.LearnedAsync();
        Assert.Equal("Sam", (await server.Webhooks.ClientDataAsync("+12025550123")).Variable("user_name"));
        Assert.InRange((await server.ReceiptOfAsync(Assert.Single(await server.ArchivedAsync())))!.Tries, 2, 5);
    }

    [Fact]
    public async Task Delivery_without_its_archive_is_told_to_come_again_and_nothing_is_acknowledged()
    {
        await using var server = await TestServer.StartAsync();
        var small = Payloads.Read("post_call_transcription.02-twilio-inbound-2025.json");
        var large = Payloads.Call("+12025550123", "conv_large", 1_791_300_000, new string('x', 2 << 20));
        Directory.Delete(server.PayloadFolder, recursive: true);
        await File.WriteAllTextAsync(server.PayloadFolder, "in the way", CancellationToken.None);

        var ready = await server.Webhooks.GetAsync("/health/ready");
        Assert.Equal((503, "failed"), (ready.Status, ready.Json.GetProperty("checks").GetProperty("storage").GetString()));
        Assert.DoesNotContain(server.Folder.Path, ready.Text, StringComparison.Ordinal);
        foreach (var body in (byte[][])[small, large])
        {
            var answer = await server.Webhooks.DeliverAsync(body);
            answer.IsError(503, "storage_unavailable");
            Assert.True(answer.Headers.RetryAfter!.Delta > TimeSpan.Zero);
            Assert.DoesNotContain(server.Folder.Path, answer.Text, StringComparison.Ordinal);
        }

        Assert.Equal(0, await server.Get<ICallQueue>().CountAsync(CancellationToken.None));

        File.Delete(server.PayloadFolder);
        (await server.Webhooks.GetAsync("/health/ready")).IsOk();
        await server.TeachAsync(small);
        Assert.Equal("Sam", (await server.Webhooks.ClientDataAsync("+12025550123")).Variable("user_name"));
    }

    [Fact]
    public async Task Sender_of_a_large_body_that_cannot_be_kept_is_answered_and_not_cut_off()
    {
        await using var server = await TestServer.StartAsync();
        var body = Payloads.Call("+12025550123", "conv_large", 1_791_300_000, new string('x', 8 << 20));
        Directory.Delete(server.PayloadFolder, recursive: true);
        await File.WriteAllTextAsync(server.PayloadFolder, "in the way", CancellationToken.None);
        using var connection = await RawConnection.OpenAsync(server.Address);
        var length = body.Length.ToString(CultureInfo.InvariantCulture);

        await connection.SendAsync(
            $"POST /webhook/post-call HTTP/1.1\nHost: test\nContent-Length: {length}\nElevenLabs-Signature: {server.Webhooks.Sign(body)}",
            body);
        Assert.Equal(503, (await connection.ReadAsync()).Status);

        await connection.SendAsync("GET /health/live HTTP/1.1\nHost: test");
        Assert.Equal(200, (await connection.ReadAsync()).Status);
    }

    [Fact]
    public async Task Delivery_without_its_queue_is_told_to_come_again()
    {
        await using var server = await TestServer.StartAsync(
            replace: services => services.Replace(ServiceDescriptor.Singleton<ICallQueue, BrokenQueue>()));

        var answer = await server.Webhooks.DeliverAsync(Payloads.Read("post_call_transcription.02-twilio-inbound-2025.json"));

        answer.IsError(503, "storage_unavailable");
        Assert.Equal("30", answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds.ToString(CultureInfo.InvariantCulture));
        var ready = await server.Webhooks.GetAsync("/health/ready");
        Assert.Equal(503, ready.Status);
        Assert.StartsWith(
            """{"status":"not_ready","checks":{"storage":"ok","queue":"failed","engine":"embedded","engine_state":"ok"},"free_bytes":""",
            ready.Text,
            StringComparison.Ordinal);
        Assert.Empty(await server.Stored.RecordsAsync());
    }

    private sealed class BrokenQueue : ICallQueue
    {
        public ValueTask EnqueueAsync(IQueueMessage message, CancellationToken cancellationToken)
            => throw new IOException("The queue is down.");

        public ValueTask<QueuedCall?> ReceiveAsync(TimeSpan invisibleFor, CancellationToken cancellationToken)
            => throw new IOException("The queue is down.");

        public ValueTask<QueuedCall?> HideAsync(QueuedCall call, TimeSpan invisibleFor, CancellationToken cancellationToken)
            => throw new IOException("The queue is down.");

        public ValueTask CompleteAsync(QueuedCall call, CancellationToken cancellationToken) => throw new IOException("The queue is down.");

        public ValueTask WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) => throw new IOException("The queue is down.");

        public ValueTask<long> CountAsync(CancellationToken cancellationToken) => throw new IOException("The queue is down.");

        public ValueTask<TimeSpan?> ReadAgeAsync(CancellationToken cancellationToken) => throw new IOException("The queue is down.");
    }
}
