namespace Elaoms.Core.Indexing;

/// <summary>What became of a turn at a caller's record.</summary>
public enum IndexOutcome
{
    /// <summary>Every engine is up to date.</summary>
    Done,

    /// <summary>There is more to do, at once.</summary>
    More,

    /// <summary>Nothing was due: it is done, somebody works on it, or it waits after a failure.</summary>
    NotDue,

    /// <summary>It failed, for this caller; it waits for its next try.</summary>
    Failed,

    /// <summary>No engine can be used now.</summary>
    EngineDown,
}
