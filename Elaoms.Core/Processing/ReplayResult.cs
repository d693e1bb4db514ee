namespace Elaoms.Core.Processing;

/// <summary>What became of the wish to have a payload learned again.</summary>
public enum ReplayResult
{
    /// <summary>It will be tried again.</summary>
    Enqueued,

    /// <summary>It is not in the archive.</summary>
    NotArchived,

    /// <summary>It was learned, or holds nothing to learn: there is nothing to do.</summary>
    AlreadyDone,
}
