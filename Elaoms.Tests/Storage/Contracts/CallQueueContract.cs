using System.Diagnostics;
using Elaoms.Core.Calls;
using Elaoms.Core.Processing;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Core.Storage.Queue;
using Elaoms.Tests.Server;
using Xunit;

namespace Elaoms.Tests.Storage.Contracts;

/// <summary>What <see cref="ICallQueue"/> promises.</summary>
public abstract class CallQueueContract(StorageKind kind) : StorageTests(kind)
{
    private const int MaxMessageLength = 1024;

    private ICallQueue Queue => Stores.Queue;

    [Fact]
    public async Task Queue_of_nothing_gives_nothing()
    {
        Assert.Null(await ReceiveAsync());
        Assert.Equal(0, await CountAsync());
        Assert.Null(await ReadAgeAsync());
    }

    [Fact]
    public async Task Messages_come_in_the_order_they_were_added_and_once()
    {
        for (var i = 0; i < 5; i++)
            await AddAsync($"{i}");

        for (var i = 0; i < 5; i++)
        {
            var call = (await ReceiveAsync())!;
            Assert.Equal(Message($"{i}"), CallMessage.Decode(call.Text));
            Assert.Equal(1, call.DequeueCount);
        }

        Assert.Null(await ReceiveAsync());
        Assert.Equal(5, await CountAsync());
    }

    [Fact]
    public async Task Message_enqueued_twice_comes_twice()
    {
        await AddAsync("1");
        await AddAsync("1");

        var calls = new[] { await ReceiveAsync(), await ReceiveAsync() };

        Assert.Equal(calls[0]!.Text, calls[1]!.Text);
        Assert.NotEqual(calls[0]!.Id, calls[1]!.Id);
    }

    [Fact]
    public async Task Message_is_hidden_while_it_is_held()
    {
        await AddAsync("1");
        await using var other = Storage.Open();

        Assert.NotNull(await ReceiveAsync());

        Assert.Null(await ReceiveAsync());
        Assert.Null(await other.Queue.ReceiveAsync(LongLease, CancellationToken.None));
        Assert.Equal(1, await CountAsync());
    }

    [Fact]
    public async Task Message_completed_is_gone_and_completing_it_twice_does_nothing()
    {
        await AddAsync("1");
        await AddAsync("2");
        var call = (await ReceiveAsync())!;

        await Queue.CompleteAsync(call, CancellationToken.None);
        await Queue.CompleteAsync(call, CancellationToken.None);

        Assert.Equal(1, await CountAsync());
        Assert.Equal(Message("2"), CallMessage.Decode((await ReceiveAsync())!.Text));
        Assert.Null(await ReceiveAsync());
    }

    [Fact]
    public async Task Message_not_completed_comes_again_when_its_time_is_up_and_is_counted()
    {
        await AddAsync("1");
        var first = (await ReceiveAsync(ShortLease))!;

        var second = await ReceiveAfterAsync(ShortLease);

        Assert.Equal((first.Id, first.Text, 2), (second.Id, second.Text, second.DequeueCount));
        Assert.NotEqual(first.Lease, second.Lease);
    }

    [Fact]
    public async Task Message_shown_again_at_once_counts_its_tries_beyond_the_last()
    {
        await AddAsync("1");
        for (var tries = 1; tries <= LearnFromCall.MaxTries + 1; tries++)
        {
            var call = (await ReceiveAsync())!;
            Assert.Equal(tries, call.DequeueCount);
            Assert.NotNull(await Queue.HideAsync(call, TimeSpan.Zero, CancellationToken.None));
        }
    }

    [Fact]
    public async Task Lease_renewed_hides_the_message_for_longer()
    {
        await AddAsync("1");
        await AddAsync("2");
        var (renewed, other) = ((await ReceiveAsync(ShortLease))!, (await ReceiveAsync(ShortLease))!);

        Assert.NotNull(await Queue.HideAsync(renewed, LongLease, CancellationToken.None));

        // Both leases began in this order, so when the later is over the earlier would be, too.
        Assert.Equal(other.Id, (await ReceiveAfterAsync(ShortLease)).Id);
        Assert.Null(await ReceiveAsync());
    }

    [Fact]
    public async Task Lease_of_a_renewal_renews_and_completes()
    {
        await AddAsync("1");
        var call = (await ReceiveAsync())!;
        for (var i = 0; i < 3; i++)
        {
            var renewed = (await Queue.HideAsync(call, LongLease, CancellationToken.None))!;
            Assert.Equal((call.Id, call.Text, call.DequeueCount), (renewed.Id, renewed.Text, renewed.DequeueCount));
            call = renewed;
        }

        await Queue.CompleteAsync(call, CancellationToken.None);

        Assert.Equal(0, await CountAsync());
    }

    [Fact]
    public async Task Lease_lost_can_neither_hide_nor_complete()
    {
        await AddAsync("1");
        var lost = (await ReceiveAsync(ShortLease))!;
        var held = await ReceiveAfterAsync(ShortLease);

        Assert.Null(await Queue.HideAsync(lost, TimeSpan.Zero, CancellationToken.None));
        await Queue.CompleteAsync(lost, CancellationToken.None);

        Assert.Equal(1, await CountAsync());
        held = (await Queue.HideAsync(held, LongLease, CancellationToken.None))!;
        await Queue.CompleteAsync(held, CancellationToken.None);
        Assert.Equal(0, await CountAsync());
        Assert.Null(await Queue.HideAsync(held, LongLease, CancellationToken.None));
    }

