using System.Diagnostics;
using Elaoms.Core.Json;
using Elaoms.Core.Records;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Core.Storage.Queue;
using Elaoms.Tests.Storage;
using Elaoms.Tests.Telemetry;
using Xunit;
using static Elaoms.Tests.Processing.Unit.LearningInMemory;

namespace Elaoms.Tests.Processing.Unit;

/// <summary>What becomes of a message of the queue, and what is measured, logged and traced of it.</summary>
public sealed class LearnFromMessageTests : IDisposable
{
    private const string Retried = "elaoms.learning.duration{result=retry}";

    private static readonly byte[] Body = LearningBench.Body(1, Sam);
    private static readonly PayloadName Payload = Stores.NameOf(Body);

    private readonly LearningInMemory _bench = new();
    private readonly RecordedSpans _spans = new();

    public void Dispose()
    {
        _bench.Dispose();
        _spans.Dispose();
    }

    [Fact]
    public async Task Message_of_a_call_is_learned_within_a_span()
    {
        _bench.Store(Body);

        var span = await LearnAsync(CallMessage.For(Payload).Encode(), 2);

        Assert.Equal(new Receipt(ReceiptResult.Learned, null, 2), await _bench.ReceiptAsync(Payload));
        Assert.Equal(
            (Payload.Value, 2, false, "learned", "calls", ActivityStatusCode.Unset),
            (span.GetTagItem("elaoms.payload"), span.GetTagItem("elaoms.try"), span.GetTagItem("elaoms.replay"),
                span.GetTagItem("elaoms.result"), span.GetTagItem("messaging.destination.name"), span.Status));
    }

    [Fact]
    public async Task Replay_of_a_failed_call_is_learned_within_a_span()
    {
        _bench.Store(Body);
        await _bench.WriteReceiptAsync(Payload, ReceiptResult.Failed);

        var span = await LearnAsync(CallMessage.For(Payload, isReplay: true).Encode());

        Assert.Equal((true, "learned"), (span.GetTagItem("elaoms.replay"), span.GetTagItem("elaoms.result")));
    }

    [Fact]
    public async Task Span_of_a_call_that_failed_has_failed()
    {
        var span = await LearnAsync(CallMessage.For(Payload).Encode());

        Assert.Equal(
            ("failed", "failed", ActivityStatusCode.Error),
            (span.GetTagItem("elaoms.result"), span.GetTagItem("error.type"), span.Status));
    }

    [Fact]
    public async Task Call_is_learned_if_nobody_records_spans()
    {
        _bench.Store(Body);
        _spans.Dispose();

        await _bench.Message.LearnAsync(CallMessage.For(Payload).Encode(), 1, CancellationToken.None);

        Assert.Equal(ReceiptResult.Learned, (await _bench.ReceiptAsync(Payload))!.Result);
    }

    [Fact]
    public async Task Fault_is_timed_logged_and_thrown()
    {
        _bench.Store(Body);
        _bench.BeforeAccess = FailAt("heads", () => new IOException("The disk is full."));

        var span = await LearnAsync<IOException>(CallMessage.For(Payload).Encode(), 2);

        Assert.Equal([1], _bench.Recorded.Of("elaoms.calls.learned{result=retry}"));
        Assert.Equal([3], _bench.Recorded.Of(Retried));
        Assert.Equal([$"2101 {Payload}: try 2 failed and will be retried"], _bench.Log.Written);
        Assert.Equal(("System.IO.IOException", ActivityStatusCode.Error), (span.GetTagItem("error.type"), span.Status));
    }

    [Fact]
    public async Task Document_of_a_newer_program_is_timed_counted_logged_and_thrown()
    {
        _bench.Store(Body);
        _bench.BeforeAccess = FailAt("heads", () => Newer);

        var span = await LearnAsync<NewerDocumentException>(CallMessage.For(Payload).Encode());

        Assert.Equal([3], _bench.Recorded.Of(Retried));
        Assert.Equal([1], _bench.Recorded.Of("elaoms.documents.newer{document=record}"));
        Assert.Equal(
            ["2107 A call needs a newer ELAOMS and will be retried: "
                + "A newer ELAOMS wrote a stored record in form 9, and this one reads forms up to 2"],
            _bench.Log.Written);
        Assert.Equal("Elaoms.Core.Json.NewerDocumentException", span.GetTagItem("error.type"));
    }

    [Fact]
    public async Task End_of_the_process_is_no_fault()
    {
        _bench.Store(Body);
        using var stop = new CancellationTokenSource();
        _bench.BeforeAccess = FailAt("heads", () =>
        {
            stop.Cancel();
            return new OperationCanceledException(stop.Token);
        });

        await Assert.ThrowsAsync<OperationCanceledException>(
            () => _bench.Message.LearnAsync(CallMessage.For(Payload).Encode(), 1, stop.Token));

        Assert.Empty(_bench.Recorded.Of(Retried));
        Assert.Empty(_bench.Log.Written);
    }

