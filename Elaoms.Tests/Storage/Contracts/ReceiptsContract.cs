using System.Text;
using Elaoms.Core.Storage.Payloads;
using Xunit;

namespace Elaoms.Tests.Storage.Contracts;

/// <summary>What <see cref="IReceipts"/> promises.</summary>
public abstract class ReceiptsContract(StorageKind kind) : StorageTests(kind)
{
    private static readonly DateOnly Day = DateOnly.FromDateTime(FixedClock.Start.UtcDateTime);
    private static readonly Receipt Learned = new(ReceiptResult.Learned, null, 2);
    private static readonly Receipt Nothing = new(ReceiptResult.NothingToLearn, "r", 1);
    private static readonly Receipt Failed = new(ReceiptResult.Failed, "It's \"broken\": é 😀 \\ </script>", 5);

    private IReceipts Receipts => Stores.Receipts;

    [Fact]
    public async Task Receipt_is_read_as_it_was_written_replaced_and_deleted()
    {
        var name = Stores.NameOf("one");
        Assert.Null(await Receipts.ReadAsync(name, CancellationToken.None));

        foreach (var receipt in new[] { Failed, Failed with { Tries = 3 }, Nothing, Learned })
        {
            await WriteAsync(name, receipt);
            Assert.Equal(receipt, await Receipts.ReadAsync(name, CancellationToken.None));
        }

        Assert.Null(await Receipts.ReadAsync(Stores.NameOf("other"), CancellationToken.None));
        await Receipts.DeleteAsync(name, CancellationToken.None);
        await Receipts.DeleteAsync(name, CancellationToken.None);
        Assert.Null(await Receipts.ReadAsync(name, CancellationToken.None));
    }

    [Fact]
    public async Task Receipt_outlives_the_process()
    {
        await WriteAsync(Stores.NameOf("one"), Learned);
        await Stores.DisposeAsync();

        await using var next = Storage.Open();

        Assert.Equal(Learned, await next.Receipts.ReadAsync(Stores.NameOf("one"), CancellationToken.None));
    }

    [Fact]
    public async Task Receipts_of_a_day_are_listed_whatever_they_say()
    {
        var names = new[] { Name("learned", 0), Name("nothing", 0), Name("failed", 0) };
        await WriteAsync(names[0], Learned);
        await WriteAsync(names[1], Nothing);
        await WriteAsync(names[2], Failed);
        await WriteAsync(Name("before", -1), Failed);
        await WriteAsync(Name("after", 1), Learned);
        await WriteAsync(Name("deleted", 0), Failed);
        await Receipts.DeleteAsync(Name("deleted", 0), CancellationToken.None);

        Assert.Equal(Sorted(names), Sorted(await Receipts.ListAsync(Day, CancellationToken.None).ToListAsync()));
        Assert.Equal([Name("before", -1)], await Receipts.ListAsync(Day.AddDays(-1), CancellationToken.None).ToListAsync());
        Assert.Empty(await Receipts.ListAsync(Day.AddDays(2), CancellationToken.None).ToListAsync());
    }

    [Fact]
    public async Task Receipts_of_a_day_are_listed_whatever_their_conversation()
    {
        // As many as it takes for hashes to begin with each of the digits.
        var names = Enumerable.Range(0, 100).Select(i => Stores.NameOf($$$"""{"data":{"conversation_id":"c{{{i}}}"}}""")).ToList();
        Assert.Equal(16, names.Select(name => name.ConversationHash[0]).Distinct().Count());
        foreach (var name in names)
            await WriteAsync(name, Learned);

        Assert.Equal(
            Sorted(names),
            Sorted(await Receipts.ListAsync(DateOnly.FromDateTime(names[0].Day.UtcDateTime), CancellationToken.None).ToListAsync()));
    }

    [Fact]
    public async Task Failed_receipts_of_all_days_are_listed_by_name()
    {
        var names = new[] { Name("c", 3), Name("a", -400), Name("b", 0), Name("d", 40) };
        foreach (var name in names)
            await WriteAsync(name, Failed);
        await WriteAsync(Name("learned", 0), Learned);
        await WriteAsync(Name("nothing", 0), Nothing);

        Assert.Equal(Sorted(names), (await ListFailedAsync()).Select(name => name.Value));
    }

