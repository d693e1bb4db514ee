using System.Security.Cryptography;
using System.Text;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Core.Storage.Queue;
using Elaoms.Tests.Storage;
using Xunit;

namespace Elaoms.Tests.Processing.Unit;

/// <summary>Notices of messages that can't be read, and that nothing is written where nothing changes.</summary>
public sealed class UnreadableNoticesTests : IDisposable
{
    private readonly LearningInMemory _bench = new();

    private static PayloadName Payload { get; } = Stores.NameOf("{}");

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Without_a_notice_there_is_none()
        => Assert.Same(UnreadableNotices.None, await ReadAsync());

    [Fact]
    public async Task Message_is_noted_under_a_keyed_hash_of_its_text()
    {
        var hash = HMACSHA256.HashData(
            Encoding.UTF8.GetBytes(_bench.Settings.CallerHashKey), Encoding.UTF8.GetBytes("unreadable\ngarbage"));
        var expected = new UnreadableNotice(
            Convert.ToHexStringLower(hash)[..32], "calls", 7, "Why.", Payload.Value, 1, FixedClock.Start, FixedClock.Start);

        Assert.Equal(expected.Id, await NoteAsync("garbage", Payload));

        Assert.Equal([expected], (await ReadAsync()).Notices);
    }

    [Fact]
    public async Task Message_that_names_no_payload_is_noted_without_one()
    {
        await NoteAsync("garbage");

        Assert.Null(Assert.Single((await ReadAsync()).Notices).Payload);
    }

    [Fact]
    public async Task Message_of_the_same_text_is_counted()
    {
        await NoteAsync("garbage");
        _bench.Clock.Advance(TimeSpan.FromMinutes(1));
        await NoteAsync("garbage");

        var notice = Assert.Single((await ReadAsync()).Notices);
        Assert.Equal((2, FixedClock.Start, FixedClock.Start.AddMinutes(1)), (notice.Count, notice.FirstSeen, notice.LastSeen));
    }

    [Fact]
    public async Task Notices_that_are_dismissed_are_told_and_gone()
    {
        await NoteAsync("garbage");
        await NoteAsync("other");

        Assert.Equal(2, (await _bench.Unreadable.DismissAsync(CancellationToken.None)).Messages);
        Assert.Same(UnreadableNotices.None, await ReadAsync());
    }

    [Fact]
    public async Task Nothing_is_written_if_nothing_is_dismissed_or_forgotten()
    {
        _bench.Notices.BeforeWrite = () => throw new IOException("Written.");

        Assert.Same(UnreadableNotices.None, await _bench.Unreadable.DismissAsync(CancellationToken.None));
        await _bench.Unreadable.ForgetAsync([Payload.ConversationHash], CancellationToken.None);
        Assert.Equal(0, await _bench.Notices.CountAsync());

        // As a storage reads what was dismissed before.
        _bench.Notices.BeforeWrite = () => Task.CompletedTask;
        await _bench.Notices.WriteAsync(UnreadableNotices.Name, UnreadableNotices.None with { });
        _bench.Notices.BeforeWrite = () => throw new IOException("Written.");
        Assert.Equal(0, (await _bench.Unreadable.DismissAsync(CancellationToken.None)).Messages);
    }

    [Fact]
    public async Task Notices_of_a_conversation_are_forgotten_and_others_stay()
    {
        await NoteAsync("garbage", Payload);
        await NoteAsync("nobody's");
        await NoteAsync("other", Stores.NameOf("""{"data":{"conversation_id":"other"}}"""));

        await _bench.Unreadable.ForgetAsync([Payload.ConversationHash], CancellationToken.None);

        Assert.Equal([8, 5], (await ReadAsync()).Notices.Select(notice => notice.Length));
    }

    [Fact]
    public async Task Write_that_fails_keeps_nobody_else_waiting()
    {
        _bench.Notices.BeforeWrite = () => throw new IOException("The disk is full.");
        await Assert.ThrowsAsync<IOException>(() => NoteAsync("garbage"));

        _bench.Notices.BeforeWrite = () => Task.CompletedTask;
        Assert.True(NoteAsync("garbage").IsCompletedSuccessfully);
    }

    [Fact]
    public async Task One_at_a_time_changes_the_notices()
    {
        var (written, others) = (new TaskCompletionSource(), new List<Task>());
        _bench.Notices.BeforeWrite = () => written.Task;

        others.Add(NoteAsync("one"));
        var accesses = 0;
        _bench.BeforeAccess = _ =>
        {
            accesses++;
            return Task.CompletedTask;
        };
        others.Add(NoteAsync("two"));

        Assert.Equal(0, accesses);
        written.SetResult();
        await Task.WhenAll(others);
        Assert.Equal(2, (await ReadAsync()).Messages);
    }

    [Fact]
    public async Task Nothing_is_noted_when_the_process_has_let_go_of_it()
    {
        _bench.Unreadable.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => NoteAsync("garbage"));
    }

    private Task<string> NoteAsync(string text, PayloadName? payload = null)
        => _bench.Unreadable.NoteAsync(text, new CallMessageFault("Why.", payload), "calls", CancellationToken.None);

    private Task<UnreadableNotices> ReadAsync() => _bench.Unreadable.ReadAsync(CancellationToken.None);
}
