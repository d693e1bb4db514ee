using Elaoms.Core.Calls;
using Elaoms.Core.Records;
using Elaoms.Core.Storage.Payloads;
using Xunit;

namespace Elaoms.Tests.Storage.Local.Journal;

public sealed class JournalReplayTests : IAsyncDisposable
{
    private const string Sam = "+12025550123";

    private readonly JournalBench _bench = new();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task Everything_acknowledged_is_learned_from_the_journals_alone()
    {
        var (first, second) = (_bench.Open(), _bench.Open());
        for (var i = 0; i < 6; i++)
            await JournalBench.DeliverAsync(i % 2 == 0 ? first : second, JournalBench.Call(Sam, $"conv_{i}", $"I want {i} apples."));
        await first.LearnAllAsync();

        await using var after = _bench.AfterPowerCut();
        var next = after.Open();

        Assert.Equal(6, await JournalBench.ReplayAsync(next));
        await next.LearnAllAsync();
        Assert.Equal(6, (await RecordAsync(next))!.Calls.Count);
        Assert.Empty(after.Journals);
        Assert.Empty(await next.Pending.ListAsync(CancellationToken.None).ToListAsync());
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0)]
    [InlineData(10)]
    public async Task Payload_that_is_missing_or_torn_is_written_again(int? length)
    {
        var process = _bench.Open();
        var body = JournalBench.Call(Sam, "conv_1", "I want apples.");
        var name = await JournalBench.DeliverAsync(process, body);
        await process.DisposeAsync();
        var path = Path.Combine(_bench.Settings.PayloadStoragePath, name.Value);
        File.Delete(path);
        if (length is { } bytes)
            await File.WriteAllBytesAsync(path, body[..bytes]);

        var next = _bench.Open();
        Assert.Equal(1, await JournalBench.ReplayAsync(next));

        Assert.Equal(body, await next.ReadAsync(name));
        await next.LearnAllAsync();
        Assert.Single((await RecordAsync(next))!.Calls);
    }

    [Fact]
    public async Task Call_that_failed_for_its_torn_payload_is_learned_after_all()
    {
        var process = _bench.Open();
        var name = await JournalBench.DeliverAsync(process, JournalBench.Call(Sam, "conv_1", "I want apples."));
        await File.WriteAllBytesAsync(Path.Combine(_bench.Settings.PayloadStoragePath, name.Value), []);
        await process.LearnAllAsync();
        Assert.Equal(ReceiptResult.Failed, (await process.Receipts.ReadAsync(name, CancellationToken.None))!.Result);
        await process.DisposeAsync();

        var next = _bench.Open();
        await JournalBench.ReplayAsync(next);
        await next.LearnAllAsync();

        Assert.Equal(ReceiptResult.Learned, (await next.Receipts.ReadAsync(name, CancellationToken.None))!.Result);
    }

    [Fact]
    public async Task Replay_that_is_repeated_changes_nothing()
    {
        var process = _bench.Open();
        await JournalBench.DeliverAsync(process, JournalBench.Call(Sam, "conv_1", "I want apples."));
        await process.LearnAllAsync();
        await using var again = _bench.AfterPowerCut();
        await process.DisposeAsync();
        var next = _bench.Open();
        var before = await RecordAsync(next);

        Assert.Equal(0, await JournalBench.ReplayAsync(next));
        Directory.CreateDirectory(_bench.JournalPath);
        foreach (var path in again.Journals)
            File.Copy(path, Path.Combine(_bench.JournalPath, Path.GetFileName(path)));
        Assert.Equal(0, await JournalBench.ReplayAsync(next));

        await next.LearnAllAsync();
        Assert.Equal(before!.Revision, (await RecordAsync(next))!.Revision);
        Assert.Empty(_bench.Journals);
    }

    [Fact]
    public async Task Journal_of_a_process_that_lives_is_left_to_it()
    {
        var (writer, other) = (_bench.Open(), _bench.Open());
        await JournalBench.DeliverAsync(writer, JournalBench.Call(Sam, "conv_1", "I want apples."));

        Assert.Equal(0, await JournalBench.ReplayAsync(other));
        var journal = Assert.Single(_bench.Journals);
        await JournalBench.DeliverAsync(writer, JournalBench.Call(Sam, "conv_2", "I want pears."));
        Assert.Equal(2, JournalBench.Read(journal, out _).Count);

        await writer.DisposeAsync();
        await JournalBench.ReplayAsync(other);
        Assert.Empty(_bench.Journals);
    }

    [Fact]
    public async Task Journal_with_a_damaged_part_gives_what_is_whole_and_is_deleted()
    {
        var process = _bench.Open();
        for (var i = 0; i < 3; i++)
            await JournalBench.DeliverAsync(process, JournalBench.Call(Sam, $"conv_{i}", $"I want {i} apples."));
        await using var after = _bench.AfterPowerCut();
        var journal = Assert.Single(after.Journals);
        var content = await File.ReadAllBytesAsync(journal);
        content[(content.Length / 2) + 10] ^= 1;
        await File.WriteAllBytesAsync(journal, content[..^1]);

        var next = after.Open();
        Assert.Equal(2, await JournalBench.ReplayAsync(next));

        await next.LearnAllAsync();
        Assert.Equal(
            ["conv_0", "conv_2"],
            (await RecordAsync(next))!.Calls.Select(call => call.ConversationId).Order(StringComparer.Ordinal));
        Assert.Empty(after.Journals);
    }

    [Fact]
    public async Task Journal_that_a_newer_program_must_judge_stays_and_keeps_no_other_delivery_from_being_restored()
    {
        var process = _bench.Open();
        var judged = await JournalBench.DeliverAsync(process, JournalBench.Call(Sam, "conv_1", "I want apples."));
        await JournalBench.DeliverAsync(process, JournalBench.Call(Sam, "conv_2", "I want pears."));
        await using var after = _bench.AfterPowerCut();
        var next = after.Open();
        await next.Claims.TryWriteAsync(
            judged.ConversationHash,
            ConversationClaim.Erased with { Version = ConversationClaim.CurrentVersion + 1 }, replaces: null, CancellationToken.None);

        await Assert.ThrowsAsync<Core.Json.NewerDocumentException>(() => JournalBench.ReplayAsync(next));

        Assert.Single(after.Journals);
        await next.LearnAllAsync();
        Assert.Equal("conv_2", Assert.Single((await RecordAsync(next))!.Calls).ConversationId);
    }

    private static async Task<CallerRecord?> RecordAsync(Stores stores)
    {
        var key = stores.Get<CallerKeys>().Of(new Caller(CallerKind.Phone, Sam));
        return (await stores.Records.ReadAsync(key, CancellationToken.None))?.Value;
    }
}
