namespace Elaoms.Core.Search.Ranking;

/// <summary>A side of a call.</summary>
internal enum SpeakerSide
{
    /// <summary>None of the two, or both.</summary>
    Neither,

    /// <summary>The caller.</summary>
    Caller,

    /// <summary>The agent.</summary>
    Agent,
}