    [Fact]
    public async Task Message_shown_again_after_a_delay_lets_others_pass()
    {
        await AddAsync("1");
        var delayed = (await Queue.HideAsync((await ReceiveAsync())!, LongLease, CancellationToken.None))!;
        await AddAsync("2");

        Assert.Equal(Message("2"), CallMessage.Decode((await ReceiveAsync())!.Text));
        await Queue.HideAsync(delayed, ShortLease, CancellationToken.None);
        Assert.Equal(Message("1"), CallMessage.Decode((await ReceiveAfterAsync(ShortLease)).Text));
    }

    [Fact]
    public async Task Two_processes_share_the_work_and_never_one_message()
    {
        await using var other = Storage.Open();
        for (var i = 0; i < 40; i++)
            await AddAsync($"{i}");

        var taken = await Task.WhenAll(new[] { Queue, other.Queue }.Select(queue => Task.Run(async () =>
        {
            var calls = new List<QueuedCall>();
            while (await queue.ReceiveAsync(LongLease, CancellationToken.None) is { } call)
                calls.Add(call);
            return calls;
        })));

        Assert.Equal(40, taken.SelectMany(calls => calls).Select(call => call.Id).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(40, taken.Sum(calls => calls.Count));
    }

    [Fact]
    public async Task Second_process_takes_what_the_first_held_when_its_time_is_up()
    {
        await AddAsync("1");
        var held = (await ReceiveAsync(ShortLease))!;
        await using var other = Storage.Open();

        var taken = await ReceiveAfterAsync(ShortLease, other.Queue);

        Assert.Equal((held.Id, 2), (taken.Id, taken.DequeueCount));
        Assert.Null(await Queue.HideAsync(held, LongLease, CancellationToken.None));
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", false)]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", true)]
    public async Task Message_is_read_by_another_process_as_it_was_written(string? traceParent, bool isReplay)
    {
        var longest = PayloadName.Of(FixedClock.Start, new PostCallEvent(new string('x', 1000), 1, "c"), new byte[32]);
        var message = new CallMessage(CallMessage.CurrentVersion, longest, traceParent, isReplay);
        await Queue.EnqueueAsync(message, CancellationToken.None);
        await Stores.DisposeAsync();

        await using var next = Storage.Open();
        var call = (await next.Queue.ReceiveAsync(LongLease, CancellationToken.None))!;

        Assert.Equal(message.Encode(), call.Text);
        Assert.Equal(message, CallMessage.Decode(call.Text));
        Assert.InRange(call.Text.Length, 1, MaxMessageLength);
    }

    [Fact]
    public async Task Age_is_that_of_the_message_whose_turn_it_is_and_grows()
    {
        await AddAsync("1");
        Storage.Pass(ShortLease);
        await Eventually.IsTrueAsync(async () => await ReadAgeAsync() >= ShortLease, "the message has waited a second");
        await AddAsync("2");

        Assert.True(await ReadAgeAsync() >= ShortLease);
        await ReceiveAsync();
        Assert.InRange((await ReadAgeAsync())!.Value, TimeSpan.Zero, LongLease);
    }

    [Fact]
    public async Task Age_of_a_queue_in_which_nothing_is_visible_is_null()
    {
        await AddAsync("1");
        var call = (await ReceiveAsync())!;
        Assert.Null(await ReadAgeAsync());

        await Queue.CompleteAsync(call, CancellationToken.None);
        Assert.Null(await ReadAgeAsync());
    }

    [Fact]
    public async Task Reading_count_and_age_takes_nothing()
    {
        await AddAsync("1");
        for (var i = 0; i < 3; i++)
            Assert.Equal((1, true), (await CountAsync(), await ReadAgeAsync() is not null));

        Assert.Equal(1, (await ReceiveAsync())!.DequeueCount);
    }

    [Fact]
    public async Task Wait_returns_when_a_message_was_added()
    {
        await AddAsync("1");
        await AddAsync("2");

        await Queue.WaitAsync(Timeout.InfiniteTimeSpan, CancellationToken.None);
        await Queue.WaitAsync(TimeSpan.Zero, CancellationToken.None);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await Queue.WaitAsync(Timeout.InfiniteTimeSpan, new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task Message_for_a_payload_carries_the_trace_that_is_going_on()
    {
        using var activity = new Activity("delivery").SetIdFormat(ActivityIdFormat.W3C).Start();
        await Queue.EnqueueAsync(CallMessage.For(Stores.NameOf("1")), CancellationToken.None);

        Assert.Equal(activity.Id, CallMessage.Decode((await ReceiveAsync())!.Text)!.TraceParent);
    }

    private ValueTask AddAsync(string body) => Queue.EnqueueAsync(Message(body), CancellationToken.None);

    private ValueTask<QueuedCall?> ReceiveAsync(TimeSpan? lease = null) => Queue.ReceiveAsync(lease ?? LongLease, CancellationToken.None);

    private ValueTask<long> CountAsync() => Queue.CountAsync(CancellationToken.None);

    private ValueTask<TimeSpan?> ReadAgeAsync() => Queue.ReadAgeAsync(CancellationToken.None);

    private async Task<QueuedCall> ReceiveAfterAsync(TimeSpan hidden, ICallQueue? queue = null)
    {
        QueuedCall? call = null;
        Storage.Pass(hidden);
        await Eventually.IsTrueAsync(
            async () => (call = await (queue ?? Queue).ReceiveAsync(LongLease, CancellationToken.None)) is not null,
            "the message is visible");
        return call!;
    }

    private static CallMessage Message(string body) => new(CallMessage.CurrentVersion, Stores.NameOf(body), null);

    public sealed class OnFiles() : CallQueueContract(StorageKind.Embedded);
}
