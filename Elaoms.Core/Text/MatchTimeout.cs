namespace Elaoms.Core.Text;

/// <summary>
/// The time limit of a regular expression. All of them take time in proportion to a bounded text, so none comes near it; it is the last
/// resort against one that doesn't. It is long because it counts wall-clock time, which passes on a busy machine too, and what was learned
/// must not depend on that.
/// </summary>
internal static class MatchTimeout
{
    /// <summary>In ms.</summary>
    public const int Milliseconds = 10_000;
}
