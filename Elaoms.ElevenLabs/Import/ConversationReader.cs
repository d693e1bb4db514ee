using Elaoms.ElevenLabs.Api;
using Elaoms.ElevenLabs.Api.Models;

namespace Elaoms.ElevenLabs.Import;

/// <summary>Reads the conversations of one run that are worth a request: over, and not known here. Thread-safe.</summary>
/// <param name="client">Reads them.</param>
/// <param name="known">What is known here.</param>
/// <param name="waiting">What waited to be learned when the run began.</param>
/// <param name="request">What the run wants.</param>
/// <param name="time">The clock.</param>
internal sealed class ConversationReader(
    ElevenLabsClient client, KnownConversations known, WaitingConversations waiting, PagesRequest request, TimeProvider time)
{
    private const double LongestProcessingSeconds = 60 * 60;
    private const int MostFailuresInARow = 10;
    private int _failuresInARow;

    /// <summary>Decides on a listed conversation, and reads it if it is to be imported.</summary>
    /// <returns>The conversation, or why there is none.</returns>
    /// <exception cref="ElevenLabsException">Nothing can be read: the key is refused, or many conversations in a row fail.</exception>
    public async Task<(ConversationOutcome Outcome, ConversationBody? Body)> ReadAsync(
        ConversationSummary listed, CancellationToken cancellationToken)
    {
        if (OutcomeOf(listed.Status, listed) is { } early)
            return (early, null);
        if (await known.FindAsync(listed.ConversationId, waiting, cancellationToken) is { } found)
            return (found, null);
        if (SecondsSinceEnd(listed) < request.DeliveryTime.TotalSeconds)
            return (ConversationOutcome.Expected, null);
        try
        {
            var body = ConversationBody.Wrap(await client.Conversations.GetAsync(listed.ConversationId, cancellationToken), listed);
            Interlocked.Exchange(ref _failuresInARow, 0);
            return OutcomeOf(body.Status, listed) is { } late ? (late, null) : (ConversationOutcome.Imported, body);
        }
        catch (ElevenLabsException fault) when (OutcomeOf(fault) is { } outcome)
        {
            return (outcome, null);
        }
    }

    /// <summary>What a failure to read a conversation means; null if it is one of the platform and not of the conversation.</summary>
    internal ConversationOutcome? OutcomeOf(ElevenLabsException fault) => fault.Fault switch
    {
        ElevenLabsFault.NotFound => ConversationOutcome.Gone,
        ElevenLabsFault.Forbidden or ElevenLabsFault.Invalid or ElevenLabsFault.Conflict or ElevenLabsFault.TooLarge
            or ElevenLabsFault.Unintelligible => ConversationOutcome.Unreadable,
        ElevenLabsFault.KeyRefused or ElevenLabsFault.WrongRegion or ElevenLabsFault.Unreachable => null,
        _ => Interlocked.Increment(ref _failuresInARow) <= MostFailuresInARow ? ConversationOutcome.Failed : null,
    };

    private ConversationOutcome? OutcomeOf(string? status, ConversationSummary listed) => status switch
    {
        ConversationSummary.Done => null,
        ConversationSummary.Failed => ConversationOutcome.CallFailed,
        _ when SecondsSinceEnd(listed) > LongestProcessingSeconds => ConversationOutcome.Stuck,
        _ => ConversationOutcome.NotOver,
    };

    // Null where the list does not say when it began.
    private double? SecondsSinceEnd(ConversationSummary listed)
        => time.GetUtcNow().ToUnixTimeSeconds() - (listed.StartTimeUnixSecs + (listed.CallDurationSecs ?? 0));
}
