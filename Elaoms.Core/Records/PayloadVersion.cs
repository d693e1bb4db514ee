namespace Elaoms.Core.Records;

/// <summary>Which of a conversation's payloads one is, and by which rules it was learned.</summary>
/// <param name="EventTimestamp">The body's <c>event_timestamp</c>, in Unix seconds; 0 when it has none.</param>
/// <param name="BodyHash">SHA-256 of the body, in lower-case hex.</param>
/// <param name="Rules">The version of the rules that learned it; 0 in documents that are older than rule versions.</param>
public readonly record struct PayloadVersion(double EventTimestamp, string BodyHash, int Rules = 0)
{
    /// <summary>
    /// Whether this body replaces what the other taught: the larger timestamp does, on a tie the larger hash. The same body, learned by
    /// newer rules, replaces itself.
    /// </summary>
    public bool Supersedes(PayloadVersion other)
    {
        if (EventTimestamp != other.EventTimestamp)
            return EventTimestamp > other.EventTimestamp;
        var order = string.CompareOrdinal(BodyHash, other.BodyHash);
        return order == 0 ? Rules > other.Rules : order > 0;
    }
}
