using Elaoms.Core.Records;
using Elaoms.Core.Storage.Documents;

namespace Elaoms.Storage.Local;

/// <summary>Claims as rows.</summary>
public sealed class SqliteConversationClaims(SqliteDatabase database) : IConversationClaims
{
    private readonly SqliteVersionedTable<ConversationClaim> _claims =
        new(database, "conversations", "hash", "claim", CallerJson.Default.ConversationClaim);

    /// <inheritdoc />
    public ValueTask<StoredClaim?> ReadAsync(string conversationHash, CancellationToken cancellationToken)
        => ValueTask.FromResult(_claims.Read(conversationHash) is { } stored ? new StoredClaim(stored.Value, stored.ETag) : null);

    /// <inheritdoc />
    public async ValueTask<bool> TryWriteAsync(
        string conversationHash, ConversationClaim claim, string? replaces, CancellationToken cancellationToken)
        => await _claims.TryWriteAsync(conversationHash, claim, replaces, cancellationToken) is not null;
}
