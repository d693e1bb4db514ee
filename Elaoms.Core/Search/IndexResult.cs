namespace Elaoms.Core.Search;

/// <summary>How far an engine has come with a caller's record.</summary>
public enum IndexResult
{
    /// <summary>The engine holds what the record holds, as far as it can.</summary>
    Complete,

    /// <summary>A part is done and noted; another turn goes on from there.</summary>
    Incomplete,
}
