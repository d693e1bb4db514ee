using Elaoms.Core.Intake;
using Elaoms.Tests.Server;
using Xunit;

namespace Elaoms.Tests.Intake;

/// <summary>How long a sender may take for the next piece and for all of them.</summary>
public sealed class SenderTimeoutTests
{
    private const int Progress = 32 << 10;

    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Whole = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    private readonly FixedClock _clock = new();
    private readonly ScriptedBody _body = new();

    [Fact]
    public async Task Sender_who_says_nothing_is_given_up_after_the_idle_timeout_and_the_host_can_read_on()
    {
        await GivesUpAfterAsync(New(), Idle);

        await _body.ReadOnAsync();
        Assert.Equal(0, _clock.Timers);
    }

    [Fact]
    public async Task Piece_that_is_there_counts_however_late_it_is_read()
    {
        var sender = New();
        _body.Then(new byte[3]);
        _clock.Advance(Whole);

        Assert.Equal(3, await ReadAsync(sender));
    }

    [Fact]
    public async Task Piece_that_comes_in_time_is_read()
    {
        var reading = ReadAsync(New());
        _clock.Advance(Idle - Tick);

        _body.Then(new byte[3]);

        Assert.Equal(3, await reading);
    }

    [Fact]
    public async Task Piece_that_comes_while_the_sender_is_being_given_up_is_read()
    {
        var reading = ReadAsync(New());
        _body.Cancelling = () => _body.Then(new byte[3]);

        _clock.Advance(Idle);

        Assert.Equal(3, await reading);
    }

    [Fact]
    public async Task Read_that_is_cancelled_is_cancelled()
    {
        using var cancellation = new CancellationTokenSource();
        var reading = ReadAsync(New(), cancellation.Token);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
    }

    [Theory]
    [InlineData(Progress - 1, 5)]
    [InlineData(Progress, 9)]
    [InlineData(10 * Progress, 9)]
    public async Task Sender_has_the_idle_timeout_again_after_enough_bytes(int received, int until)
    {
        var sender = New();
        _clock.Advance(TimeSpan.FromSeconds(4));
        sender.NoteReceived(received);

        await GivesUpAfterAsync(sender, TimeSpan.FromSeconds(until - 4));
    }

    [Theory]
    [InlineData(Progress - 1, 6)]
    [InlineData(Progress, 8)]
    public async Task Enough_bytes_are_counted_from_the_last_time_there_were(int more, int until)
    {
        const int First = Progress + 1000;
        var sender = New();
        _clock.Advance(TimeSpan.FromSeconds(1));
        sender.NoteReceived(First);
        _clock.Advance(TimeSpan.FromSeconds(2));
        sender.NoteReceived(First + more);

        await GivesUpAfterAsync(sender, TimeSpan.FromSeconds(until - 3));
    }

    [Fact]
    public async Task Whole_body_must_come_in_its_time_however_much_comes()
    {
        var sender = New(whole: TimeSpan.FromSeconds(8));
        _clock.Advance(TimeSpan.FromSeconds(4));
        sender.NoteReceived(100 * Progress);

        await GivesUpAfterAsync(sender, TimeSpan.FromSeconds(4));
    }

    [Fact]
    public Task Whole_body_s_time_holds_for_the_first_piece_too()
        => GivesUpAfterAsync(New(whole: TimeSpan.FromSeconds(3)), TimeSpan.FromSeconds(3));

    [Fact]
    public async Task Sender_is_given_up_when_the_timer_is_a_second_late()
    {
        var reading = ReadAsync(New());

        _clock.Advance(Idle + TimeSpan.FromSeconds(1));

        Assert.Null(await reading);
    }

    [Fact]
    public async Task Sender_has_the_idle_timeout_again_when_this_process_stood_still()
    {
        var reading = ReadAsync(New());
        _clock.Advance(Idle + TimeSpan.FromSeconds(1) + Tick);
        await Eventually.IsTrueAsync(() => _clock.Timers == 1, "the wait begins anew");

        _clock.Advance(Idle - Tick);
        Assert.False(reading.IsCompleted);

        _clock.Advance(Tick);
        Assert.Null(await reading);
    }

    [Fact]
    public async Task Sender_is_given_up_at_once_when_the_time_passed_between_two_reads()
    {
        var sender = New();
        _clock.Advance(Idle + TimeSpan.FromMilliseconds(500));

        Assert.Null(await ReadAsync(sender));
    }

    private SenderTimeout New(TimeSpan? whole = null) => new(Idle, whole ?? Whole, _clock);

    /// <returns>How many bytes came; null when the sender was given up.</returns>
    private async Task<long?> ReadAsync(SenderTimeout sender, CancellationToken cancellationToken = default)
        => (await sender.ReadAsync(_body, cancellationToken).AsTask().WaitAsync(Eventually.Bound, CancellationToken.None))?.Buffer.Length;

    private async Task GivesUpAfterAsync(SenderTimeout sender, TimeSpan time)
    {
        var reading = ReadAsync(sender);
        _clock.Advance(time - Tick);
        Assert.False(reading.IsCompleted);

        _clock.Advance(Tick);

        Assert.Null(await reading);
    }
}
