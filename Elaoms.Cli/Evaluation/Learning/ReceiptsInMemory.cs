using System.Collections.Concurrent;
using Elaoms.Core.Storage.Payloads;

namespace Elaoms.Cli.Evaluation.Learning;

/// <summary>Receipts in memory.</summary>
internal sealed class ReceiptsInMemory : IReceipts
{
    private readonly ConcurrentDictionary<PayloadName, Receipt> _receipts = [];

    /// <summary>Forgets everything.</summary>
    public void Clear() => _receipts.Clear();

    /// <inheritdoc/>
    public ValueTask<Receipt?> ReadAsync(PayloadName payload, CancellationToken cancellationToken)
        => new(_receipts.GetValueOrDefault(payload));

    /// <inheritdoc/>
    public ValueTask WriteAsync(PayloadName payload, Receipt receipt, CancellationToken cancellationToken)
    {
        _receipts[payload] = receipt;
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask DeleteAsync(PayloadName payload, CancellationToken cancellationToken)
    {
        _receipts.TryRemove(payload, out _);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<PayloadName> ListAsync(DateOnly day, CancellationToken cancellationToken)
        => _receipts.Keys.Where(name => DateOnly.FromDateTime(name.Day.UtcDateTime) == day).ToAsyncEnumerable();

    /// <inheritdoc/>
    public IAsyncEnumerable<PayloadName> ListFailedAsync(CancellationToken cancellationToken)
        => _receipts.Where(entry => entry.Value.Result == ReceiptResult.Failed)
            .Select(entry => entry.Key)
            .OrderBy(name => name.Value, StringComparer.Ordinal)
            .ToAsyncEnumerable();
}
