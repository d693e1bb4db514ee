using Elaoms.Core.Calls;
using Elaoms.Core.Records.Facts;

namespace Elaoms.Core.Processing.Extraction;

/// <summary>A source of facts about the caller. Several may read the same call.</summary>
public interface IFactExtractor
{
    /// <summary>
    /// Reads a call. The same call must give the same facts, since a record is a function of its calls. The caller of this method drops
    /// facts that overlap a redaction.
    /// </summary>
    ValueTask<ExtractedFacts> ExtractAsync(CallToExtract call, CancellationToken cancellationToken);
}

/// <summary>What an extractor reads.</summary>
/// <param name="Original">The call as it came, secrets included: to be read, not to be stored.</param>
/// <param name="Redacted">The same call, turn by turn, as it is stored.</param>
/// <param name="Day">The day of the call, in UTC, to which "tomorrow" refers.</param>
public sealed record CallToExtract(Call Original, RedactedCall Redacted, DateOnly Day);

/// <summary>What an extractor found.</summary>
/// <param name="Facts">In the order in which they were said.</param>
/// <param name="UnreadTurns">How many of the caller's turns were left unread, because the call cost too much.</param>
public sealed record ExtractedFacts(IReadOnlyList<ExtractedFact> Facts, int UnreadTurns = 0)
{
    /// <summary>Nothing was found.</summary>
    public static ExtractedFacts None { get; } = new([]);
}

/// <summary>Something said about the caller, and what it rests on.</summary>
/// <param name="Key">The kind of fact; <see cref="TurnKind.Emotion"/> or <see cref="TurnKind.Reflection"/> only marks a turn.</param>
/// <param name="Value">What is so, or what is so no longer; empty for whatever was so.</param>
/// <param name="Source">One of the constants of <see cref="FactSource"/>.</param>
/// <param name="Turn">The caller's turn, as its position in the transcript; null when no turn states it.</param>
/// <param name="Quote">The words it rests on, redacted; null to have them taken from the redacted turn.</param>
/// <param name="Ends">Whether it says that something holds no longer.</param>
/// <param name="Basis">Why it is believed.</param>
/// <param name="Start">Where in the original text of the turn it was found; -1 when that is not known.</param>
/// <param name="End">The first character behind it; -1 when that is not known.</param>
public sealed record ExtractedFact(
    string Key,
    string Value,
    string Source,
    int? Turn = null,
    string? Quote = null,
    bool Ends = false,
    FactBasis Basis = FactBasis.SelfIdentified,
    int Start = -1,
    int End = -1);
