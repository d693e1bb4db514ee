using Elaoms.Core.Calls;

namespace Elaoms.Core.Records;

/// <summary>Where a caller's record may stand.</summary>
/// <param name="Key">The record's key.</param>
/// <param name="IsFormer">Whether the record counts only while <see cref="CallerRecord.IsKindCertain"/> is false: it was written when
/// callers of two kinds still shared it.</param>
public readonly record struct CallerPlace(CallerKey Key, bool IsFormer = false)
{
    /// <summary>Whether what stands there is the caller's.</summary>
    /// <param name="isKindCertain">What the record or the profile says.</param>
    public bool Counts(bool isKindCertain) => !IsFormer || !isKindCertain;
}
