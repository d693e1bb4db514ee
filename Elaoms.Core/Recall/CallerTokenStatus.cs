namespace Elaoms.Core.Recall;

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
