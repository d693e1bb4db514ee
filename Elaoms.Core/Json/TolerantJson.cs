using System.Globalization;
using System.Text.Json;

namespace Elaoms.Core.Json;

/// <summary>
/// Reads JSON that others wrote. Returns null for a value that is missing, null or of another type. Never throws for the content of
/// a document.
/// </summary>
internal static class TolerantJson
{
    /// <summary>Far deeper than any real payload, and shallow enough to walk.</summary>
    public const int MaxDepth = 1000;

    /// <summary>
    /// Parses a document whose root is an object. Invalid UTF-8 and halves of surrogate pairs become U+FFFD; nothing else is repaired.
    /// </summary>
    /// <returns>The document, or null when this is no JSON, no object, or nested deeper than <see cref="MaxDepth"/>.</returns>
    public static JsonDocument? ParseObject(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            var document = JsonDocument.Parse(Utf8Mending.Mend(utf8), new JsonDocumentOptions { MaxDepth = MaxDepth });
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                return document;
            document.Dispose();
            return null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static JsonElement? Property(this JsonElement element, string name)
        => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : null;

    public static JsonElement? Object(this JsonElement element, string name)
        => element.Property(name) is { ValueKind: JsonValueKind.Object } value ? value : null;

    public static JsonElement? Object(this JsonElement? element, string name) => element?.Object(name);

    public static IEnumerable<JsonElement> Items(this JsonElement element, string name)
        => element.Property(name) is { ValueKind: JsonValueKind.Array } value ? value.EnumerateArray() : [];

    /// <summary>The text of a string or a number, without surrounding white space; null for anything else and for what is blank.</summary>
    /// <param name="element">The object to look in.</param>
    /// <param name="name">The member.</param>
    /// <param name="maxLength">The most characters to keep.</param>
    public static string? Text(this JsonElement element, string name, int maxLength = int.MaxValue)
        => element.Property(name)?.AsText(maxLength);

    public static string? Text(this JsonElement? element, string name, int maxLength = int.MaxValue) => element?.Text(name, maxLength);

    public static string? AsText(this JsonElement element, int maxLength = int.MaxValue)
    {
        var text = element.ValueKind switch
        {
            JsonValueKind.String => element.GetString()!.Trim(),
            JsonValueKind.Number => element.GetRawText(),
            _ => null,
        };
        return string.IsNullOrEmpty(text) ? null : text.Truncate(maxLength);
    }

    /// <summary>A finite number, also one written as a string.</summary>
    public static double? Number(this JsonElement element, string name)
        => double.TryParse(element.Text(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number
            : null;

    /// <summary>Cuts a text without splitting a surrogate pair.</summary>
    public static string Truncate(this string text, int maxLength)
    {
        if (text.Length <= maxLength)
            return text;
        return text[..(char.IsHighSurrogate(text[maxLength - 1]) ? maxLength - 1 : maxLength)];
    }

    /// <summary>A moment given in Unix seconds; null when it lies outside the years 1970 to 9999.</summary>
    public static DateTimeOffset? AsUnixTime(this double? seconds)
        => seconds is >= 0 and <= 253_402_300_799
            ? DateTimeOffset.UnixEpoch.AddTicks((long)(seconds.Value * TimeSpan.TicksPerSecond))
            : null;
}
