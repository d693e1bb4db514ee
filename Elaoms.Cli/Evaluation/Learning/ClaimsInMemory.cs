using System.Globalization;
using Elaoms.Core.Records;
using Elaoms.Core.Storage.Documents;

namespace Elaoms.Cli.Evaluation.Learning;

/// <summary>Claims in memory, for one call at a time. Not safe for use by several threads.</summary>
internal sealed class ClaimsInMemory : IConversationClaims
{
    private readonly Dictionary<string, StoredClaim> _claims = new(StringComparer.Ordinal);
    private long _versions;

    /// <summary>Forgets everything.</summary>
    public void Clear() => _claims.Clear();

    /// <inheritdoc/>
    public ValueTask<StoredClaim?> ReadAsync(string conversationHash, CancellationToken cancellationToken)
        => new(_claims.GetValueOrDefault(conversationHash));

    /// <inheritdoc/>
    public ValueTask<bool> TryWriteAsync(
        string conversationHash, ConversationClaim claim, string? replaces, CancellationToken cancellationToken)
    {
        if (_claims.GetValueOrDefault(conversationHash)?.ETag != replaces)
            return new(false);
        _versions++;
        _claims[conversationHash] = new StoredClaim(claim, _versions.ToString(CultureInfo.InvariantCulture));
        return new(true);
    }
}
