using Elaoms.Core.Intake;
using Elaoms.Core.Storage.Payloads;
using FsCheck.Fluent;
using Xunit;

namespace Elaoms.Tests.Intake;

/// <summary>What deliveries may hold while they are received, and that they give it back.</summary>
public sealed class IncomingDeliveriesTests : IFreeSpace
{
    private const int Step = IncomingDeliveries.StepBytes;

    private readonly FixedClock _clock = new();
    private long? _free = 1L << 40;

    public long? AvailableBytes(string folder) => _free;

    [Fact]
    public void Deliveries_are_let_in_up_to_their_number()
    {
        var incoming = New(most: 2);
        using var first = incoming.TryAdmit(10, out _)!;
        using (incoming.TryAdmit(contentLength: null, out _))
            Assert.Equal((null, IntakeLimit.Deliveries), (incoming.TryAdmit(10, out var limit), limit));

        using var next = incoming.TryAdmit(10, out _);
        Assert.NotNull(next);
    }

    [Fact]
    public void Announced_length_is_reserved_at_once_and_another_as_it_comes()
    {
        var incoming = New(bytes: 3 * Step);
        using var announced = incoming.TryAdmit(Step, out _)!;
        using var growing = incoming.TryAdmit(contentLength: null, out _)!;
        Assert.Equal(2 * Step, incoming.ReservedBytes);

        Assert.True(announced.TryReceive(Step));
        Assert.True(growing.TryReceive(Step));
        Assert.True(growing.TryReceive(1));
        Assert.Equal(3 * Step, incoming.ReservedBytes);
        Assert.False(growing.TryReceive(Step));
        Assert.Equal((null, IntakeLimit.Bytes), (incoming.TryAdmit(1, out var limit), limit));

        growing.Dispose();
        Assert.Equal((1, Step), (incoming.Count, incoming.ReservedBytes));
    }

    [Fact]
    public void Free_space_is_left_counting_what_is_reserved_and_not_written_yet()
    {
        var incoming = New(leave: 100);
        _free = 1100;
        using var first = incoming.TryAdmit(600, out _)!;
        Assert.Equal((null, IntakeLimit.FreeSpace), (incoming.TryAdmit(401, out var limit), limit));

        // What is in the file is not free any more.
        Assert.True(first.TryReceive(600));
        first.NoteWritten(600);
        _free = 500;
        Assert.Null(incoming.TryAdmit(401, out _));
        using var second = incoming.TryAdmit(400, out _);
        Assert.NotNull(second);
        first.Dispose();
        _free = 1100;
        using var third = incoming.TryAdmit(600, out _);
        Assert.NotNull(third);
    }

    [Fact]
    public void Bytes_are_reserved_up_to_the_limit_and_no_byte_more()
    {
        var incoming = New(bytes: 1000);
        Assert.Null(incoming.TryAdmit(1001, out _));

        using var whole = incoming.TryAdmit(1000, out _);

        Assert.NotNull(whole);
    }

    [Fact]
    public void Delivery_that_ends_half_written_gives_back_what_it_had_reserved_of_the_free_space()
    {
        var incoming = New(leave: 100);
        _free = 1100;
        using (var half = incoming.TryAdmit(600, out _)!)
        {
            half.NoteWritten(100);
            half.NoteWritten(250);
            _free = 850;
            Assert.Null(incoming.TryAdmit(401, out _));
            using var beside = incoming.TryAdmit(400, out _);
            Assert.NotNull(beside);
        }

        // Its file is deleted.
        _free = 1100;
        Assert.Null(incoming.TryAdmit(1001, out _));
        using var next = incoming.TryAdmit(1000, out _);
        Assert.NotNull(next);
    }

    [Fact]
    public void Delivery_that_ends_while_another_takes_its_place_is_not_cancelled()
    {
        var isCancelled = false;
        var slow = New().TryAdmit(10, out _)!;
        slow.Displaced.Register(() => isCancelled = true);

        slow.Dispose();
        slow.Displace();

        Assert.False(isCancelled);
    }

