using System.Diagnostics;
using Elaoms.Core.Processing.Sweeping;
using Elaoms.Core.Processing;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Core.Storage.Queue;
using Elaoms.Tests.Processing;
using Elaoms.Tests.Server;
using Elaoms.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Elaoms.Tests.Telemetry;

/// <summary>One request is one trace: from the webhook through the queue to learning.</summary>
public sealed class TraceTests : IDisposable
{
    private readonly RecordedSpans _spans = new();

    public void Dispose() => _spans.Dispose();

    [Theory]
    [InlineData(null)]
    [InlineData("01")]
    [InlineData("00")]
    public async Task Delivery_and_its_learning_are_one_trace_and_continue_that_of_a_client(string? clientFlags)
    {
        await using var server = await TestServer.StartAsync();
        var client = new ActivityContext(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.None);
        var traceParent = clientFlags is null ? null : $"00-{client.TraceId}-{client.SpanId}-{clientFlags}";

        (await DeliverAsync(server, "traceparent", traceParent)).IsOk();
        await server.LearnedAsync();

        var payload = Assert.Single(await server.ArchivedAsync()).Value;
        var learn = await _spans.OneAsync(
            span => Equals(span.GetTagItem("elaoms.payload"), payload) && span.OperationName == "learn call", "learn call");
        var enqueue = await _spans.OneAsync(learn.TraceId, "enqueue call");
        var receive = await _spans.OneAsync(learn.TraceId, "receive call");
        var request = await _spans.OneAsync(learn.TraceId, "Microsoft.AspNetCore.Hosting.HttpRequestIn");
        Assert.Equal((enqueue.SpanId, receive.SpanId, request.SpanId), (learn.ParentSpanId, enqueue.ParentSpanId, receive.ParentSpanId));
        Assert.Equal(
            (ActivityKind.Consumer, ActivityKind.Producer, ActivityKind.Internal, ActivityKind.Server),
            (learn.Kind, enqueue.Kind, receive.Kind, request.Kind));
        Assert.True(learn.HasRemoteParent);
        Assert.Equal(clientFlags is null ? default : client.SpanId, request.ParentSpanId);
        if (clientFlags is not null)
            Assert.Equal(client.TraceId, learn.TraceId);
        Assert.Empty(learn.Links);
        Assert.All((Activity[])[learn, enqueue, receive], span => Assert.Equal(payload, span.GetTagItem("elaoms.payload")));
        Assert.Equal(
            ("accepted", "learned", 1, false),
            (receive.GetTagItem("elaoms.result"), learn.GetTagItem("elaoms.result"), learn.GetTagItem("elaoms.try"),
                learn.GetTagItem("elaoms.replay")));
        Assert.Equal(("send", "process"), (enqueue.GetTagItem("messaging.operation.type"), learn.GetTagItem("messaging.operation.type")));
    }

    [Theory]
    [InlineData("traceparent", "not-a-trace-of-anybody")]
    [InlineData("Request-Id", "|what-a-client-wrote.1.")]
    public async Task Header_that_is_no_trace_context_begins_a_trace_of_our_own(string header, string value)
    {
        await using var server = await TestServer.StartAsync();

        (await DeliverAsync(server, header, value)).IsOk();
        await server.LearnedAsync();

        var payload = Assert.Single(await server.ArchivedAsync()).Value;
        var learn = await _spans.OneAsync(
            span => Equals(span.GetTagItem("elaoms.payload"), payload) && span.OperationName == "learn call", "learn call");
        Assert.Equal((await _spans.OneAsync(learn.TraceId, "enqueue call")).SpanId, learn.ParentSpanId);
    }

