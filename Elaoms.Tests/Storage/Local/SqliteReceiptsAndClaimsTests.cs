using Elaoms.Core.Callers;
using Elaoms.Core.Learning;
using Elaoms.Storage.Local;
using Xunit;

namespace Elaoms.Tests.Storage.Local;

public sealed class SqliteReceiptsAndClaimsTests : IDisposable
{
    private readonly LocalStores _stores = new();

    public void Dispose() => _stores.Dispose();

    [Fact]
    public async Task Receipt_is_read_as_it_was_written_replaced_and_deleted()
    {
        var name = LocalStores.NameOf("one");
        Assert.Null(await _stores.Receipts.ReadAsync(name, CancellationToken.None));

        foreach (var receipt in new[] { new Receipt(ReceiptResult.Failed, "It's \"broken\".", 5), new Receipt(ReceiptResult.NothingToLearn, "r", 1), new Receipt(ReceiptResult.Learned, null, 2) })
        {
            await _stores.Receipts.WriteAsync(name, receipt, CancellationToken.None);
            Assert.Equal(receipt, await _stores.Receipts.ReadAsync(name, CancellationToken.None));
        }

        Assert.Null(await _stores.Receipts.ReadAsync(LocalStores.NameOf("other"), CancellationToken.None));
        await _stores.Receipts.DeleteAsync(name, CancellationToken.None);
        Assert.Null(await _stores.Receipts.ReadAsync(name, CancellationToken.None));
    }

    [Fact]
    public async Task Receipt_outlives_the_process()
    {
        await _stores.Receipts.WriteAsync(LocalStores.NameOf("one"), new Receipt(ReceiptResult.Learned, null, 1), CancellationToken.None);
        _stores.Database.Dispose();

        using var reopened = new SqliteDatabase(_stores.Settings);

        Assert.NotNull(await new SqliteReceipts(reopened).ReadAsync(LocalStores.NameOf("one"), CancellationToken.None));
    }

    [Fact]
    public async Task Claim_is_replaced_only_over_the_version_that_was_read()
    {
        var first = new ConversationClaim(new PayloadStanding(1.5, "a"), "p1", "caller", []);
        var second = new ConversationClaim(new PayloadStanding(2, "b"), "p2", null, ["caller"]);
        Assert.Null(await _stores.Claims.ReadAsync("c", CancellationToken.None));

        Assert.True(await _stores.Claims.TryWriteAsync("c", first, null, CancellationToken.None));
        Assert.False(await _stores.Claims.TryWriteAsync("c", second, null, CancellationToken.None));
        var stored = (await _stores.Claims.ReadAsync("c", CancellationToken.None))!;
        Assert.Equivalent(first, stored.Claim, strict: true);
        Assert.True(await _stores.Claims.TryWriteAsync("c", second, stored.Tag, CancellationToken.None));
        Assert.False(await _stores.Claims.TryWriteAsync("c", first, stored.Tag, CancellationToken.None));
        Assert.Equivalent(second, (await _stores.Claims.ReadAsync("c", CancellationToken.None))!.Claim, strict: true);

        await _stores.Claims.DeleteAsync("c", CancellationToken.None);
        Assert.Null(await _stores.Claims.ReadAsync("c", CancellationToken.None));
        Assert.False(await _stores.Claims.TryWriteAsync("c", first, stored.Tag, CancellationToken.None));
    }
}