    [Fact]
    public void Free_space_is_no_limit_where_the_system_does_not_say_it_or_none_is_to_be_left()
    {
        _free = null;
        using var unknown = New(leave: 100).TryAdmit(1000, out _);
        _free = 0;
        using var unlimited = New(leave: 0).TryAdmit(1000, out _);

        Assert.All([unknown, unlimited], Assert.NotNull);
    }

    [Fact]
    public void Newcomer_takes_the_place_of_who_has_been_sending_for_longest_and_for_too_long()
    {
        var incoming = New(most: 2);
        using var slow = incoming.TryAdmit(10, out _)!;
        _clock.Advance(TimeSpan.FromSeconds(4));
        using var quick = incoming.TryAdmit(10, out _)!;
        Assert.Null(incoming.TryAdmit(10, out _));

        _clock.Advance(TimeSpan.FromSeconds(1));
        using var newcomer = incoming.TryAdmit(10, out _);

        Assert.NotNull(newcomer);
        Assert.Equal((true, false), (slow.Displaced.IsCancellationRequested, quick.Displaced.IsCancellationRequested));
        Assert.Equal((2, 20), (incoming.Count, incoming.ReservedBytes));
        Assert.False(slow.TryReceive(11));
        slow.Dispose();
        Assert.Equal((2, 20), (incoming.Count, incoming.ReservedBytes));
    }

    [Fact]
    public void Nobody_takes_the_place_of_who_has_signed()
    {
        var incoming = New(most: 1);
        using var signed = incoming.TryAdmit(10, out _)!;
        signed.NoteVerified();
        _clock.Advance(TimeSpan.FromHours(1));

        Assert.Null(incoming.TryAdmit(10, out _));
        Assert.False(signed.Displaced.IsCancellationRequested);
    }

    [Fact]
    public void Full_volume_costs_one_slow_sender_its_place_for_each_who_is_told_to_come_again()
    {
        var incoming = New(leave: 100);
        _free = 1100;
        using var first = incoming.TryAdmit(500, out _)!;
        using var second = incoming.TryAdmit(500, out _)!;
        _clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Null(incoming.TryAdmit(1, out _));

        Assert.Equal((true, false), (first.Displaced.IsCancellationRequested, second.Displaced.IsCancellationRequested));
        using var next = incoming.TryAdmit(1, out _);
        Assert.NotNull(next);
    }

    [Fact]
    public void Room_is_kept_to_and_given_back_whatever_deliveries_do() => Property.Check(
        Gen.Choose(0, 99).Two().ListOf(60),
        steps =>
        {
            var incoming = New(most: 5, bytes: 6 * Step, leave: 100);
            List<IncomingDelivery> open = [];
            foreach (var (what, which) in steps)
            {
                _free = what % 3 == 0 ? 4 * Step : 1L << 40;
                if (what < 30)
                {
                    if (incoming.TryAdmit(what % 2 == 0 ? null : which * 10_000, out _) is { } admitted)
                        open.Add(admitted);
                }
                else if (what < 40)
                {
                    _clock.Advance(TimeSpan.FromSeconds(which % 7));
                }
                else if (open.Count > 0)
                {
                    var delivery = open[which % open.Count];
                    if (what < 60)
                        delivery.TryReceive(which * 5000);
                    else if (what < 70)
                        delivery.NoteVerified();
                    else
                        delivery.Dispose();
                }

                Assert.InRange(incoming.Count, 0, 5);
                Assert.InRange(incoming.ReservedBytes, 0, 6 * Step);
            }

            open.ForEach(delivery => delivery.Dispose());
            Assert.Equal((0, 0), (incoming.Count, incoming.ReservedBytes));
        });

    private IncomingDeliveries New(int most = 10, long bytes = 1 << 30, long leave = 0)
        => new(
            TestSettings.In("/nowhere") with { MaxPostCalls = most, MaxIncomingBytes = bytes, MinFreeBytes = leave },
            new SpoolDirectory("/nowhere"), this, _clock);
}
