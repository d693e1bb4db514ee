namespace Elaoms.Core.Callers;

/// <summary>Where a payload stands among those of one conversation.</summary>
/// <param name="EventTimestamp">The body's <c>event_timestamp</c>, in Unix seconds; 0 when it has none.</param>
/// <param name="BodyHash">SHA-256 of the body, in lower-case hex.</param>
public readonly record struct PayloadStanding(double EventTimestamp, string BodyHash)
{
    /// <summary>Whether this body replaces what the other taught: the larger timestamp stands, on a tie the larger hash.</summary>
    public bool StandsBefore(PayloadStanding other)
        => EventTimestamp != other.EventTimestamp
            ? EventTimestamp > other.EventTimestamp
            : string.CompareOrdinal(BodyHash, other.BodyHash) > 0;
}
