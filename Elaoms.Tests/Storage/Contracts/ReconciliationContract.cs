using Elaoms.Core.Storage.Payloads;
using Xunit;

namespace Elaoms.Tests.Storage.Contracts;

/// <summary>What is promised of the document that says how far calls are reconciled.</summary>
public abstract class ReconciliationContract(StorageKind kind)
    : DocumentStoreContract<Reconciliation>(kind, ReceiptJson.Default.Reconciliation)
{
    [Fact]
    public async Task It_is_no_receipt_and_is_apart_from_the_comparison()
    {
        await WriteAsync(Reconciliation.Name, Sample(1));

        var day = DateOnly.FromDateTime(FixedClock.Start.UtcDateTime);
        Assert.Empty(await Stores.Receipts.ListAsync(day, CancellationToken.None).ToListAsync());
        Assert.Empty(await Stores.Receipts.ListFailedAsync(CancellationToken.None).ToListAsync());
        Assert.NotEqual(Reconciliation.Name, NextComparison.Name);
    }

    protected override Reconciliation Sample(int number) => new(FixedClock.Start.AddTicks(number))
    {
        Run = "run",
        Begun = FixedClock.Start,
        Done = FixedClock.Start.AddSeconds(number),
        DoneUntil = FixedClock.Start,
        Hours = [new ReconciledHour(FixedClock.Start) { Listed = 10 + number, Received = 9, Recovered = number, Lost = 1 }],
        Stuck = number,
        Webhook = WebhookState.SwitchedOff,
        Looked = FixedClock.Start,
        AgentsWithoutTranscripts = ["agent_1"],
        RedactedAgents = ["agent_2"],
        CanReadAgents = true,
    };

    public sealed class OnFiles() : ReconciliationContract(StorageKind.Embedded);
}
