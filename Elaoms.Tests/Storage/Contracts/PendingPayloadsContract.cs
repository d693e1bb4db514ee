using System.Text;
using Elaoms.Core.Storage.Payloads;
using Xunit;

namespace Elaoms.Tests.Storage.Contracts;

/// <summary>What <see cref="IPendingPayloads"/> promises.</summary>
public abstract class PendingPayloadsContract(StorageKind kind) : StorageTests(kind)
{
    // The service dates by whole seconds.
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private IPendingPayloads Pending => Stores.Pending;

    [Fact]
    public async Task Entry_is_listed_with_its_time_until_it_is_removed()
    {
        var name = Name("one");
        Assert.Empty(await ListAsync());
        await Pending.RemoveAsync(name, CancellationToken.None);

        var before = Storage.Clock.GetUtcNow();
        await Pending.AddAsync(name, CancellationToken.None);
        var after = Storage.Clock.GetUtcNow();

        var entry = Assert.Single(await ListAsync());
        Assert.Equal(name, entry.Name);
        Assert.InRange(entry.AddedAt, before - Second, after + Second);
        await Pending.RemoveAsync(Name("other"), CancellationToken.None);
        Assert.Single(await ListAsync());
        await Pending.RemoveAsync(name, CancellationToken.None);
        await Pending.RemoveAsync(name, CancellationToken.None);
        Assert.Empty(await ListAsync());
    }

    [Fact]
    public async Task Entry_added_again_is_one_and_keeps_its_time()
    {
        await Pending.AddAsync(Name("one"), CancellationToken.None);
        var first = await ListAsync();

        Storage.Pass(TimeSpan.FromHours(1));
        await using var other = Storage.Open();
        await other.Pending.AddAsync(Name("one"), CancellationToken.None);

        Assert.Equal(first, await ListAsync());
    }

    [Fact]
    public async Task Entry_added_again_after_it_was_removed_is_listed()
    {
        await Pending.AddAsync(Name("one"), CancellationToken.None);
        await Pending.RemoveAsync(Name("one"), CancellationToken.None);

        await Pending.AddAsync(Name("one"), CancellationToken.None);

        Assert.Equal([Name("one")], (await ListAsync()).Select(entry => entry.Name));
    }

    [Fact]
    public async Task Entries_are_listed_whatever_their_day_and_the_oldest_first()
    {
        var names = new[] { Name("a", 3), Name("b", -400), Name("c"), Name("d", 40), Name("e") };
        foreach (var name in names)
        {
            await Pending.AddAsync(name, CancellationToken.None);
            Storage.Pass(TimeSpan.FromMinutes(1));
        }

        var listed = await ListAsync();

        Assert.Equal(names.Select(name => name.Value).Order(), listed.Select(entry => entry.Name.Value).Order());
        Assert.Equal(listed.Select(entry => entry.AddedAt).Order(), listed.Select(entry => entry.AddedAt));
        if (Kind == StorageKind.Embedded)
            Assert.Equal(names, listed.Select(entry => entry.Name));
    }

    [Fact]
    public async Task Entry_outlives_the_process()
    {
        await Pending.AddAsync(Name("one"), CancellationToken.None);
        await Stores.DisposeAsync();

        await using var next = Storage.Open();

        Assert.Equal(Name("one"), Assert.Single(await next.Pending.ListAsync(CancellationToken.None).ToListAsync()).Name);
    }

    [Fact]
    public async Task Entry_that_several_add_and_remove_at_once_is_there_once_or_not_at_all()
    {
        await using var other = Storage.Open();

        await Task.WhenAll(Enumerable.Range(0, 12).Select(i => Task.Run(async () =>
        {
            var pending = (i % 2 == 0 ? Stores : other).Pending;
            await (i % 3 == 0
                ? pending.RemoveAsync(Name("one"), CancellationToken.None)
                : pending.AddAsync(Name("one"), CancellationToken.None));
        })));

        Assert.InRange((await ListAsync()).Count, 0, 1);
    }

    [Fact]
    public async Task Entries_are_neither_receipts_nor_failed_nor_notices()
    {
        var name = Name("one");
        await Pending.AddAsync(name, CancellationToken.None);
        await Stores.Receipts.WriteAsync(Name("failed"), new Receipt(ReceiptResult.Failed, "r", 1), CancellationToken.None);

        Assert.Null(await Stores.Receipts.ReadAsync(name, CancellationToken.None));
        Assert.Equal(
            [Name("failed")],
            await Stores.Receipts.ListAsync(DateOnly.FromDateTime(name.Day.UtcDateTime), CancellationToken.None).ToListAsync());
        Assert.Equal([Name("failed")], await Stores.Receipts.ListFailedAsync(CancellationToken.None).ToListAsync());
        Assert.Equal(name, Assert.Single(await ListAsync()).Name);
    }

    private static PayloadName Name(string body, int days = 0)
        => Stores.NameOf(Encoding.UTF8.GetBytes(body), FixedClock.Start.AddDays(days));

    private ValueTask<List<PendingPayload>> ListAsync() => Pending.ListAsync(CancellationToken.None).ToListAsync();

    public sealed class OnFiles() : PendingPayloadsContract(StorageKind.Embedded);
}
