using Elaoms.Core.Records;
using Elaoms.Core.Records.Facts;

namespace Elaoms.Core.Storage.Records;

/// <summary>What a head knows of earlier calls. Only learning needs it, so that a search does not read it.</summary>
public sealed record RecordHistory
{
    /// <summary>The newest of the calls that are in segments, by start.</summary>
    public IReadOnlyList<PastCall> CallsInSegments { get; init => field = value ?? []; } = [];

    /// <summary>What earlier calls came to.</summary>
    public FactState? Earlier { get; init; }

    /// <summary>What was said of the caller in the calls after these, wherever they are, call by call.</summary>
    public IReadOnlyList<Fact> Facts { get; init => field = value ?? []; } = [];

    /// <summary>How many calls there are of each day; null in a head that is older than this.</summary>
    public CallDays? Days { get; init; }
}
