using Elaoms.Core.Storage.Payloads;
using Xunit;

namespace Elaoms.Tests.Storage.Contracts;

/// <summary>What is promised of the notices of messages that can't be read.</summary>
public abstract class UnreadableNoticesContract(StorageKind kind)
    : DocumentStoreContract<UnreadableNotices>(kind, ReceiptJson.Default.UnreadableNotices)
{
    [Fact]
    public Task As_many_notices_as_there_may_be_are_read_as_they_were_written()
        => IsKeptAsync(new UnreadableNotices(
            [.. Enumerable.Range(0, UnreadableNotices.MaxNotices).Select(i => Notice($"{i}"))], 1, FixedClock.Start));

    [Fact]
    public async Task Notices_are_no_receipts()
    {
        await WriteAsync(UnreadableNotices.Name, Sample(1));

        var day = DateOnly.FromDateTime(FixedClock.Start.UtcDateTime);
        Assert.Empty(await Stores.Receipts.ListAsync(day, CancellationToken.None).ToListAsync());
        Assert.Empty(await Stores.Receipts.ListFailedAsync(CancellationToken.None).ToListAsync());
    }

    protected override UnreadableNotices Sample(int number) => number switch
    {
        0 => UnreadableNotices.None,
        1 => new UnreadableNotices([Notice("a")], 0, FixedClock.Start),
        _ => new UnreadableNotices(
            [
                Notice("b") with { Payload = "2026/10/07/x", Count = 1L << 40, Reason = "It's \"broken\": é 😀 \\ </script>" },
                Notice("c"),
            ],
            number,
            FixedClock.Start.AddTicks(1)),
    };

    private static UnreadableNotice Notice(string id)
        => new(id, "calls", 3, "It is not a JSON object.", Payload: null, 1, FixedClock.Start, FixedClock.Start.AddMinutes(1));

    public sealed class OnFiles() : UnreadableNoticesContract(StorageKind.Embedded);
}
