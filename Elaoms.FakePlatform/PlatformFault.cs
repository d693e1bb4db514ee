namespace Elaoms.FakePlatform;

/// <summary>What can be wrong with the platform, or between it and a client.</summary>
public enum PlatformFault
{
    /// <summary>429: fewer requests at a time, please.</summary>
    TooManyConcurrent,

    /// <summary>429: back off.</summary>
    SystemBusy,

    /// <summary>429: back off for the time that <c>Retry-After</c> says.</summary>
    BusyFor,

    /// <summary>500, and nothing was done.</summary>
    ServerError,

    /// <summary>500, and it was done all the same.</summary>
    ServerErrorAfterDoing,

    /// <summary>The connection ends before anything is done.</summary>
    CutBefore,

    /// <summary>It is done, and the connection ends before the answer.</summary>
    CutAfter,

    /// <summary>It is done, and the connection ends in the middle of the answer.</summary>
    CutWithin,

    /// <summary>The key lacks the permission.</summary>
    Forbidden,

    /// <summary>The key belongs to a region with data residency.</summary>
    OtherRegion,

    /// <summary>A page of a proxy in place of JSON.</summary>
    NotJson,

    /// <summary>More bytes than anybody should read.</summary>
    Huge,
}
