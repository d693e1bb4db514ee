using Elaoms.Core.Calls;
using Elaoms.Core.Changes;
using Elaoms.Core.Records;
using Elaoms.Core.Storage.Documents;
using Xunit;

namespace Elaoms.Tests.Storage.Contracts;

/// <summary>What is promised of the changes of operators.</summary>
public abstract class CallerChangesContract(StorageKind kind)
    : DocumentStoreContract<CallerChanges>(kind, ChangesJson.Default.CallerChanges)
{
    [Fact]
    public async Task Changes_are_no_record_and_no_profile()
    {
        await WriteAsync(Name, Sample(1));

        Assert.Empty(await Stores.Records.ListAsync(CancellationToken.None).ToListAsync());
        Assert.Empty(await Stores.Segments.ListAsync("", CancellationToken.None).ToListAsync());
        Assert.Empty(await Stores.Profiles.ListAsync("", CancellationToken.None).ToListAsync());
    }

    [Fact]
    public async Task Caller_takes_so_many_changes_and_no_more()
    {
        var changes = Stores.Get<StoredChanges>();
        var key = new CallerKey(Name);
        await WriteAsync(Name, new CallerChanges
        {
            Changes = [.. Enumerable.Range(0, CallerChanges.MaxChanges - 1).Select(number => Change(number))],
        });

        Assert.True(await changes.TryAddAsync(key, Change(1000), CancellationToken.None));
        Assert.True(await changes.TryAddAsync(key, Change(1000), CancellationToken.None));
        Assert.False(await changes.TryAddAsync(key, Change(1001), CancellationToken.None));
        Assert.Equal(CallerChanges.MaxChanges, (await ReadAsync(Name))!.Value.Changes.Count);
    }

    [Fact]
    public async Task Caller_who_has_all_changes_can_still_opt_out_and_in_but_not_for_ever()
    {
        var changes = Stores.Get<StoredChanges>();
        var key = new CallerKey(Name);
        await WriteAsync(Name, new CallerChanges
        {
            Changes = [.. Enumerable.Range(0, CallerChanges.MaxChanges).Select(number => Change(number) with { Forgets = [] })],
        });

        var number = 1000;
        Task<bool> TryAsync(ChangeKind kind) => changes.TryAddAsync(key, Opt(kind, number++), CancellationToken.None);
        Assert.True(await TryAsync(ChangeKind.OptOut));
        Assert.False(await TryAsync(ChangeKind.OptOut));
        var more = 1;
        for (; await TryAsync(ChangeKind.OptIn); more += 2)
            Assert.True(await TryAsync(ChangeKind.OptOut));

        Assert.InRange(more, CallerChanges.MaxOpts, CallerChanges.MaxOpts + 1);
        Assert.Equal(ChangeKind.OptOut, (await ReadAsync(Name))!.Value.Changes[^1].Kind);
    }

    [Fact]
    public async Task Caller_has_so_many_forgotten_values_and_no_more()
    {
        var changes = Stores.Get<StoredChanges>();
        var key = new CallerKey(Name);
        var forgotten = new ForgottenValue("aGFzaA", 4);
        await WriteAsync(Name, new CallerChanges
        {
            Changes = [.. Enumerable.Range(0, 10).Select(number => Change(number) with
            {
                Forgets = [.. Enumerable.Repeat(forgotten, CallerChanges.MaxForgotten / 10)],
            })],
        });

        Assert.False(await changes.TryAddAsync(key, Change(1000) with { Forgets = [forgotten] }, CancellationToken.None));
        Assert.True(await changes.TryAddAsync(key, Change(1001) with { Forgets = [] }, CancellationToken.None));
    }

    protected override CallerChanges Sample(int number) => new() { Revision = number, Changes = [Change(number)] };

    private static CallerChange Opt(ChangeKind kind, int number) => new()
    {
        Id = $"opt-{number}",
        At = FixedClock.Start.AddMinutes(number),
        By = "an operator",
        Kind = kind,
    };

    private static CallerChange Change(int number) => new()
    {
        Id = $"change-{number}",
        At = FixedClock.Start.AddMinutes(number),
        By = "an operator",
        Kind = ChangeKind.Correct,
        Fact = "home",
        Value = "Zürich 🦜",
        Forgets = [new ForgottenValue("aGFzaA", 4, "name", IsSpoken: true), new ForgottenValue("aGFzaB", 5)],
        Line = LineMark.Shared,
        Conversation = "c",
    };

    public sealed class OnFiles() : CallerChangesContract(StorageKind.Embedded);
}

/// <summary>What is promised of the entries of callers whose record lacks a change.</summary>
public abstract class PendingChangesContract(StorageKind kind)
    : DocumentStoreContract<PendingChange>(kind, ChangesJson.Default.PendingChange)
{
    [Fact]
    public async Task Entry_is_no_receipt_and_no_pending_payload()
    {
        await WriteAsync(Name, Sample(1));

        Assert.Empty(await Stores.Receipts.ListFailedAsync(CancellationToken.None).ToListAsync());
        Assert.Empty(await Stores.Pending.ListAsync(CancellationToken.None).ToListAsync());
    }

    protected override PendingChange Sample(int number) => new(FixedClock.Start.AddTicks(number));

    public sealed class OnFiles() : PendingChangesContract(StorageKind.Embedded);
}
