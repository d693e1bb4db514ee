
namespace Elaoms.Core.Storage.Payloads;

/// <summary>Keeps a receipt per payload.</summary>
public interface IReceipts
{
    /// <summary>Reads the receipt of a payload; null while it is still to be learned.</summary>
    ValueTask<Receipt?> ReadAsync(PayloadName payload, CancellationToken cancellationToken);

    /// <summary>
    /// Writes the receipt of a payload over an earlier one. A <see cref="ReceiptResult.Failed"/> receipt never replaces one of another
    /// result: if two learn the same payload, the one that succeeded decides.
    /// </summary>
    ValueTask WriteAsync(PayloadName payload, Receipt receipt, CancellationToken cancellationToken);

    /// <summary>Removes the receipt of a payload.</summary>
    ValueTask DeleteAsync(PayloadName payload, CancellationToken cancellationToken);

    /// <summary>Lists the payloads of a day of receipt that have a receipt of any kind, in any order.</summary>
    IAsyncEnumerable<PayloadName> ListAsync(DateOnly day, CancellationToken cancellationToken);

    /// <summary>Lists the payloads of all days whose receipt says <see cref="ReceiptResult.Failed"/>, by name.</summary>
    IAsyncEnumerable<PayloadName> ListFailedAsync(CancellationToken cancellationToken);
}
