using System.Security.Cryptography;
using System.Text;
using Elaoms.Core.Audit;
using Elaoms.Core.Calls;
using Elaoms.Core.Storage.Audit;
using Elaoms.Tests.Storage;
using Xunit;

namespace Elaoms.Tests.Audit;

/// <summary>The audit log, over each of the storages.</summary>
public abstract class AuditLogTests(StorageKind kind) : StorageTests(kind)
{
    private static readonly CallerKey Sam = new(new string('a', 64));
    private static readonly CallerKey Kim = new(new string('b', 64));
    private static readonly DateOnly Always = DateOnly.MinValue;

    private AuditLog Log => Stores.Get<AuditLog>();

    private AuditReader Reader => Stores.Get<AuditReader>();

    private IAuditStore Store => Stores.Get<IAuditStore>();

    [Fact]
    public async Task Act_is_recorded_with_who_when_verb_and_fact_and_without_the_callers_key()
    {
        var before = Storage.Clock.GetUtcNow();

        await RecordAsync(Log, new AuditedAct("key-1", "show", Sam, "fact:1"));
        await RecordAsync(Log, new AuditedAct("key-1", "list"));

        var entries = await Reader.ReadAsync(Always, callers: null, CancellationToken.None).ToListAsync();
        Assert.Equal(
            [("key-1", "show", "fact:1"), ("key-1", "list", null)], entries.Select(entry => (entry.Who, entry.Verb, entry.Fact)));
        Assert.All(entries, entry => Assert.InRange(entry.At, before, Storage.Clock.GetUtcNow()));
        Assert.Equal(Stores.Get<AuditSeal>().HashOf(Sam), entries[0].Caller);
        Assert.All(
            await RawAsync(), line => Assert.DoesNotContain(Sam.Value, Encoding.UTF8.GetString(line.Span), StringComparison.Ordinal));
        Assert.Equal(["show"], (await VerbsAsync([Sam])).Select(entry => entry.Verb));
        Assert.Empty(await VerbsAsync([Kim]));
    }

    [Fact]
    public async Task Random_run_of_operations_is_recorded_each_in_order_and_a_changed_byte_is_found()
    {
        var operations = Kind == StorageKind.Embedded ? 1000 : 200;
        var random = Enumerable.Range(0, operations).Select(_ => RandomNumberGenerator.GetInt32(100)).ToList();
        var acts = random.Select((number, at) => new AuditedAct(
            $"key-{number % 3}", ((string[])["show", "correct", "forget", "export"])[number % 4], number % 2 == 0 ? Sam : Kim, $"f{at}"))
            .ToList();
        foreach (var act in acts)
            await RecordAsync(Log, act);

        var entries = await Reader.ReadAsync(Always, callers: null, CancellationToken.None).ToListAsync();
        Assert.Equal(
            acts.Select(act => (act.Who, act.Verb, act.Fact)), entries.Select(entry => (entry.Who, entry.Verb, (string?)entry.Fact)));
        var report = await VerifyAsync();
        Assert.Equal((operations, 0), (report.Entries, report.Faults.Count));

        var lines = await RawAsync();
        for (var i = 0; i < 50; i++)
        {
            var changed = lines.Select(line => line.ToArray()).ToList();
            var (at, to) = (random[i] * operations / 100, random[operations - 1 - i]);
            var index = to * changed[at].Length / 100;
            changed[at][index] ^= 1;
            var fault = Assert.Single((await VerifyAsync(changed)).Faults);
            Assert.Equal((AuditFaultKind.Changed, at + 1), (fault.Kind, fault.Number));
        }
    }

    [Fact]
    public async Task Missing_moved_and_repeated_entries_are_found_with_their_place()
    {
        for (var i = 0; i < 6; i++)
            await RecordAsync(Log, new AuditedAct("key", "show", Sam, $"f{i}"));
        var lines = (await RawAsync()).Select(line => line.ToArray()).ToList();

        Assert.Equal([(AuditFaultKind.Missing, 3)], await FaultsAsync([.. lines[..2], .. lines[3..]]));
        Assert.Equal([(AuditFaultKind.Missing, 1)], await FaultsAsync(lines[1..]));
        Assert.Equal(
            [(AuditFaultKind.Reordered, 3)], await FaultsAsync([lines[0], lines[2], lines[1], .. lines[3..]]));
        Assert.Equal([(AuditFaultKind.Reordered, 3)], await FaultsAsync([lines[0], lines[1], lines[1], .. lines[2..]]));
        Assert.Equal([(AuditFaultKind.Changed, 2)], await FaultsAsync([lines[0], [.. "x"u8], .. lines[2..]]));
        Assert.Equal([], await FaultsAsync(lines));
    }