    [Fact]
    public async Task Message_that_the_host_gave_up_is_failed_without_a_try()
    {
        _bench.Store(Body);

        await _bench.Message.GiveUpAsync(CallMessage.For(Payload).Encode(), CancellationToken.None);

        var receipt = (await _bench.ReceiptAsync(Payload))!;
        Assert.Equal((ReceiptResult.Failed, 5), (receipt.Result, receipt.Tries));
        Assert.Null(await _bench.ClaimAsync(Payload));
    }

    [Theory]
    [InlineData(false, "calls")]
    [InlineData(true, "calls-poison")]
    public async Task Garbage_is_noted_at_once(bool isGivenUp, string queue)
    {
        await (isGivenUp
            ? _bench.Message.GiveUpAsync("garbage", CancellationToken.None)
            : _bench.Message.LearnAsync("garbage", 1, CancellationToken.None));

        var notice = Assert.Single((await _bench.Unreadable.ReadAsync(CancellationToken.None)).Notices);
        Assert.Equal((queue, 7, "It is not a JSON object."), (notice.Queue, notice.Length, notice.Reason));
        Assert.Equal(
            [$"2103 Removed an unreadable message of 7 characters from {queue}: It is not a JSON object. Notice {notice.Id}"],
            _bench.Log.Written);
        Assert.Empty(_bench.Recorded.Series);
    }

    [Fact]
    public async Task Message_of_a_newer_program_is_left_until_no_try_is_left()
    {
        var text = new CallMessage(2, Payload, TraceParent: null).Encode();
        const string reason = "It has version 2, and this program reads version 1.";

        var fault = await Assert.ThrowsAsync<NotSupportedException>(() => _bench.Message.LearnAsync(text, 5, CancellationToken.None));

        Assert.Equal(reason, fault.Message);
        Assert.Equal([1], _bench.Recorded.Of("elaoms.documents.newer{document=message}"));
        Assert.Equal(
            [$"2105 Left a message of {text.Length} characters in calls for a newer server (try 5): {reason}"], _bench.Log.Written);
        Assert.Empty((await _bench.Unreadable.ReadAsync(CancellationToken.None)).Notices);

        await _bench.Message.LearnAsync(text, 6, CancellationToken.None);
        Assert.Equal(Payload.Value, Assert.Single((await _bench.Unreadable.ReadAsync(CancellationToken.None)).Notices).Payload);
    }

    [Fact]
    public async Task Notice_of_an_erased_caller_is_removed_again()
    {
        await _bench.Claims.WriteAsync(Payload.ConversationHash, ConversationClaim.Erased);

        await _bench.Message.GiveUpAsync(new CallMessage(2, Payload, TraceParent: null).Encode(), CancellationToken.None);

        Assert.Empty((await _bench.Unreadable.ReadAsync(CancellationToken.None)).Notices);
    }

    [Fact]
    public async Task Garbage_that_could_not_be_noted_is_logged_and_thrown()
    {
        _bench.BeforeAccess = FailAt("notices", () => new IOException("The disk is full."));

        await Assert.ThrowsAsync<IOException>(() => _bench.Message.LearnAsync("garbage", 1, CancellationToken.None));

        Assert.Equal(
            ["2106 Noting an unreadable message of 7 characters in calls failed and will be retried"], _bench.Log.Written);
    }

    [Fact]
    public async Task Garbage_that_could_not_be_noted_since_the_process_ends_is_only_thrown()
    {
        using var stop = new CancellationTokenSource();
        _bench.BeforeAccess = FailAt("notices", () =>
        {
            stop.Cancel();
            return new OperationCanceledException(stop.Token);
        });

        await Assert.ThrowsAsync<OperationCanceledException>(() => _bench.Message.LearnAsync("garbage", 1, stop.Token));

        Assert.Empty(_bench.Log.Written);
    }

    private Func<string, Task> FailAt(string documents, Func<Exception> fault) => accessed =>
    {
        if (accessed != documents)
            return Task.CompletedTask;
        _bench.Clock.Advance(TimeSpan.FromSeconds(3));
        throw fault();
    };

    private async Task<Activity> LearnAsync(string text, int tries = 1)
    {
        using var work = new Activity("work").Start();
        await _bench.Message.LearnAsync(text, tries, CancellationToken.None);
        return await _spans.OneAsync(work.TraceId, "learn call");
    }

    private async Task<Activity> LearnAsync<TFault>(string text, int tries = 1)
        where TFault : Exception
    {
        using var work = new Activity("work").Start();
        await Assert.ThrowsAsync<TFault>(() => _bench.Message.LearnAsync(text, tries, CancellationToken.None));
        return await _spans.OneAsync(work.TraceId, "learn call");
    }
}
