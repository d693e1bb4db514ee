using Elaoms.Core.Storage.Payloads;
using Xunit;

namespace Elaoms.Tests.Storage.Contracts;

/// <summary>What is promised of the document that says when the archive is next compared.</summary>
public abstract class NextComparisonContract(StorageKind kind)
    : DocumentStoreContract<NextComparison>(kind, ReceiptJson.Default.NextComparison)
{
    [Fact]
    public async Task It_is_no_receipt()
    {
        await WriteAsync(NextComparison.Name, Sample(1));

        var day = DateOnly.FromDateTime(FixedClock.Start.UtcDateTime);
        Assert.Empty(await Stores.Receipts.ListAsync(day, CancellationToken.None).ToListAsync());
        Assert.Empty(await Stores.Receipts.ListFailedAsync(CancellationToken.None).ToListAsync());
        Assert.Empty(await Stores.Pending.ListAsync(CancellationToken.None).ToListAsync());
    }

    protected override NextComparison Sample(int number) => new(FixedClock.Start.AddTicks(number), 3 + number);

    public sealed class OnFiles() : NextComparisonContract(StorageKind.Embedded);
}
