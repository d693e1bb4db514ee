namespace Elaoms.Core.Signing;

/// <summary>
/// The result of a signature check. Only <see cref="Valid"/> lets a delivery in; the others are counted, and never told to the sender.
/// </summary>
public enum SignatureVerdict
{
    /// <summary>A hash in the header fits the body under one of the secrets, inside the time window.</summary>
    Valid,

    /// <summary>No secret is configured, so nothing can be trusted.</summary>
    NoSecret,

    /// <summary>The header is absent or empty.</summary>
    MissingHeader,

    /// <summary>The header has no usable timestamp or hash, or more than one timestamp.</summary>
    MalformedHeader,

    /// <summary>The timestamp lies further back than the tolerance.</summary>
    TooOld,

    /// <summary>The timestamp lies further ahead than the tolerance.</summary>
    TooNew,

    /// <summary>The header is in order, but no hash fits the body.</summary>
    Mismatch,
}