    [Fact]
    public async Task Entry_of_another_chain_or_of_another_key_is_no_entry()
    {
        await RecordAsync(Log, new AuditedAct("key", "show", Sam));
        var line = Assert.Single(await RawAsync()).ToArray();
        var chain = Assert.Single(await Store.ListAsync(Always, CancellationToken.None).ToListAsync());

        Assert.Equal([(AuditFaultKind.Changed, 1)], await FaultsAsync([line], chain with { Instance = "other" }));
        Assert.Equal([(AuditFaultKind.Changed, 1)], await FaultsAsync([line], chain with { Day = chain.Day.AddDays(1) }));
        var other = new AuditSeal(Storage.Settings with { CallerHashKey = "another key of this deployment" });
        var report = await new AuditReader(new LinesInMemory(chain, [line]), other).VerifyAsync(Always, CancellationToken.None);
        Assert.Single(report.Faults);
    }

    [Fact]
    public async Task Two_processes_append_at_once_and_each_has_its_chain()
    {
        await using var other = Storage.Open();
        AuditLog[] logs = [Log, other.Get<AuditLog>()];

        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(
            () => RecordAsync(logs[i % 2], new AuditedAct($"p{i % 2}", "show", Sam, $"f{i}")))));

        var report = await VerifyAsync();
        Assert.Equal((2, 20, 2, 0), (report.Chains, report.Entries, report.Open, report.Faults.Count));
        Assert.Equal(20, (await VerbsAsync([Sam])).Select(entry => entry.Fact).Distinct().Count());
        await Stores.DisposeAsync();
        await using var next = Storage.Open();
        Assert.Equal(1, (await next.Get<AuditReader>().VerifyAsync(Always, CancellationToken.None)).Open);
    }

    [Fact]
    public async Task Days_have_chains_of_their_own()
    {
        var clock = new FixedClock(new DateTimeOffset(2026, 10, 6, 23, 59, 0, TimeSpan.Zero));
        await using (var stores = Storage.Open(clock))
        {
            await RecordAsync(stores.Get<AuditLog>(), new AuditedAct("key", "show", Sam));
            clock.Advance(TimeSpan.FromMinutes(2));
            await RecordAsync(stores.Get<AuditLog>(), new AuditedAct("key", "forget", Sam));
        }

        Assert.Equal(["show", "forget"], (await VerbsAsync([Sam])).Select(entry => entry.Verb));
        Assert.Equal(
            ["forget"],
            await Reader.ReadAsync(new DateOnly(2026, 10, 7), null, CancellationToken.None).Select(entry => entry.Verb).ToListAsync());
        var report = await VerifyAsync();
        Assert.Equal((2, 4, 0, 0), (report.Chains, report.Entries, report.Open, report.Faults.Count));
    }

    [Fact]
    public async Task Entries_are_deleted_when_their_time_is_over()
    {
        var now = Storage.Clock.GetUtcNow();
        foreach (var days in new[] { 400, 366, 365, 0 })
        {
            await using var stores = Storage.Open(new FixedClock(now.AddDays(-days)));
            await RecordAsync(stores.Get<AuditLog>(), new AuditedAct("key", "show", Sam, $"{days}"));
        }

        Assert.Equal(2, await Retention(365).DeleteExpiredAsync(CancellationToken.None));
        Assert.Equal(0, await Retention(365).DeleteExpiredAsync(CancellationToken.None));
        Assert.Equal(0, await Retention(null).DeleteExpiredAsync(CancellationToken.None));

        Assert.Equal(["365", "0"], (await VerbsAsync([Sam])).Select(entry => entry.Fact));

        AuditRetention Retention(int? days) => new(Store, Storage.Settings with { AuditRetentionDays = days }, new FixedClock(now));
    }

    [Fact]
    public async Task Act_whose_entry_can_not_be_written_is_refused_and_the_next_one_begins_a_chain()
    {
        var store = new FailingStore(Store);
        await using var log = new AuditLog(store, Stores.Get<AuditSeal>(), Storage.Clock);
        await RecordAsync(log, new AuditedAct("key", "show", Sam, "f1"));

        store.Fails = true;
        await Assert.ThrowsAsync<IOException>(() => RecordAsync(log, new AuditedAct("key", "show", Sam, "f2")));
        store.Fails = false;
        await RecordAsync(log, new AuditedAct("key", "show", Sam, "f3"));

        Assert.Equal(["f1", "f3"], (await VerbsAsync([Sam])).Select(entry => entry.Fact).Order());
        var report = await VerifyAsync();
        Assert.Equal((2, 0), (report.Chains, report.Faults.Count));
    }

    [Theory]
    [InlineData("", "show", null)]
    [InlineData("a b", "show", null)]
    [InlineData("k", "Show", null)]
    [InlineData("k", "", null)]
    [InlineData("k", "show", "")]
    [InlineData("k", "show", "it is Sam")]
    [InlineData("k", "show", "é")]
    public async Task Act_with_other_characters_is_refused(string who, string verb, string? fact)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => RecordAsync(Log, new AuditedAct(who, verb, Sam, fact)));

        Assert.Empty(await RawAsync());
    }

    [Fact]
    public async Task Longest_entry_is_read_whole()
    {
        await RecordAsync(Log, new AuditedAct(new string('w', 64), new string('v', 32), Sam, new string('"', 128)));
        await RecordAsync(Log, new AuditedAct(new string('w', 64), new string('v', 32), Sam, new string('\\', 128)));

        Assert.Equal(2, (await VerbsAsync([Sam])).Count);
        Assert.All(await RawAsync(), line => Assert.InRange(line.Length, 1, IAuditStore.MaxLineBytes));
    }

    private static Task RecordAsync(AuditLog log, AuditedAct act) => log.RecordAsync(act, CancellationToken.None);

    private Task<AuditReport> VerifyAsync() => Reader.VerifyAsync(Always, CancellationToken.None);

    private async Task<AuditReport> VerifyAsync(IReadOnlyList<byte[]> lines, AuditChain? of = null)
    {
        var chain = of ?? (await Store.ListAsync(Always, CancellationToken.None).ToListAsync())[0];
        return await new AuditReader(new LinesInMemory(chain, lines), Stores.Get<AuditSeal>()).VerifyAsync(Always, CancellationToken.None);
    }

    private async Task<IEnumerable<(AuditFaultKind, int)>> FaultsAsync(IReadOnlyList<byte[]> lines, AuditChain? of = null)
        => (await VerifyAsync(lines, of)).Faults.Select(fault => (fault.Kind, fault.Number));

    private ValueTask<List<AuditEntry>> VerbsAsync(IReadOnlyCollection<CallerKey> callers)
        => Reader.ReadAsync(Always, callers, CancellationToken.None).ToListAsync();

    private async Task<List<ReadOnlyMemory<byte>>> RawAsync()
    {
        var lines = new List<ReadOnlyMemory<byte>>();
        await foreach (var chain in Store.ListAsync(Always, CancellationToken.None))
            lines.AddRange(await Store.ReadAsync(chain, CancellationToken.None).ToListAsync());
        return lines;
    }

    /// <summary>A chain as somebody has changed it.</summary>
    private sealed class LinesInMemory(AuditChain chain, IReadOnlyList<byte[]> lines) : IAuditStore
    {
        public ValueTask AppendAsync(AuditChain to, AuditPosition end, ReadOnlyMemory<byte> line, CancellationToken cancellationToken)
            => throw new NotSupportedException();

        public IAsyncEnumerable<AuditChain> ListAsync(DateOnly since, CancellationToken cancellationToken)
            => new[] { chain }.ToAsyncEnumerable();

        public IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(AuditChain of, CancellationToken cancellationToken)
            => lines.Select(line => (ReadOnlyMemory<byte>)line).ToAsyncEnumerable();

        public ValueTask<int> DeleteBeforeAsync(DateOnly day, CancellationToken cancellationToken) => throw new NotSupportedException();
    }

    /// <summary>A storage that can be out of reach.</summary>
    private sealed class FailingStore(IAuditStore inner) : IAuditStore
    {
        public bool Fails { get; set; }

        public ValueTask AppendAsync(AuditChain chain, AuditPosition end, ReadOnlyMemory<byte> line, CancellationToken cancellationToken)
            => Fails ? throw new IOException() : inner.AppendAsync(chain, end, line, cancellationToken);

        public IAsyncEnumerable<AuditChain> ListAsync(DateOnly since, CancellationToken cancellationToken)
            => inner.ListAsync(since, cancellationToken);

        public IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(AuditChain chain, CancellationToken cancellationToken)
            => inner.ReadAsync(chain, cancellationToken);

        public ValueTask<int> DeleteBeforeAsync(DateOnly day, CancellationToken cancellationToken)
            => inner.DeleteBeforeAsync(day, cancellationToken);
    }

    public sealed class OnFiles() : AuditLogTests(StorageKind.Embedded);
}