    [Theory]
    [InlineData(ActivityTraceFlags.None, "00")]
    [InlineData(ActivityTraceFlags.Recorded, "01")]
    public void Message_carries_the_trace_context_and_whether_it_is_sampled(ActivityTraceFlags flags, string written)
    {
        using var work = new Activity("work") { ActivityTraceFlags = flags }.SetIdFormat(ActivityIdFormat.W3C).Start();

        Assert.Equal($"00-{work.TraceId}-{work.SpanId}-{written}", CallMessage.For(AnyPayload).TraceParent);
    }

    [Fact]
    public void Message_carries_no_id_that_is_no_trace_context()
    {
        Assert.Null(CallMessage.For(AnyPayload).TraceParent);

        using var work = new Activity("work").SetParentId("what-a-client-wrote").SetIdFormat(ActivityIdFormat.Hierarchical).Start();
        Assert.Equal(ActivityIdFormat.Hierarchical, work.IdFormat);
        Assert.Null(CallMessage.For(AnyPayload).TraceParent);
    }

    [Fact]
    public async Task Learning_under_a_span_of_the_host_links_it_and_hangs_under_the_delivery()
    {
        var delivery = new ActivityContext(
            ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded, isRemote: true);
        using var host = new Activity("queue trigger").SetIdFormat(ActivityIdFormat.W3C).Start();

        var learn = await LearnAsync($"00-{delivery.TraceId}-{delivery.SpanId}-01", span => span.TraceId == delivery.TraceId);

        Assert.Equal(delivery.SpanId, learn.ParentSpanId);
        Assert.Equal(host.Context, Assert.Single(learn.Links).Context);
        Assert.Same(host, Activity.Current);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("damaged")]
    public async Task Learning_of_a_message_without_a_trace_hangs_under_the_span_of_the_host(string? traceParent)
    {
        using var host = new Activity("queue trigger").SetIdFormat(ActivityIdFormat.W3C).Start();

        var learn = await LearnAsync(traceParent, span => span.TraceId == host.TraceId);

        Assert.Equal(host.SpanId, learn.ParentSpanId);
        Assert.Empty(learn.Links);
    }

    [Fact]
    public async Task Learning_that_fails_for_good_and_learning_that_will_be_repeated_are_errors()
    {
        await using var storage = new EmbeddedStorage();
        await using var stores = storage.Open();
        using var bench = new LearningBench(stores, new FaultyCallers(StoreFault.Throws).Records);
        var payload = await bench.Stores.StoreAsync(LearningBench.Body(1, "+12025550123"));
        var learn = new LearnFromMessage(
            bench.Learn, bench.Stores.Get<UnreadableMessages>(), bench.Metrics, TimeProvider.System, NullLogger<LearnFromMessage>.Instance);
        using var first = new Activity("first").SetIdFormat(ActivityIdFormat.W3C).Start();
        await Assert.ThrowsAsync<IOException>(() => learn.LearnAsync(CallMessage.For(payload).Encode(), 1, CancellationToken.None));
        using var last = new Activity("last").SetIdFormat(ActivityIdFormat.W3C).Start();
        await learn.LearnAsync(CallMessage.For(payload).Encode(), LearnFromCall.MaxTries, CancellationToken.None);

        var repeated = await _spans.OneAsync(
            span => span.ParentSpanId == first.SpanId && span.OperationName == "learn call", "the first try");
        var failed = await _spans.OneAsync(span => span.ParentSpanId == last.SpanId && span.OperationName == "learn call", "the last try");

        Assert.Equal((ActivityStatusCode.Error, "System.IO.IOException"), (repeated.Status, repeated.GetTagItem("error.type")));
        Assert.Equal((ActivityStatusCode.Error, "failed"), (failed.Status, failed.GetTagItem("error.type")));
        Assert.All([repeated, failed], span => Assert.Null(span.StatusDescription));
    }

