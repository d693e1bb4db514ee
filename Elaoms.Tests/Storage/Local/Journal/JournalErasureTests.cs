using System.Text;
using Elaoms.Core.Calls;
using Elaoms.Core.Erasure;
using Elaoms.Core.Records;
using Elaoms.Core.Storage.Documents;
using Elaoms.Storage.Local.Journal;
using Xunit;

namespace Elaoms.Tests.Storage.Local.Journal;

/// <summary>An erased caller is in no journal, whoever writes it, and comes back from none.</summary>
public sealed class JournalErasureTests : IAsyncDisposable
{
    private const string Sam = "+12025550123";
    private const string Kim = "+12025550199";

    private readonly JournalBench _bench = new();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task Caller_is_erased_from_the_journal_of_a_process_that_goes_on_writing_it()
    {
        var (server, other) = (_bench.Open(), _bench.Open());
        await DeliverBothAsync(server);
        await server.LearnAllAsync();
        Assert.Equal(1, CountIn("Quedlinburg"));

        var erased = await EraseAsync(other, Sam);

        Assert.Equal((true, DeletedDataState.Gone), (erased.IsAll, erased.DeletedData));
        Assert.Equal((0, 0, 1), (CountIn("Quedlinburg"), CountIn("2025550123"), CountIn("Oslo")));
        await JournalBench.DeliverAsync(server, JournalBench.Call(Kim, "conv_later", "I like Bergen."));
        Assert.Equal(2, JournalBench.Read(Assert.Single(_bench.Journals), out var damaged).Count);
        Assert.Equal(0, damaged);
    }

    [Fact]
    public async Task Caller_who_is_only_in_the_journal_of_a_dead_process_is_found_and_erased()
    {
        await DeliverBothAsync(_bench.Open());
        await using var after = _bench.AfterPowerCut();
        var next = after.Open();

        var erased = await EraseAsync(next, Sam);

        // It waited to be learned, so it is said that something may come back.
        Assert.Equal((1, false), (erased.Payloads.Count, erased.IsAll));
        Assert.Empty(after.Journals);
        await next.LearnAllAsync();
        Assert.True((await EraseAsync(next, Sam)).IsAll);
        Assert.Equal((false, true), (await IsKnownAsync(next, Sam), await IsKnownAsync(next, Kim)));
        Assert.DoesNotContain(
            Directory.EnumerateFiles(after.Settings.PayloadStoragePath, "*", SearchOption.AllDirectories),
            path => Contains(path, "Quedlinburg"));
    }

    [Fact]
    public async Task Replay_restores_nothing_of_a_conversation_that_was_erased()
    {
        var server = _bench.Open();
        await DeliverBothAsync(server);
        await server.LearnAllAsync();
        await using var before = _bench.AfterPowerCut();
        await EraseAsync(server, Sam);
        await server.DisposeAsync();

        // Journals of before the erasing, as a backup may bring them back.
        var next = _bench.Open();
        await JournalBench.ReplayAsync(next);
        Directory.CreateDirectory(_bench.JournalPath);
        foreach (var path in before.Journals)
            File.Copy(path, Path.Combine(_bench.JournalPath, Path.GetFileName(path)), overwrite: true);
        Assert.Equal(0, await JournalBench.ReplayAsync(next));
        await next.LearnAllAsync();

        Assert.Equal((false, true), (await IsKnownAsync(next, Sam), await IsKnownAsync(next, Kim)));
        Assert.Equal(
            ["Oslo"],
            Directory.EnumerateFiles(_bench.Settings.PayloadStoragePath, "*.json", SearchOption.AllDirectories)
                .Select(path => Contains(path, "Oslo") ? "Oslo" : path));
    }