    [Fact]
    public async Task Failed_receipt_written_twice_is_listed_once()
    {
        var name = Stores.NameOf("one");
        await WriteAsync(name, Failed);
        await WriteAsync(name, Failed with { Reason = "again" });

        Assert.Equal([name], await ListFailedAsync());
        Assert.Equal("again", (await Receipts.ReadAsync(name, CancellationToken.None))!.Reason);
    }

    [Theory]
    [InlineData(ReceiptResult.Learned)]
    [InlineData(ReceiptResult.NothingToLearn)]
    public async Task Payload_that_failed_and_was_done_later_is_no_longer_listed_as_failed(ReceiptResult result)
    {
        var name = Stores.NameOf("one");
        await WriteAsync(name, Failed);
        await WriteAsync(name, new Receipt(result, null, 1));

        Assert.Empty(await ListFailedAsync());
        Assert.Equal([name], await Receipts.ListAsync(Day, CancellationToken.None).ToListAsync());
    }

    [Theory]
    [InlineData(ReceiptResult.Learned)]
    [InlineData(ReceiptResult.NothingToLearn)]
    public async Task Payload_that_was_done_stays_so_although_another_try_of_it_failed(ReceiptResult result)
    {
        var (name, done) = (Stores.NameOf("one"), new Receipt(result, null, 1));
        await WriteAsync(name, done);

        await WriteAsync(name, Failed);

        Assert.Equal(done, await Receipts.ReadAsync(name, CancellationToken.None));
        Assert.Empty(await ListFailedAsync());
    }

    [Fact]
    public async Task Payload_that_is_done_and_fails_at_the_same_time_is_done()
    {
        await using var other = Storage.Open();
        for (var round = 0; round < 20; round++)
        {
            var name = Name($"{round}", 0);
            if (round % 2 == 0)
                await WriteAsync(name, Failed);

            await Task.WhenAll(
                Task.Run(async () => await other.Receipts.WriteAsync(name, Failed with { Reason = "again" }, CancellationToken.None)),
                Task.Run(async () => await WriteAsync(name, Learned)));

            Assert.Equal(Learned, await Receipts.ReadAsync(name, CancellationToken.None));
            Assert.Empty(await ListFailedAsync());
        }
    }

    [Fact]
    public async Task Failed_receipt_deleted_is_no_longer_listed()
    {
        await WriteAsync(Stores.NameOf("one"), Failed);

        await Receipts.DeleteAsync(Stores.NameOf("one"), CancellationToken.None);

        Assert.Empty(await ListFailedAsync());
    }

    [Fact]
    public async Task Receipt_that_several_write_at_once_is_that_of_one_of_them()
    {
        await using var other = Storage.Open();
        var receipts = Enumerable.Range(1, 8).Select(i => Learned with { Tries = i }).ToList();

        await Task.WhenAll(receipts.Select((receipt, i) => Task.Run(async () =>
            await (i % 2 == 0 ? Stores : other).Receipts.WriteAsync(Stores.NameOf("one"), receipt, CancellationToken.None))));

        Assert.Contains(await Receipts.ReadAsync(Stores.NameOf("one"), CancellationToken.None), receipts);
    }

    private ValueTask WriteAsync(PayloadName name, Receipt receipt) => Receipts.WriteAsync(name, receipt, CancellationToken.None);

    private Task<List<PayloadName>> ListFailedAsync() => Receipts.ListFailedAsync(CancellationToken.None).ToListAsync().AsTask();

    private static PayloadName Name(string body, int days) => Stores.NameOf(Encoding.UTF8.GetBytes(body), FixedClock.Start.AddDays(days));

    private static IEnumerable<string> Sorted(IEnumerable<PayloadName> names)
        => names.Select(name => name.Value).Order(StringComparer.Ordinal);

    public sealed class OnFiles() : ReceiptsContract(StorageKind.Embedded);
}
