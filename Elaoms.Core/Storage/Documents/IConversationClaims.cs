using Elaoms.Core.Records;

namespace Elaoms.Core.Storage.Documents;

/// <summary>Keeps one claim per conversation.</summary>
public interface IConversationClaims
{
    /// <summary>Reads a conversation's claim; null when there is none.</summary>
    /// <param name="conversationHash">The conversation as payload names spell it.</param>
    ValueTask<StoredClaim?> ReadAsync(string conversationHash, CancellationToken cancellationToken);

    /// <summary>Writes a claim over the version that was read.</summary>
    /// <param name="conversationHash">The conversation as payload names spell it.</param>
    /// <param name="claim">The new claim.</param>
    /// <param name="replaces">The tag of the version that was read; null for a first claim.</param>
    /// <returns>False when another claim has come in between: read again.</returns>
    ValueTask<bool> TryWriteAsync(string conversationHash, ConversationClaim claim, string? replaces, CancellationToken cancellationToken);
}
