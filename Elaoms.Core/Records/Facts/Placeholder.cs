using System.Collections.Frozen;

namespace Elaoms.Core.Records.Facts;

/// <summary>Knows what an analysis writes when it found nothing.</summary>
internal static class Placeholder
{
    private static readonly FrozenSet<string> Words = new[]
    {
        "unknown", "null", "nil", "n/a", "na", "none", "not given", "not provided", "not mentioned", "not specified", "not stated",
        "not available", "unspecified", "undefined", "redacted",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    // Values that say something about other things, but are no names.
    private static readonly FrozenSet<string> NoNames = new[]
    {
        "no name", "anonymous", "caller", "customer", "user", "client", "guest", "true", "false", "yes", "no", "admin", "administrator",
        "root", "system", "assistant", "agent",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a value says that nothing is known.</summary>
    public static bool IsNothing(string value) => !value.Any(char.IsLetterOrDigit) || Words.Contains(value.Trim().TrimEnd('.'));

    /// <summary>Whether a value stands in the place of a name.</summary>
    public static bool Is(string value) => Words.Contains(value) || NoNames.Contains(value);
}
