using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Elaoms.Core.Calls;
using Elaoms.Core.Erasure;
using Elaoms.Core.Processing.Sweeping;
using Elaoms.Core.Processing;
using Elaoms.Core.Records;
using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Core.Storage.Queue;
using Elaoms.Core.Telemetry;
using Elaoms.Tests.Intake;
using Elaoms.Tests.Storage;
using Elaoms.Tests.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using Elaoms.Core.Storage.Documents;

namespace Elaoms.Tests.Processing;

/// <summary>Messages that can't be read, over each of the storages: each text leaves one notice, which holds nothing of it.</summary>
public abstract class UnreadableMessagesTests(StorageKind kind) : StorageTests(kind)
{
    private const string Sam = "+12025550123";
    private const string Garbage = "My name is Sam, and my number is +1 202 555 0123";

    private LearnFromMessage Learn => Stores.Get<LearnFromMessage>();

    private UnreadableMessages Messages => Stores.Get<UnreadableMessages>();

    [Fact]
    public async Task Garbage_leaves_a_notice_and_is_done_with()
    {
        var before = Storage.Clock.GetUtcNow();
        await Learn.LearnAsync(Garbage, 1, CancellationToken.None);

        var notice = Assert.Single((await ReadAsync()).Notices);
        var (id, seen) = (notice.Id, notice.FirstSeen);
        Assert.Equal(
            new UnreadableNotice(id, "calls", Garbage.Length, "It is not a JSON object.", Payload: null, Count: 1, seen, seen), notice);
        Assert.Matches("^[0-9a-f]{32}$", notice.Id);
        Assert.InRange(notice.FirstSeen, before, Storage.Clock.GetUtcNow());
        Assert.Equal((0L, notice.LastSeen, 1L), ((await ReadAsync()).Others, (await ReadAsync()).LastSeen, (await ReadAsync()).Messages));
    }

    [Fact]
    public async Task Garbage_that_is_seen_again_is_counted()
    {
        await Learn.LearnAsync(Garbage, 1, CancellationToken.None);
        await Learn.LearnAsync("other", 1, CancellationToken.None);
        var first = (await ReadAsync()).Notices[0];
        Storage.Pass(TimeSpan.FromMinutes(5));

        await Learn.LearnAsync(Garbage, 3, CancellationToken.None);
        await Learn.GiveUpAsync(Garbage, CancellationToken.None);

        var again = await ReadAsync();
        Assert.Equal(2, again.Notices.Count);
        Assert.Equal(first with { Queue = "calls-poison", Count = 3, LastSeen = again.Notices[0].LastSeen }, again.Notices[0]);
        Assert.InRange(again.Notices[0].LastSeen, first.LastSeen, DateTimeOffset.MaxValue);
        Assert.Equal(4, again.Messages);
    }

