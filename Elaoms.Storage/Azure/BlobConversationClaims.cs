using Elaoms.Core.Records;
using Elaoms.Core.Storage.Documents;

namespace Elaoms.Storage.Azure;

/// <summary>Claims as blobs: <c>conversations/&lt;hash&gt;.json</c>.</summary>
public sealed class BlobConversationClaims(AzureAccount account) : IConversationClaims
{
    /// <inheritdoc />
    public async ValueTask<StoredClaim?> ReadAsync(string conversationHash, CancellationToken cancellationToken)
        => await account.Conversations.ReadAsync(
            NameOf(conversationHash), CallerJson.Default.ConversationClaim, cancellationToken) is { } stored
            ? new StoredClaim(stored.Value, stored.ETag)
            : null;

    /// <inheritdoc />
    public async ValueTask<bool> TryWriteAsync(
        string conversationHash, ConversationClaim claim, string? replaces, CancellationToken cancellationToken)
        => await account.Conversations.TryWriteAsync(
            NameOf(conversationHash), claim, CallerJson.Default.ConversationClaim, replaces, cancellationToken) is not null;

    private static string NameOf(string conversationHash) => conversationHash + ".json";
}