    [Fact]
    public async Task Payload_swept_up_is_enqueued_under_the_sweep()
    {
        await using var storage = new EmbeddedStorage();
        await using var stores = storage.Open(new FixedClock());
        var payload = await stores.StoreAsync("{}"u8.ToArray());
        File.SetLastWriteTimeUtc(storage.PathOf(payload.Value), FixedClock.Start.UtcDateTime.AddHours(-1));
        using var work = new Activity("work").SetIdFormat(ActivityIdFormat.W3C).Start();

        await stores.Get<Reconciler>().ReconcileAsync(CancellationToken.None);

        var sweep = await _spans.OneAsync(work.TraceId, "sweep");
        var enqueue = await _spans.OneAsync(work.TraceId, "enqueue call");
        Assert.Equal((work.SpanId, sweep.SpanId), (sweep.ParentSpanId, enqueue.ParentSpanId));
        Assert.Equal(1, sweep.GetTagItem("elaoms.enqueued"));
        Assert.Equal(
            enqueue.Id,
            CallMessage.Decode((await stores.Queue.ReceiveAsync(TimeSpan.FromMinutes(1), CancellationToken.None))!.Text)!.TraceParent);
    }

    [Theory]
    [InlineData("client-data")]
    [InlineData("search-data")]
    public async Task Recall_is_a_span_of_its_request_and_says_when_it_failed(string route)
    {
        await using var server = await TestServer.StartAsync(replace: new FaultyCallers(StoreFault.Throws).Replace);
        var trace = ActivityTraceId.CreateRandom();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/webhook/" + route, UriKind.Relative))
        {
            Content = new ByteArrayContent(WebhookCaller.Bytes("""{"caller_id":"+12025550123","query":"x"}""")),
        };
        request.Headers.Add("X-Api-Key", route == "client-data" ? server.Settings.ClientDataKey : server.Settings.SearchDataKey);
        request.Headers.Add("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom()}-01");
        using (var answer = await server.Webhooks.Client.SendAsync(request, CancellationToken.None))
            Assert.True(answer.IsSuccessStatusCode);

        var recall = await _spans.OneAsync(trace, "recall");

        Assert.Equal((await _spans.OneAsync(trace, "Microsoft.AspNetCore.Hosting.HttpRequestIn")).SpanId, recall.ParentSpanId);
        Assert.Equal(
            (route, "System.IO.IOException", ActivityStatusCode.Error),
            (recall.GetTagItem("elaoms.route"), recall.GetTagItem("error.type"), recall.Status));
    }

    private static PayloadName AnyPayload { get; } = Stores.NameOf("{}");

    private async Task<Activity> LearnAsync(string? traceParent, Func<Activity, bool> fits)
    {
        await using var storage = new EmbeddedStorage();
        await using var stores = storage.Open();
        using var bench = new LearningBench(stores);
        var payload = await bench.Stores.StoreAsync(LearningBench.Body(1, "+12025550123"));
        var learn = new LearnFromMessage(
            bench.Learn, bench.Stores.Get<UnreadableMessages>(), bench.Metrics, TimeProvider.System, NullLogger<LearnFromMessage>.Instance);
        await learn.LearnAsync(new CallMessage(CallMessage.CurrentVersion, payload, traceParent).Encode(), 1, CancellationToken.None);
        return await _spans.OneAsync(span => fits(span) && span.OperationName == "learn call", "learn call");
    }

    private static async Task<Answer> DeliverAsync(TestServer server, string header, string? value)
    {
        var body = Payloads.Call("+12025550123", "conv_trace", 1_791_300_000, "Good morning.");
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/webhook/post-call", UriKind.Relative))
        {
            Content = new ByteArrayContent(body),
        };
        request.Headers.TryAddWithoutValidation("ElevenLabs-Signature", server.Webhooks.Sign(body));
        if (value is not null)
            request.Headers.TryAddWithoutValidation(header, value);

        // HttpClient would write the test's own trace into the request.
        var current = Activity.Current;
        Activity.Current = null;
        using var response = await server.Webhooks.Client.SendAsync(request, CancellationToken.None);
        Activity.Current = current;
        return await Answer.ReadAsync(response);
    }
}
