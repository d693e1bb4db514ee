using Elaoms.Core.Processing.Sweeping;
using Elaoms.Core.Processing;
using Elaoms.Core.Recall;
using Elaoms.Core.Recall.Counts;
using Elaoms.Core.Records;
using Elaoms.Core.Search;
using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Core.Storage.Queue;
using Elaoms.Core.Telemetry;
using Elaoms.Tests.Processing;
using Elaoms.Tests.Server;
using Elaoms.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Elaoms.Tests.Telemetry;

/// <summary>Each metric is measured in the situation it is for, with the tags that docs/operations.md names.</summary>
public sealed class MetricsTests
{
    [Theory]
    [InlineData("post_call_transcription.02-twilio-inbound-2025.json", "post_call_transcription", "learned")]
    [InlineData("post_call_transcription_otel.json", "post_call_transcription_otel", "learned")]
    [InlineData("post_call_audio.json", "post_call_audio", "nothing_to_learn")]
    [InlineData("call_initiation_failure.twilio.json", "call_initiation_failure", "nothing_to_learn")]
    [InlineData("unknown_event.json", "other", "nothing_to_learn")]
    public async Task Delivery_accepted_is_counted_and_timed_and_so_is_its_learning(string name, string type, string result)
    {
        await using var server = await TestServer.StartAsync();
        using var metrics = Of(server);

        await server.TeachAsync(Payloads.Read(name));

        Assert.Equal(1, metrics.Sum($"elaoms.postcall.received{{type={type},result=accepted}}"));
        Assert.Single(metrics.Of("elaoms.postcall.duration"), seconds => seconds is > 0 and < 60);
        Assert.Equal(1, metrics.Sum($"elaoms.calls.learned{{result={result}}}"));
        Assert.Single(metrics.Of($"elaoms.learning.duration{{result={result}}}"), seconds => seconds is > 0 and < 60);
        var memories = (await server.Stored.RecordsAsync()).Sum(record => record.Memories.Count);
        Assert.Equal(result == "learned", memories > 0);
        Assert.Equal(memories, metrics.Sum("elaoms.memories.added"));
        Assert.Empty(metrics.Of("elaoms.calls.poisoned"));
    }

    [Fact]
    public async Task Delivery_twice_is_received_twice_and_learned_once()
    {
        await using var server = await TestServer.StartAsync();
        using var metrics = Of(server);

        await server.TeachAsync(Payloads.Read("post_call_transcription.02-twilio-inbound-2025.json"));
        await server.TeachAsync(Payloads.Read("post_call_transcription.02-twilio-inbound-2025.json"));

        Assert.Equal(2, metrics.Sum("elaoms.postcall.received{type=post_call_transcription,result=accepted}"));
        Assert.Equal(1, metrics.Sum("elaoms.calls.learned{result=learned}"));
    }

    [Fact]
    public async Task Delivery_not_accepted_is_counted_by_the_reason_and_not_timed()
    {
        await using var server = await TestServer.StartAsync(settings => settings[SettingNames.MaxPayloadBytes] = "1024");
        using var metrics = Of(server);
        var webhooks = server.Webhooks;

        await webhooks.PostAsync("/webhook/post-call", "{}"u8.ToArray());
        (await webhooks.DeliverAsync(new byte[1025])).IsError(413, "payload_too_large");
        (await webhooks.DeliverAsync("[]"u8.ToArray())).IsError(400, "invalid_json");
        using (var connection = await RawConnection.OpenAsync(server.Address))
        {
            await connection.SendAsync(
                $"POST /webhook/post-call HTTP/1.1\nHost: test\nTransfer-Encoding: chunked\nElevenLabs-Signature: {webhooks.Sign([])}",
                "no length\r\n"u8.ToArray());
            Assert.Equal(400, (await connection.ReadAsync()).Status);
        }

        using (var connection = await RawConnection.OpenAsync(server.Address))
        {
            await connection.SendAsync("POST /webhook/post-call HTTP/1.1\nHost: test\nExpect: 100-continue\nContent-Length: 10\n"
                + $"ElevenLabs-Signature: {webhooks.Sign([])}");
            Assert.Equal(100, (await connection.ReadAsync()).Status);
            connection.Reset();
        }

        Directory.Delete(server.PayloadFolder, recursive: true);
        await File.WriteAllTextAsync(server.PayloadFolder, "in the way", CancellationToken.None);
        (await webhooks.DeliverAsync("{}"u8.ToArray())).IsError(503, "storage_unavailable");

        foreach (var result in (string[])["unauthorized", "too_large", "not_an_object", "unreadable", "not_stored"])
        {
            var series = $"elaoms.postcall.received{{type=unknown,result={result}}}";
            var expected = result == "unreadable" ? 2 : 1;
            await Eventually.IsTrueAsync(() => metrics.Sum(series) >= expected, series);
            Assert.Equal((series, expected), (series, metrics.Sum(series)));
        }

        Assert.Empty(metrics.Of("elaoms.postcall.duration"));
    }

