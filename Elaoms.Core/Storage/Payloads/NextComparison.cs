using Elaoms.Core.Json;

namespace Elaoms.Core.Storage.Payloads;

/// <summary>When the whole archive is next compared with the receipts. All processes on a storage share it.</summary>
/// <param name="NotBefore">Until then the last comparison counts, or a process is at one.</param>
/// <param name="Days">How many days back that one looks.</param>
public sealed record NextComparison(DateTimeOffset NotBefore, int Days) : IStoredDocument
{
    /// <summary>How long a comparison counts.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromHours(24);

    /// <inheritdoc />
    public static string Kind => "comparison";

    /// <inheritdoc />
    public static int CurrentVersion => 1;

    /// <inheritdoc />
    public int Version { get; init => field = Math.Max(1, value); } = 1;

    /// <summary>The name of the document.</summary>
    public const string Name = "comparison";

    /// <summary>
    /// Whether it is time. A time beyond any that is ever set was written before the clock was put back.
    /// </summary>
    /// <param name="now">The time.</param>
    /// <param name="days">How many days back are to be looked at: more than last time are due at once.</param>
    public bool IsDue(DateTimeOffset now, int days) => NotBefore <= now || NotBefore - now > Every || days > Days;
}
