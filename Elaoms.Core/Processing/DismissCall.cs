using Elaoms.Core.Storage.Payloads;

namespace Elaoms.Core.Processing;

/// <summary>
/// Gives up a payload whose learning failed: nobody is told of it any more. The payload stays in the archive as long as any other.
/// </summary>
public sealed class DismissCall(IReceipts receipts, CallOutcomes outcomes)
{
    /// <summary>What the receipt of such a payload says.</summary>
    public const string Reason = "Dismissed";

    /// <summary>Dismisses it. Repeating it changes nothing.</summary>
    /// <returns>False when it has not failed.</returns>
    public async Task<bool> DismissAsync(PayloadName payload, CancellationToken cancellationToken)
    {
        var receipt = await receipts.ReadAsync(payload, cancellationToken);
        if (receipt is { Result: ReceiptResult.NothingToLearn, Reason: Reason })
            return true;
        if (receipt is not { Result: ReceiptResult.Failed })
            return false;
        await receipts.WriteAsync(payload, receipt with { Result = ReceiptResult.NothingToLearn, Reason = Reason }, cancellationToken);
        await outcomes.ListAgainAsync(payload, cancellationToken);
        return true;
    }
}
