using Elaoms.Core.Intake;
using Elaoms.Storage.Local;
using Xunit;

namespace Elaoms.Tests.Storage.Local;

public sealed class SqliteCallQueueTests : IDisposable
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    private readonly LocalStores _stores = new();
    private readonly FixedClock _clock = new();
    private readonly SqliteCallQueue _queue;

    public SqliteCallQueueTests() => _queue = new SqliteCallQueue(_stores.Database, _clock);

    public void Dispose()
    {
        _queue.Dispose();
        _stores.Dispose();
    }

    [Fact]
    public async Task Queue_of_nothing_gives_nothing()
    {
        Assert.Null(await ReceiveAsync());
        Assert.Equal(0, await _queue.CountAsync(CancellationToken.None));
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
        Assert.Equal(5, await _queue.CountAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Message_completed_is_gone()
    {
        await AddAsync("1");

        await _queue.CompleteAsync((await ReceiveAsync())!, CancellationToken.None);
        _clock.Advance(Lease);

        Assert.Null(await ReceiveAsync());
        Assert.Equal(0, await _queue.CountAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Message_not_completed_comes_again_when_its_time_is_up_and_is_counted()
    {
        await AddAsync("1");
        var first = (await ReceiveAsync())!;
        _clock.Advance(Lease - TimeSpan.FromMilliseconds(1));
        Assert.Null(await ReceiveAsync());

        _clock.Advance(TimeSpan.FromMilliseconds(1));
        var second = (await ReceiveAsync())!;

        Assert.Equal((first.Id, first.Text, 2), (second.Id, second.Text, second.DequeueCount));
        Assert.NotEqual(first.Lease, second.Lease);
    }

    [Fact]
    public async Task Lease_renewed_hides_the_message_for_longer()
    {
        await AddAsync("1");
        var call = (await ReceiveAsync())!;
        _clock.Advance(TimeSpan.FromSeconds(20));

        Assert.NotNull(await _queue.HideAsync(call, Lease, CancellationToken.None));
        _clock.Advance(TimeSpan.FromSeconds(29));
        Assert.Null(await ReceiveAsync());
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.NotNull(await ReceiveAsync());
    }

    [Fact]
    public async Task Lease_lost_can_neither_hide_nor_complete()
    {
        await AddAsync("1");
        var lost = (await ReceiveAsync())!;
        _clock.Advance(Lease);
        var held = (await ReceiveAsync())!;

        Assert.Null(await _queue.HideAsync(lost, TimeSpan.Zero, CancellationToken.None));
        await _queue.CompleteAsync(lost, CancellationToken.None);

        Assert.Equal(1, await _queue.CountAsync(CancellationToken.None));
        Assert.NotNull(await _queue.HideAsync(held, Lease, CancellationToken.None));
        await _queue.CompleteAsync(held, CancellationToken.None);
        Assert.Equal(0, await _queue.CountAsync(CancellationToken.None));
        Assert.Null(await _queue.HideAsync(held, Lease, CancellationToken.None));
    }

    [Fact]
    public async Task Message_shown_again_after_a_delay_lets_others_pass()
    {
        await AddAsync("1");
        await _queue.HideAsync((await ReceiveAsync())!, TimeSpan.FromSeconds(2), CancellationToken.None);
        await AddAsync("2");

        Assert.Equal(Message("2"), CallMessage.Decode((await ReceiveAsync())!.Text));
        Assert.Null(await ReceiveAsync());
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(Message("1"), CallMessage.Decode((await ReceiveAsync())!.Text));
    }

    [Fact]
    public async Task Two_processes_share_the_work_and_never_one_message()
    {
        using var otherDatabase = new SqliteDatabase(_stores.Settings);
        using var other = new SqliteCallQueue(otherDatabase, _clock);
        for (var i = 0; i < 40; i++)
            await AddAsync($"{i}");

        var taken = await Task.WhenAll(new[] { _queue, other }.Select(queue => Task.Run(async () =>
        {
            var calls = new List<QueuedCall>();
            while (await queue.ReceiveAsync(Lease, CancellationToken.None) is { } call)
                calls.Add(call);
            return calls;
        })));

        Assert.Equal(40, taken.SelectMany(calls => calls).Select(call => call.Id).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(40, taken.Sum(calls => calls.Count));
    }

    [Fact]
    public async Task Second_process_does_not_take_what_the_first_holds()
    {
        await AddAsync("1");
        Assert.NotNull(await ReceiveAsync());
        using var otherDatabase = new SqliteDatabase(_stores.Settings);
        using var other = new SqliteCallQueue(otherDatabase, _clock);

        Assert.Null(await other.ReceiveAsync(Lease, CancellationToken.None));
        _clock.Advance(Lease);
        Assert.NotNull(await other.ReceiveAsync(Lease, CancellationToken.None));
    }

    [Fact]
    public async Task Messages_held_by_a_process_that_ended_come_at_once_to_the_next()
    {
        await AddAsync("1");
        await AddAsync("2");
        var held = (await ReceiveAsync())!;
        _queue.Dispose();
        _stores.Database.Dispose();

        using var database = new SqliteDatabase(_stores.Settings);
        using var next = new SqliteCallQueue(database, _clock);
        var calls = new[] { await next.ReceiveAsync(Lease, CancellationToken.None), await next.ReceiveAsync(Lease, CancellationToken.None) };

        Assert.Equal(["1", "2"], calls.Select(call => call!.Id).Order(StringComparer.Ordinal));
        Assert.Equal(2, calls.Single(call => call!.Id == held.Id)!.DequeueCount);
        Assert.Null(await next.HideAsync(held, Lease, CancellationToken.None));
    }

    [Fact]
    public async Task Wait_returns_when_a_message_was_added()
    {
        await AddAsync("1");
        await AddAsync("2");

        await _queue.WaitAsync(Timeout.InfiniteTimeSpan, CancellationToken.None);
        await _queue.WaitAsync(TimeSpan.Zero, CancellationToken.None);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await _queue.WaitAsync(Timeout.InfiniteTimeSpan, new CancellationToken(canceled: true)));
    }

    private ValueTask AddAsync(string body) => _queue.EnqueueAsync(Message(body), CancellationToken.None);

    private ValueTask<QueuedCall?> ReceiveAsync() => _queue.ReceiveAsync(Lease, CancellationToken.None);

    private static CallMessage Message(string body) => new(CallMessage.CurrentVersion, LocalStores.NameOf(body), null);
}
