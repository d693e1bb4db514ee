using System.Globalization;
using Elaoms.Core.Calls;
using Elaoms.Core.Records;
using Elaoms.Core.Storage.Documents;
using Elaoms.Core.Storage.Payloads;

namespace Elaoms.ElevenLabs.Import;

/// <summary>Says which conversations need not be asked for: those that were learned, wait to be learned, or were erased.</summary>
public sealed class KnownConversations(IDocumentStore<ConversationClaim> claims, IPendingPayloads pending, IReceipts receipts)
{
    /// <summary>Lists the conversations whose transcripts are here and were not learned. A run reads them once, at its begin.</summary>
    /// <param name="withFailed">Whether those that could not be learned are among them.</param>
    public async Task<WaitingConversations> ListWaitingAsync(bool withFailed, CancellationToken cancellationToken)
    {
        var waiting = new WaitingConversations();
        await foreach (var entry in pending.ListAsync(cancellationToken))
            waiting.Add(entry.Name);
        if (withFailed)
        {
            await foreach (var payload in receipts.ListFailedAsync(cancellationToken))
                waiting.Add(payload);
        }

        return waiting;
    }

    /// <summary>Whether a conversation is here, or was erased; null if it is unknown.</summary>
    public async ValueTask<ConversationOutcome?> FindAsync(
        string conversationId, WaitingConversations waiting, CancellationToken cancellationToken)
    {
        var hash = PayloadName.HashOf(conversationId);
        return await claims.ReadAsync(hash, cancellationToken) is { } claim
            ? claim.Value.IsErased ? ConversationOutcome.Erased : ConversationOutcome.Known
            : waiting.Has(hash) ? ConversationOutcome.Known : null;
    }
}

/// <summary>Conversations that are here and were not learned yet.</summary>
public sealed class WaitingConversations
{
    // 32 MB. What does not fit is asked for once more, which changes nothing.
    private const int Most = 1_000_000;
    private const string Transcript = "/" + PostCallEventType.Transcription;

    private readonly HashSet<UInt128> _hashes = [];

    internal void Add(PayloadName payload)
    {
        if (_hashes.Count < Most && payload.Value.Contains(Transcript, StringComparison.Ordinal))
            _hashes.Add(Number(payload.ConversationHash));
    }

    internal bool Has(string hash) => _hashes.Contains(Number(hash));

    private static UInt128 Number(string hash) => UInt128.Parse(hash, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
