using System.Collections.ObjectModel;
using Elaoms.Core.Records.Facts;
using Elaoms.Core.Records.Memories;

namespace Elaoms.Core.Records;

/// <summary>All that one payload teaches about its caller.</summary>
/// <param name="Call">The call itself.</param>
/// <param name="Facts">What it says about the caller.</param>
/// <param name="Memories">What was said, and in sum.</param>
/// <param name="UnreadTurns">How many of the caller's turns were not searched for facts, because the call asked for too much work.</param>
public sealed record ExtractedCall(PastCall Call, IReadOnlyList<Fact> Facts, IReadOnlyList<Memory> Memories, int UnreadTurns = 0)
{
    /// <summary>How often secrets were redacted in the call, by the tag of their kind.</summary>
    public IReadOnlyDictionary<string, int> Redactions { get; init; } = ReadOnlyDictionary<string, int>.Empty;

    /// <summary>
    /// When its conversation was claimed, if nobody had claimed it before: so nothing that was written earlier holds it. Null when it may
    /// have been learned at any time.
    /// </summary>
    public DateTimeOffset? FirstClaimedAt { get; init; }
}
