using Elaoms.Core.Records;

namespace Elaoms.Core.Recall;

/// <summary>
/// Whose memory a call may search. Made at its start, when the platform says who calls, and brought back by the agent's tool.
/// </summary>
/// <param name="Tenant">The tenant of the agent that took the call.</param>
/// <param name="Caller">The caller of <c>caller_id</c> or <c>app_user_id</c>; null for nobody.</param>
/// <param name="Called">The caller of <c>called_number</c>, who is on the line of an outbound call; null for nobody.</param>
public sealed record CallerToken(string Tenant, CallerPlace? Caller, CallerPlace? Called)
{
    /// <summary>A token of a tenant that opens nobody's memory.</summary>
    public static CallerToken ForNobody(string tenant) => new(tenant, Caller: null, Called: null);
}

/// <summary>Whether a presented token counts.</summary>
public enum CallerTokenStatus
{
    /// <summary>None was presented.</summary>
    None,

    /// <summary>It is ours and in time.</summary>
    Valid,

    /// <summary>It is ours and its time is over.</summary>
    Expired,

    /// <summary>It is not ours, or of another form.</summary>
    Forged,
}

/// <summary>What a presented token turned out to be.</summary>
/// <param name="Status">Whether it counts.</param>
/// <param name="Token">What it says, when it is valid; else null.</param>
public readonly record struct CallerTokenResult(CallerTokenStatus Status, CallerToken? Token = null);