    [Fact]
    public async Task Notice_holds_nothing_of_the_text()
    {
        await Learn.LearnAsync(Garbage, 1, CancellationToken.None);
        await Learn.LearnAsync(Sam, 1, CancellationToken.None);
        await Learn.LearnAsync("{\"data\":{\"transcript\":[{\"message\":\"" + Garbage + "\"}]}}", 1, CancellationToken.None);

        var stored = JsonSerializer.Serialize(await ReadAsync(), ReceiptJson.Default.UnreadableNotices);

        foreach (var word in (string[])["Sam", "202 555 0123", "2025550123", "transcript", "my name", "number"])
            Assert.DoesNotContain(word, stored, StringComparison.OrdinalIgnoreCase);
        // Of all telephone numbers one could be found whose hash this is, did it not take a key.
        var plainHash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sam)));
        Assert.DoesNotContain(plainHash[..16], stored, StringComparison.Ordinal);
        await using var otherKey = new Stores(Storage.Settings with { CallerHashKey = "another key of a deployment" }, Storage.Clock);
        await otherKey.Get<LearnFromMessage>().LearnAsync(Sam, 1, CancellationToken.None);
        Assert.Equal(4, (await ReadAsync()).Notices.Count);
    }

    [Fact]
    public async Task Flood_of_garbage_is_counted_and_takes_no_more_room()
    {
        var texts = Enumerable.Range(0, UnreadableNotices.MaxNotices + 20).Select(i => $"{i}" + new string('x', 1000)).ToList();
        foreach (var text in texts.Append(texts[0]).Append(texts[^1]))
            await Learn.LearnAsync(text, 1, CancellationToken.None);

        var notices = await ReadAsync();

        Assert.Equal((UnreadableNotices.MaxNotices, 2L, 21L), (notices.Notices.Count, notices.Notices[0].Count, notices.Others));
        Assert.Equal(UnreadableNotices.MaxNotices + 22, notices.Messages);
        Assert.InRange(JsonSerializer.SerializeToUtf8Bytes(notices, ReceiptJson.Default.UnreadableNotices).Length, 1, 40 << 10);
    }

    [Fact]
    public void Any_text_leaves_one_notice() => Check(GarbageTexts.Any, async text =>
    {
        await Learn.LearnAsync(text, 1, CancellationToken.None);
        await Learn.GiveUpAsync(text, CancellationToken.None);

        var dismissed = await Messages.DismissAsync(CancellationToken.None);
        Assert.Equal((2L, text.Length), (Assert.Single(dismissed.Notices).Count, dismissed.Notices[0].Length));
    });

    [Fact]
    public async Task Text_of_megabytes_leaves_one_notice()
    {
        foreach (var text in new[] { new string('{', 8 << 20), "{\"v\":2,\"payload\":\"" + new string('\uD800', 4 << 20) })
            await Learn.LearnAsync(text, 1, CancellationToken.None);

        Assert.All((await ReadAsync()).Notices, notice => Assert.Equal("It is not a JSON object.", notice.Reason));
        Assert.Equal(2, (await ReadAsync()).Notices.Count);
    }

    [Fact]
    public async Task Garbage_that_could_not_be_noted_is_tried_again()
    {
        var (learn, notices) = Interrupted();
        notices.BeforeWrite = () => throw new IOException("The disk is full.");
        for (var tries = 1; tries <= LearnFromCall.MaxTries + 2; tries++)
            await Assert.ThrowsAsync<IOException>(() => learn.LearnAsync(Garbage, tries, CancellationToken.None));
        await Assert.ThrowsAsync<IOException>(() => learn.GiveUpAsync(Garbage, CancellationToken.None));
        Assert.Equal(0, (await ReadAsync()).Messages);

        notices.BeforeWrite = () => Task.CompletedTask;
        await learn.LearnAsync(Garbage, LearnFromCall.MaxTries + 3, CancellationToken.None);

        Assert.Equal(1, Assert.Single((await ReadAsync()).Notices).Count);
    }

    [Fact]
    public async Task Garbage_that_many_read_at_once_leaves_one_notice_each_and_is_counted()
    {
        await using var other = Storage.Open();

        await Task.WhenAll(Enumerable.Range(0, 24).Select(i => Task.Run(() =>
            (i % 2 == 0 ? Stores : other).Get<LearnFromMessage>().LearnAsync($"garbage {i / 4}", 1, CancellationToken.None))));

        var notices = await ReadAsync();
        Assert.Equal(6, notices.Notices.Count);
        Assert.All(notices.Notices, notice => Assert.Equal(4, notice.Count));
    }

    [Fact]
    public async Task Notices_are_gone_when_they_are_dismissed_and_come_again_with_the_next_message()
    {
        Assert.Equal(0, (await Messages.DismissAsync(CancellationToken.None)).Messages);
        await Learn.LearnAsync(Garbage, 1, CancellationToken.None);
        await Learn.LearnAsync(Garbage, 1, CancellationToken.None);

        Assert.Equal(2, Assert.Single((await Messages.DismissAsync(CancellationToken.None)).Notices).Count);
        Assert.Equivalent(UnreadableNotices.None, await ReadAsync(), strict: true);
        Assert.Equal(0, (await Messages.DismissAsync(CancellationToken.None)).Messages);

        await Learn.LearnAsync(Garbage, 1, CancellationToken.None);
        Assert.Equal(1, Assert.Single((await ReadAsync()).Notices).Count);
    }

    [Fact]
    public async Task Message_that_comes_while_notices_are_dismissed_is_dismissed_with_them_or_stays()
    {
        await using var other = Storage.Open();
        var dismissed = 0L;

        await Task.WhenAll(
            Task.Run(async () =>
            {
                for (var i = 0; i < 40; i++)
                    await Learn.LearnAsync($"{i % 7}", 1, CancellationToken.None);
            }),
            Task.Run(async () =>
            {
                for (var i = 0; i < 10; i++)
                    dismissed += (await other.Get<UnreadableMessages>().DismissAsync(CancellationToken.None)).Messages;
            }));

        Assert.Equal(40, dismissed + (await ReadAsync()).Messages);
    }

    [Fact]
    public async Task Message_of_a_newer_version_is_left_for_as_many_tries_as_a_call_has()
    {
        var payload = await Stores.StoreAsync(LearningBench.Body(1, Sam), Storage.Clock.GetUtcNow());
        var newer = Newer(payload);

        for (var tries = 1; tries <= LearnFromCall.MaxTries; tries++)
            await Assert.ThrowsAsync<NotSupportedException>(() => Learn.LearnAsync(newer, tries, CancellationToken.None));
        Assert.Equal(0, (await ReadAsync()).Messages);

        await Learn.LearnAsync(newer, LearnFromCall.MaxTries + 1, CancellationToken.None);

        var notice = Assert.Single((await ReadAsync()).Notices);
        Assert.Equal(("calls", payload.Value), (notice.Queue, notice.Payload));
        Assert.Equal("It has version 2, and this program reads version 1.", notice.Reason);
        Assert.Null(await Stores.Receipts.ReadAsync(payload, CancellationToken.None));
    }

    [Fact]
    public async Task Call_whose_message_was_of_a_newer_version_is_learned_after_a_sweep()
    {
        var payload = await Stores.StoreAsync(LearningBench.Body(1, Sam), Storage.Clock.GetUtcNow());
        await Learn.GiveUpAsync(Newer(payload), CancellationToken.None);
        Assert.Equal("calls-poison", Assert.Single((await ReadAsync()).Notices).Queue);

        var clock = new FixedClock(TimeProvider.System.GetUtcNow() + Storage.Settings.SweepAfter + TimeSpan.FromMinutes(1));
        await using var later = Storage.Open(clock);
        var swept = await later.Get<Reconciler>().ReconcileAsync(CancellationToken.None);
        Assert.Equal((1, 1L), (swept.Enqueued, swept.Unreadable));
        await later.LearnAllAsync();

        Assert.Equal(ReceiptResult.Learned, (await Stores.Receipts.ReadAsync(payload, CancellationToken.None))!.Result);
    }

    [Fact]
    public async Task Message_that_can_be_read_and_was_given_up_fails_its_call()
    {
        var payload = await Stores.StoreAsync(LearningBench.Body(1, Sam));

        await Learn.GiveUpAsync(CallMessage.For(payload).Encode(), CancellationToken.None);

        Assert.Equal([payload], await Stores.Receipts.ListFailedAsync(CancellationToken.None).ToListAsync());
        Assert.Equal(0, (await ReadAsync()).Messages);
    }

    [Fact]
    public async Task Sweep_measures_how_many_messages_could_not_be_read()
    {
        using var metrics = new RecordedMetrics(Stores.Get<ElaomsMetrics>());
        await Stores.Get<Reconciler>().ReconcileAsync(CancellationToken.None);
        await Learn.LearnAsync(Garbage, 1, CancellationToken.None);
        await Learn.LearnAsync(Garbage, 1, CancellationToken.None);
        await Stores.Get<Reconciler>().ReconcileAsync(CancellationToken.None);
        await Messages.DismissAsync(CancellationToken.None);
        await Stores.Get<Reconciler>().ReconcileAsync(CancellationToken.None);

        Assert.Equal([0, 2, 0], metrics.Of("elaoms.queue.unreadable"));
        Assert.All(metrics.Of("elaoms.receipts.failed"), failed => Assert.Equal(0, failed));
    }

    [Fact]
    public async Task Notice_that_names_a_call_goes_with_its_caller_and_others_stay()
    {
        using var bench = new LearningBench(Stores);
        var payload = await LearnAsync(bench, "c");
        await Learn.GiveUpAsync(Newer(payload), CancellationToken.None);
        var other = Stores.NameOf("""{"data":{"conversation_id":"another's"}}""");
        await Learn.GiveUpAsync(Newer(other), CancellationToken.None);
        await Learn.LearnAsync(Garbage, 1, CancellationToken.None);

        await EraseAsync();

        Assert.Equal([other.Value, null], (await ReadAsync()).Notices.Select(notice => notice.Payload));
    }

    [Fact]
    public async Task Message_that_comes_after_its_caller_was_erased_leaves_no_notice()
    {
        using var bench = new LearningBench(Stores);
        var payload = await LearnAsync(bench, "c");
        await EraseAsync();

        await Learn.GiveUpAsync(Newer(payload), CancellationToken.None);

        Assert.Equal(0, (await ReadAsync()).Messages);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Caller_who_is_erased_while_a_notice_is_written_leaves_none(bool beforeIt)
    {
        using var bench = new LearningBench(Stores);
        var payload = await LearnAsync(bench, "c");
        var (learn, notices) = Interrupted();
        var erase = new Func<Task>(() =>
        {
            (notices.BeforeWrite, notices.AfterWrite) = (() => Task.CompletedTask, () => Task.CompletedTask);
            return EraseAsync();
        });
        (notices.BeforeWrite, notices.AfterWrite) = beforeIt ? (erase, notices.AfterWrite) : (notices.BeforeWrite, erase);

        await learn.GiveUpAsync(Newer(payload), CancellationToken.None);

        Assert.Equal(0, (await ReadAsync()).Messages);
    }

    private static string Newer(PayloadName payload) => new CallMessage(2, payload, TraceParent: null).Encode();

    private async Task<PayloadName> LearnAsync(LearningBench bench, string conversation)
    {
        var payload = await Stores.StoreAsync(LearningBench.Body(1, Sam, conversation: conversation), Storage.Clock.GetUtcNow());
        await bench.Learn.LearnAsync(payload, 1, isReplay: false, CancellationToken.None);
        return payload;
    }

    private Task<KeptOfCaller> EraseAsync()
        => Stores.Get<EraseCaller>().EraseAsync(Stores.Get<CallerKeys>().Of(new Caller(CallerKind.Phone, Sam)), CancellationToken.None);

    private Task<UnreadableNotices> ReadAsync() => Messages.ReadAsync(CancellationToken.None);

    private (LearnFromMessage Learn, InterruptedDocuments<UnreadableNotices> Notices) Interrupted()
    {
        var notices = new InterruptedDocuments<UnreadableNotices>(Stores.Get<IDocumentStore<UnreadableNotices>>());
        var messages = new UnreadableMessages(notices, Stores.Get<ElaomsSettings>(), Storage.Clock);
        var log = NullLogger<LearnFromMessage>.Instance;
        return (new LearnFromMessage(Stores.Get<LearnFromCall>(), messages, Stores.Get<ElaomsMetrics>(), Storage.Clock, log), notices);
    }

    public sealed class OnFiles() : UnreadableMessagesTests(StorageKind.Embedded);
}
