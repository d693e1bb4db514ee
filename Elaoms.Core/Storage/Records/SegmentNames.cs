using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;

namespace Elaoms.Core.Storage.Records;

/// <summary>
/// Names segments: the minute in which they were made, by which those that nobody names are collected, and a random part.
/// </summary>
internal static class SegmentNames
{
    private const string MinuteFormat = "yyyyMMddHHmm";
    private const int RandomBytes = 10;
    private const char Separator = '/';

    /// <summary>A name that was never used.</summary>
    public static string New(DateTimeOffset now)
        => now.UtcDateTime.ToString(MinuteFormat, CultureInfo.InvariantCulture)
            + "-" + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));

    /// <summary>The name of a segment among those of all callers.</summary>
    public static string Of(string caller, string segment) => Below(caller) + segment;

    /// <summary>What the names of a caller's segments begin with.</summary>
    public static string Below(string caller) => caller + Separator;

    /// <summary>Takes apart what <see cref="Of"/> made; null for anything else.</summary>
    public static (string Caller, string Segment)? Parse(string name)
        => name.Split(Separator) is [var caller, var segment] ? (caller, segment) : null;

    /// <summary>When a segment was made, to the minute; null for what is no name.</summary>
    public static DateTimeOffset? MadeAt(string name)
        => name.Length > MinuteFormat.Length
            && DateTimeOffset.TryParseExact(
                name.AsSpan(0, MinuteFormat.Length), MinuteFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? at
            : null;
}
