using Elaoms.Core.Storage.Queue;
using Xunit;

namespace Elaoms.Tests.Storage.Local;

public sealed class SqliteCallQueueTests() : StorageTests(StorageKind.Embedded)
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    private FixedClock Clock => (FixedClock)Storage.Clock;

    private ICallQueue Queue => Stores.Queue;

    [Fact]
    public async Task Message_not_completed_comes_again_when_its_time_is_up_and_is_counted()
    {
        await AddAsync("1");
        var first = (await ReceiveAsync())!;
        Clock.Advance(Lease - TimeSpan.FromMilliseconds(1));
        Assert.Null(await ReceiveAsync());

        Clock.Advance(TimeSpan.FromMilliseconds(1));
        var second = (await ReceiveAsync())!;

        Assert.Equal((first.Id, first.Text, 2), (second.Id, second.Text, second.DequeueCount));
        Assert.NotEqual(first.Lease, second.Lease);
    }

    [Fact]
    public async Task Lease_renewed_hides_the_message_for_longer()
    {
        await AddAsync("1");
        var call = (await ReceiveAsync())!;
        Clock.Advance(TimeSpan.FromSeconds(20));

        Assert.NotNull(await Queue.HideAsync(call, Lease, CancellationToken.None));
        Clock.Advance(TimeSpan.FromSeconds(29));
        Assert.Null(await ReceiveAsync());
        Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.NotNull(await ReceiveAsync());
    }

    [Fact]
    public async Task Message_shown_again_after_a_delay_lets_others_pass()
    {
        await AddAsync("1");
        await Queue.HideAsync((await ReceiveAsync())!, TimeSpan.FromSeconds(2), CancellationToken.None);
        await AddAsync("2");

        Assert.Equal(Message("2"), CallMessage.Decode((await ReceiveAsync())!.Text));
        Assert.Null(await ReceiveAsync());
        Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(Message("1"), CallMessage.Decode((await ReceiveAsync())!.Text));
    }

    [Fact]
    public async Task Second_process_does_not_take_what_the_first_holds()
    {
        await AddAsync("1");
        Assert.NotNull(await ReceiveAsync());
        await using var other = Storage.Open();

        Assert.Null(await other.Queue.ReceiveAsync(Lease, CancellationToken.None));
        Clock.Advance(Lease);
        Assert.NotNull(await other.Queue.ReceiveAsync(Lease, CancellationToken.None));
    }

    [Fact]
    public async Task Messages_held_by_a_process_that_ended_come_at_once_to_the_next()
    {
        await AddAsync("1");
        await AddAsync("2");
        var held = (await ReceiveAsync())!;
        await Stores.DisposeAsync();

        await using var next = Storage.Open();
        var calls = new[]
        {
            await next.Queue.ReceiveAsync(Lease, CancellationToken.None), await next.Queue.ReceiveAsync(Lease, CancellationToken.None),
        };

        Assert.Equal(["1", "2"], calls.Select(call => call!.Id).Order(StringComparer.Ordinal));
        Assert.Equal(2, calls.Single(call => call!.Id == held.Id)!.DequeueCount);
        Assert.Null(await next.Queue.HideAsync(held, Lease, CancellationToken.None));
    }

    private ValueTask AddAsync(string body) => Queue.EnqueueAsync(Message(body), CancellationToken.None);

    private ValueTask<QueuedCall?> ReceiveAsync() => Queue.ReceiveAsync(Lease, CancellationToken.None);

    private static CallMessage Message(string body) => new(CallMessage.CurrentVersion, Stores.NameOf(body), null);
}