    [Fact]
    public async Task Learning_is_counted_as_retry_until_the_last_try_which_poisons_the_payload()
    {
        await using var storage = new EmbeddedStorage();
        await using var stores = storage.Open();
        using var bench = new LearningBench(stores, new FaultyCallers(StoreFault.Throws).Records);
        using var metrics = new RecordedMetrics(bench.Metrics);
        var learn = new LearnFromMessage(
            bench.Learn, bench.Stores.Get<UnreadableMessages>(), bench.Metrics, TimeProvider.System, NullLogger<LearnFromMessage>.Instance);
        var message = CallMessage.For(await bench.Stores.StoreAsync(LearningBench.Body(1, "+12025550123"))).Encode();

        for (var tries = 1; tries < LearnFromCall.MaxTries; tries++)
            await Assert.ThrowsAsync<IOException>(() => learn.LearnAsync(message, tries, CancellationToken.None));
        Assert.Equal(["elaoms.calls.learned{result=retry}", "elaoms.learning.duration{result=retry}"], metrics.Series);
        Assert.Equal(LearnFromCall.MaxTries - 1, metrics.Sum("elaoms.calls.learned{result=retry}"));

        await learn.LearnAsync(message, LearnFromCall.MaxTries, CancellationToken.None);
        Assert.Equal((1, 1), (metrics.Sum("elaoms.calls.learned{result=failed}"), metrics.Sum("elaoms.calls.poisoned")));
        Assert.Single(metrics.Of("elaoms.learning.duration{result=failed}"));
    }

    [Fact]
    public async Task Recall_is_timed_by_route()
    {
        await using var server = await TestServer.StartAsync();
        using var metrics = Of(server);

        (await server.Webhooks.ClientDataAsync("+12025550123")).IsOk();
        (await server.Webhooks.SearchDataAsync("+12025550123", "delivery")).IsOk();
        (await server.Webhooks.ClientDataAsync("anonymous")).IsOk();

        Assert.Equal(
            ["elaoms.recall.duration{route=client-data}", "elaoms.recall.duration{route=search-data}"],
            metrics.Series.Where(series => series.StartsWith("elaoms.recall.", StringComparison.Ordinal)));
        Assert.Single(metrics.Of("elaoms.recall.duration{route=client-data}"), seconds => seconds is > 0 and < 60);
    }

    [Theory]
    [InlineData(StoreFault.Throws, "fault")]
    [InlineData(StoreFault.NeverAnswers, "deadline")]
    public async Task Recall_answered_with_defaults_is_counted_by_route_and_reason_and_timed(StoreFault fault, string reason)
    {
        await using var server = await TestServer.StartAsync(
            settings =>
            {
                settings[SettingNames.ClientDataDeadlineMs] = "50";
                settings[SettingNames.SearchDataDeadlineMs] = "50";
            },
            new FaultyCallers(fault).Replace);
        using var metrics = Of(server);

        (await server.Webhooks.ClientDataAsync("+12025550123")).IsOk();
        (await server.Webhooks.SearchDataAsync("+12025550123", "delivery")).IsOk();

        foreach (var route in (string[])["client-data", "search-data"])
        {
            Assert.Equal(1, metrics.Sum($"elaoms.recall.faults{{route={route},reason={reason}}}"));
            Assert.Single(metrics.Of($"elaoms.recall.duration{{route={route}}}"));
        }
    }

    [Fact]
    public async Task Search_that_the_engine_fails_is_counted()
    {
        await using var storage = new EmbeddedStorage();
        await using var stores = storage.Open();
        using var bench = new LearningBench(stores);
        using var metrics = new RecordedMetrics(bench.Metrics);
        await bench.LearnAsync(LearningBench.Body(1, "+12025550123"));
        var reads = new RecallDeadline(bench.Metrics, TimeProvider.System, NullLogger<RecallDeadline>.Instance);
        var search = new SearchData(
            new CallerIndexes(stores.Records, TimeProvider.System),
            [],
            stores.Get<CallerKeys>(),
            reads,
            new SharedLines(storage.Settings, bench.Metrics, NullLogger<SharedLines>.Instance),
            stores.Get<RecallCounter>(),
            storage.Settings,
            bench.Metrics,
            TimeProvider.System,
            NullLogger<SearchData>.Instance);

        // No request asks for fewer than nothing; to the engine it is a fault.
        var answer = await search.AnswerAsync(
            new SearchDataRequest("gold", -2) { CallerId = "+12025550123" }, token: null, CancellationToken.None);

        Assert.NotNull(answer.Profile);
        Assert.Empty(answer.Memories);
        Assert.Equal(
            (1, 1),
            (metrics.Sum("elaoms.engine.errors{engine=embedded,reason=fault}"),
                metrics.Sum("elaoms.recall.faults{route=search-data,reason=fault}")));
    }

    [Fact]
    public async Task Sweep_counts_what_it_enqueues_and_notes_the_queue_and_the_failed_receipts()
    {
        await using var storage = new EmbeddedStorage();
        var clock = new FixedClock();
        await using var stores = storage.Open(clock);
        using var metrics = new RecordedMetrics(stores.Get<ElaomsMetrics>());
        var sweep = stores.Get<Reconciler>();
        await stores.Receipts.WriteAsync(
            Stores.NameOf("failed"), new Receipt(ReceiptResult.Failed, "No reason.", 5), CancellationToken.None);

        await sweep.ReconcileAsync(CancellationToken.None);
        Assert.Equal(
            (0, 0, 1), (metrics.Sum("elaoms.queue.age"), metrics.Sum("elaoms.queue.length"), metrics.Sum("elaoms.receipts.failed")));
        Assert.Empty(metrics.Of("elaoms.sweep.enqueued"));

        var payload = await stores.StoreAsync("{}"u8.ToArray());
        File.SetLastWriteTimeUtc(storage.PathOf(payload.Value), clock.GetUtcNow().UtcDateTime.AddHours(-1));
        await sweep.ReconcileAllAsync(CancellationToken.None);
        clock.Advance(TimeSpan.FromSeconds(90));
        await sweep.ReconcileAllAsync(CancellationToken.None);

        Assert.Equal((90, 1), (metrics.Of("elaoms.queue.age").Last(), metrics.Of("elaoms.queue.length").Last()));
        Assert.Equal(2, metrics.Sum("elaoms.sweep.enqueued"));
    }

    private static RecordedMetrics Of(TestServer server) => new(server.Get<ElaomsMetrics>());
}
