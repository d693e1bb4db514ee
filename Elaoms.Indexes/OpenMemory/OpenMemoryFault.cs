namespace Elaoms.Indexes.OpenMemory;

/// <summary>What can be wrong with an OpenMemory server, or between it and us.</summary>
public enum OpenMemoryFault
{
    /// <summary>There is no connection, or it broke.</summary>
    Unreachable,

    /// <summary>It did not answer in time.</summary>
    TimedOut,

    /// <summary>It failed too often of late and is left alone for a moment.</summary>
    LeftAlone,

    /// <summary>It asks for fewer requests.</summary>
    RateLimited,

    /// <summary>It says that it failed.</summary>
    ServerError,

    /// <summary>Its answer is cut short, or none of OpenMemory's.</summary>
    Unintelligible,

    /// <summary>It wants a key and there is none: set <c>OPENMEMORY_KEY</c>.</summary>
    KeyMissing,

    /// <summary>It does not accept <c>OPENMEMORY_KEY</c>.</summary>
    KeyWrong,

    /// <summary>It has no key itself and refuses everything: set <c>OM_API_KEY</c> there.</summary>
    NotConfigured,

    /// <summary>It does not accept the user; it speaks another dialect than it did.</summary>
    TenantMismatch,

    /// <summary>It is no OpenMemory server of a version that we know.</summary>
    UnknownDialect,

    /// <summary>It refuses this one request, whoever sends it.</summary>
    Refused,
}