    [Fact]
    public async Task Conversation_that_is_erased_while_it_is_restored_is_taken_back()
    {
        var server = _bench.Open();
        var name = await JournalBench.DeliverAsync(server, JournalBench.Call(Sam, "conv_sam", "I live in Quedlinburg."));
        await using var after = _bench.AfterPowerCut();
        var next = after.Open();
        var claims = new InterruptedDocuments<ConversationClaim>(next.Claims);
        var reads = 0;
        claims.OnRead = _ => reads++;
        var restore = new DeliveryRestore(
            next.Get<Elaoms.Storage.Local.FilePayloadArchive>(), next.Pending, next.Queue, next.Receipts,
            new InterruptedDocuments<ConversationClaim>(claims, async () =>
            {
                // The other process marks it after this one has asked.
                if (reads == 1)
                    await next.Claims.TryWriteAsync(
                        name.ConversationHash, ConversationClaim.Erased, replaces: null, CancellationToken.None);
            }),
            next.Get<Core.Storage.Payloads.SpoolDirectory>());

        await restore.RestoreAsync(name, JournalBench.Call(Sam, "conv_sam", "I live in Quedlinburg."), CancellationToken.None);

        Assert.Null(await next.ReadAsync(name));
        Assert.Empty(await next.Pending.ListAsync(CancellationToken.None).ToListAsync());
    }

    [Fact]
    public async Task Erasing_waits_for_who_replays_journals_and_says_so_when_that_lasts()
    {
        var server = _bench.Open();
        await DeliverBothAsync(server);
        await server.LearnAllAsync();
        var clock = new FixedClock();
        await using var other = new Stores(_bench.Settings, clock);
        var turn = await server.Get<JournalFolder>().TakeTurnAsync(CancellationToken.None);
        var clearing = other.Get<IDeletedData>().ClearAsync(KeyOf(other, Sam), CancellationToken.None).AsTask();
        var recovering = other.Get<IDeletedData>().RecoverAsync(CancellationToken.None).AsTask();

        Assert.False(clearing.IsCompleted);
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(DeletedDataRecovery.NotCleared, (await clearing).Recovery);
        await Assert.ThrowsAsync<IOException>(() => recovering);

        recovering = other.Get<IDeletedData>().RecoverAsync(CancellationToken.None).AsTask();
        turn!.Dispose();
        clock.Advance(TimeSpan.FromSeconds(1));
        await recovering;
    }

    [Fact]
    public async Task Record_that_is_torn_is_overwritten_to_the_end_of_its_file()
    {
        var server = _bench.Open();
        var body = JournalBench.Call(Sam, "conv_sam", "I live in Quedlinburg. " + new string('x', 2000));
        var name = await JournalBench.DeliverAsync(server, body);
        var journal = Assert.Single(_bench.Journals);
        using (var file = JournalFolder.TryOpenShared(journal)!)
            file.SetLength(file.Length - 1500);
        await server.Claims.TryWriteAsync(name.ConversationHash, ConversationClaim.Erased, replaces: null, CancellationToken.None);

        await server.Get<JournalErasure>().ClearAsync(CancellationToken.None);

        Assert.All(Bytes(journal), value => Assert.Equal(0, value));
    }

    private static async Task DeliverBothAsync(Stores stores)
    {
        await JournalBench.DeliverAsync(stores, JournalBench.Call(Sam, "conv_sam", "I live in Quedlinburg."));
        await JournalBench.DeliverAsync(stores, JournalBench.Call(Kim, "conv_kim", "I live in Oslo."));
    }

    private static Task<KeptOfCaller> EraseAsync(Stores stores, string caller)
        => stores.Get<EraseCaller>().EraseAsync(KeyOf(stores, caller), CancellationToken.None);

    private static async Task<bool> IsKnownAsync(Stores stores, string caller)
        => await stores.Records.ReadAsync(KeyOf(stores, caller), CancellationToken.None) is not null;

    private static CallerKey KeyOf(Stores stores, string caller) => stores.Get<CallerKeys>().Of(new Caller(CallerKind.Phone, caller));

    private int CountIn(string text) => _bench.Journals.Count(path => Contains(path, text));

    private static bool Contains(string path, string text)
        => Bytes(path).AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;

    // The process that writes it has it open.
    private static byte[] Bytes(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var content = new byte[file.Length];
        file.ReadExactly(content);
        return content;
    }
}
