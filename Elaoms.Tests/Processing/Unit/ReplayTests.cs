using Elaoms.Cli.Evaluation.Learning;
using Elaoms.Core.Processing;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Core.Storage.Queue;
using Elaoms.Tests.Intake;
using Elaoms.Tests.Storage;
using Xunit;

namespace Elaoms.Tests.Processing.Unit;

/// <summary>Which payloads are enqueued for another try.</summary>
public sealed class ReplayTests
{
    private static readonly PayloadName Payload = Stores.NameOf("{}");

    private readonly DeliveryStorage _storage = new();
    private readonly ReceiptsInMemory _receipts = new();

    [Theory]
    [InlineData(ReceiptResult.Failed, true, ReplayResult.Enqueued)]
    [InlineData(null, true, ReplayResult.Enqueued)]
    [InlineData(ReceiptResult.Failed, false, ReplayResult.NotArchived)]
    [InlineData(null, false, ReplayResult.NotArchived)]
    [InlineData(ReceiptResult.Learned, true, ReplayResult.AlreadyDone)]
    [InlineData(ReceiptResult.NothingToLearn, true, ReplayResult.AlreadyDone)]
    public async Task Payload_is_enqueued_if_it_is_there_and_not_done_with(ReceiptResult? receipt, bool isArchived, ReplayResult expected)
    {
        if (receipt is { } result)
            await _receipts.WriteAsync(Payload, new Receipt(result, null, 1), CancellationToken.None);
        if (isArchived)
            _storage.Archived.Add((Payload, "{}"u8.ToArray()));

        Assert.Equal(expected, await new ReplayCall(_storage, _receipts, _storage).ReplayAsync(Payload, CancellationToken.None));

        Assert.Equal(
            expected == ReplayResult.Enqueued ? [(CallMessage.CurrentVersion, Payload, true)] : [],
            _storage.Enqueued.Select(message => (message.Version, message.Payload, message.IsReplay)));
        Assert.Equal(receipt, (await _receipts.ReadAsync(Payload, CancellationToken.None))?.Result);
    }
}
