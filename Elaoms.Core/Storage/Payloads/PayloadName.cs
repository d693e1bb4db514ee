using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Elaoms.Core.Calls;
using Elaoms.Core.Text;

namespace Elaoms.Core.Storage.Payloads;

/// <summary>
/// The name of an archived payload: <c>yyyy/MM/dd/hash of the conversation/type-hash of the body.json</c>. It consists of the day of
/// receipt and of hashes, so no sender can choose a path. The same delivery twice on a day has one name.
/// </summary>
public sealed partial record PayloadName
{
    private const int ConversationHashBytes = 16;
    private const int MaxTypeLength = 64;
    private const string DayFormat = "yyyy/MM/dd";

    private PayloadName(string value) => Value = value;

    /// <summary>The whole name, parts joined by <c>/</c>.</summary>
    public string Value { get; }

    /// <summary>The UTC day of receipt.</summary>
    public DateTimeOffset Day
        => DateTimeOffset.ParseExact(
            Value.AsSpan(0, DayFormat.Length), DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    /// <summary>The conversation's part of the name: 32 hex digits.</summary>
    public string ConversationHash => Value.Split('/')[3];

    /// <summary>SHA-256 of the body, 64 hex digits.</summary>
    public string BodyHash => Value[^(64 + ".json".Length)..^".json".Length];

    /// <summary>Whether the payload brings a call's recording: large, and kept for another time than what was said.</summary>
    public bool IsRecording => Value.AsSpan(Value.LastIndexOf('/') + 1).StartsWith(PostCallEventType.Audio + "-", StringComparison.Ordinal);

    /// <summary>The name of the recording that belongs to an audio payload.</summary>
    public string AudioName => Value[..^".json".Length] + ".mp3";

    /// <summary>What the names of a day's payloads begin with.</summary>
    public static string DayPrefix(DateOnly day) => day.ToString(DayFormat, CultureInfo.InvariantCulture) + "/";

    /// <summary>Names a payload.</summary>
    /// <param name="receivedAt">When it came.</param>
    /// <param name="received">Its envelope.</param>
    /// <param name="bodyHash">SHA-256 of the raw body.</param>
    public static PayloadName Of(DateTimeOffset receivedAt, PostCallEvent received, ReadOnlySpan<byte> bodyHash)
    {
        var body = Convert.ToHexStringLower(bodyHash);
        var day = receivedAt.UtcDateTime.ToString(DayFormat, CultureInfo.InvariantCulture);
        // A payload that names no conversation is one of its own.
        return new PayloadName($"{day}/{HashOf(received.ConversationId ?? body)}/{SafeType(received.Type)}-{body}.json");
    }

    /// <summary>The <see cref="ConversationHash"/> of a conversation's payloads.</summary>
    public static string HashOf(string conversationId)
        => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(conversationId)).AsSpan(0, ConversationHashBytes));

    /// <summary>Parses a name that <see cref="Value"/> wrote; null for anything else, such as a path that leads elsewhere.</summary>
    public static PayloadName? Parse(string? value)
        => value is not null && Form.IsMatch(value)
            && DateTime.TryParseExact(
                value.AsSpan(0, DayFormat.Length), DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
            ? new PayloadName(value)
            : null;

    /// <inheritdoc />
    public override string ToString() => Value;

    private static string SafeType(string? type)
    {
        if (type is null)
            return "unknown";
        return string.Create(Math.Min(type.Length, MaxTypeLength), type, static (safe, text) =>
        {
            for (var i = 0; i < safe.Length; i++)
                safe[i] = char.IsAsciiLetterLower(text[i]) || char.IsAsciiDigit(text[i]) ? text[i] : '_';
        });
    }

    [GeneratedRegex(
        """^\d{4}/\d\d/\d\d/[0-9a-f]{32}/[0-9a-z_]{1,64}-[0-9a-f]{64}\.json\z""",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, MatchTimeout.Milliseconds)]
    private static partial Regex Form { get; }
}
