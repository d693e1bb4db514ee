using Elaoms.Core.Calls;
using Elaoms.Core.Records.Facts;
using Elaoms.Core.Records.Memories;

namespace Elaoms.Core.Records;

/// <summary>What a profile is derived from.</summary>
/// <param name="Revision">How many times the record has changed.</param>
/// <param name="Caller">Who it is.</param>
/// <param name="IsKindCertain"><see cref="CallerRecord.IsKindCertain"/> of the record.</param>
/// <param name="CallCount">How many calls it holds.</param>
/// <param name="LastCall">The call with the latest start; null when there is none.</param>
/// <param name="SaidInLastCall">What was said in it, read when it is asked for; empty when that is not at hand.</param>
/// <param name="Known">What is known of the caller.</param>
/// <param name="BusiestDays"><see cref="CallDays.Busiest"/> of the record.</param>
/// <param name="Changes">What operators have changed; null for nothing.</param>
internal sealed record CallerOverview(
    long Revision,
    Caller Caller,
    bool IsKindCertain,
    int CallCount,
    PastCall? LastCall,
    IEnumerable<Memory> SaidInLastCall,
    KnownFacts Known,
    IReadOnlyList<int> BusiestDays,
    AppliedChanges? Changes = null);
