namespace Elaoms.Core.Search;

/// <summary>An engine can't be used now. Its message holds nothing that was said and no secret.</summary>
public class EngineException : Exception
{
    /// <inheritdoc />
    public EngineException(string message)
        : base(message)
    {
    }

    /// <inheritdoc />
    public EngineException(string message, Exception? cause)
        : base(message, cause)
    {
    }

    /// <inheritdoc />
    public EngineException()
    {
    }

    /// <summary>When the engine asked to be left alone until; null when it didn't.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>What failed, out of a small set, for counting.</summary>
    public virtual string Reason => "fault";

    /// <summary>Whether the same request may succeed a moment later.</summary>
    public virtual bool MayPass => false;

    /// <summary>Whether the connection or the answer broke, as it does when a connection has become stale.</summary>
    public virtual bool IsBroken => false;

    /// <summary>Whether the engine is well and asks for fewer requests.</summary>
    public virtual bool AsksForLess => false;

    /// <summary>Whether nothing was asked of the engine, because it failed too often of late.</summary>
    public bool IsLeftAlone { get; init; }

    /// <summary>Whether it is the engine as a whole that fails, so that other callers' memories would fare no better.</summary>
    public bool ConcernsAll { get; init; } = true;
}
