namespace Elaoms.Core.Intake;

/// <summary>A bound that keeps a delivery from being received now.</summary>
public enum IntakeLimit
{
    /// <summary><c>MAX_POST_CALLS</c> deliveries are being received.</summary>
    Deliveries,

    /// <summary>All bodies together would exceed <c>MAX_INCOMING_BYTES</c>.</summary>
    Bytes,

    /// <summary>Less than <c>MIN_FREE_BYTES</c> would stay free on the volume of the spool folder.</summary>
    FreeSpace,
}
