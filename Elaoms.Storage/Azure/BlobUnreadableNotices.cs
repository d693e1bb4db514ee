using Elaoms.Core.Storage.Documents;
using Elaoms.Core.Storage.Payloads;

namespace Elaoms.Storage.Azure;

/// <summary>Notices of messages that can't be read, in one blob beside the receipts.</summary>
public sealed class BlobUnreadableNotices(AzureAccount account) : IUnreadableNotices
{
    private const string Name = "unreadable.json";

    /// <inheritdoc />
    public ValueTask<Stored<UnreadableNotices>?> ReadAsync(CancellationToken cancellationToken)
        => account.Receipts.ReadAsync(Name, ReceiptJson.Default.UnreadableNotices, cancellationToken);

    /// <inheritdoc />
    public ValueTask<string?> TryWriteAsync(UnreadableNotices notices, string? replaces, CancellationToken cancellationToken)
        => account.Receipts.TryWriteAsync(Name, notices, ReceiptJson.Default.UnreadableNotices, replaces, cancellationToken);
}
