using Elaoms.Core.Records;
using Elaoms.Core.Storage.Documents;

namespace Elaoms.Tests.Erasure;

/// <summary>Claims where something else happens before the first access.</summary>
internal sealed class InterruptedClaims(IConversationClaims claims, Func<Task> happens) : IConversationClaims
{
    private bool _hasHappened;

    public async ValueTask<StoredClaim?> ReadAsync(string conversationHash, CancellationToken cancellationToken)
    {
        if (!_hasHappened)
        {
            _hasHappened = true;
            await happens();
        }

        return await claims.ReadAsync(conversationHash, cancellationToken);
    }

    public ValueTask<bool> TryWriteAsync(string conversationHash, ConversationClaim claim, string? replaces, CancellationToken cancellationToken)
        => claims.TryWriteAsync(conversationHash, claim, replaces, cancellationToken);
}
