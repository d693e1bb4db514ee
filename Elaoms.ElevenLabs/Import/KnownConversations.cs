using Elaoms.Core.Calls;
using Elaoms.Core.Records;
using Elaoms.Core.Storage.Documents;
using Elaoms.Core.Storage.Payloads;

namespace Elaoms.ElevenLabs.Import;

/// <summary>Says which conversations need not be asked for: those that were learned, wait to be learned, or were erased.</summary>
public sealed class KnownConversations(IDocumentStore<ConversationClaim> claims, IPendingPayloads pending)
{
    // 32 MB. What does not fit is asked for once more, which changes nothing.
    private const int MostWaiting = 1_000_000;
    private const string Transcript = "/" + PostCallEventType.Transcription;

    private readonly HashSet<UInt128> _waiting = [];

    /// <summary>Reads what waits. Call it once, before anything else.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        await foreach (var entry in pending.ListAsync(cancellationToken))
        {
            if (_waiting.Count >= MostWaiting)
                return;
            if (entry.Name.Value.Contains(Transcript, StringComparison.Ordinal))
                _waiting.Add(Number(entry.Name.ConversationHash));
        }
    }

    /// <summary>Whether a conversation is here, or was erased; null if it is unknown.</summary>
    public async ValueTask<ConversationOutcome?> FindAsync(string conversationId, CancellationToken cancellationToken)
    {
        var hash = HashOf(conversationId);
        return await claims.ReadAsync(hash, cancellationToken) is { } claim
            ? claim.Value.IsErased ? ConversationOutcome.Erased : ConversationOutcome.Known
            : _waiting.Contains(Number(hash)) ? ConversationOutcome.Known : null;
    }

    private static string HashOf(string conversationId)
        => PayloadName.Of(DateTimeOffset.UnixEpoch, new PostCallEvent(Type: null, EventTimestamp: null, conversationId), [])
            .ConversationHash;

    private static UInt128 Number(string hash)
        => UInt128.Parse(hash, System.Globalization.NumberStyles.AllowHexSpecifier, System.Globalization.CultureInfo.InvariantCulture);
}
