using System.Buffers;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Elaoms.Core.Text;

/// <summary>Small help to make texts that are read aloud or into a prompt.</summary>
internal static partial class PlainText
{
    private static readonly SearchValues<char> OtherWhiteSpace =
        SearchValues.Create(
            [.. Enumerable.Range(char.MinValue, char.MaxValue + 1).Select(c => (char)c).Where(c => c != ' ' && char.IsWhiteSpace(c))]);

    /// <summary>White space of any kind, line breaks too, as single blanks.</summary>
    public static string OneLine(string text)
    {
        text = text.Trim();
        return NeedsNoChange(text) ? text : WhiteSpace.Replace(text, " ");
    }

    /// <summary>
    /// Puts the text on one line. Cuts it after the last sentence that fits, if that keeps half of the room, else after the last word.
    /// </summary>
    public static string Shorten(string text, int maxLength)
    {
        text = OneLine(text);
        if (text.Length <= maxLength)
            return text;

        var cut = text[..maxLength];
        var sentence = cut.LastIndexOfAny(['.', '!', '?']);
        if (sentence + 1 >= maxLength / 2 && sentence > 0 && (sentence + 1 == cut.Length ? text[sentence + 1] : cut[sentence + 1]) == ' ')
            return cut[..(sentence + 1)];
        var word = cut[..(maxLength - 1)].LastIndexOf(' ');
        return cut[..(word > 0 ? word : LastWhole(cut, maxLength - 1))] + "…";
    }

    /// <summary>A key such as <c>preferred_contact</c> as words.</summary>
    public static string Label(string key)
    {
        var words = key.Replace('_', ' ');
        return words.Length == 0 ? words : char.ToUpperInvariant(words[0]) + words[1..];
    }

    /// <summary>A day as one would say it, such as <c>2 March 2026</c>.</summary>
    public static string Day(DateTimeOffset time) => time.UtcDateTime.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);

    // Nearly every turn is one line of plain words, and a search puts ten of them on a line each.
    private static bool NeedsNoChange(string text)
        => !text.AsSpan().ContainsAny(OtherWhiteSpace) && !text.Contains("  ", StringComparison.Ordinal);

    private static int LastWhole(string text, int length) => char.IsHighSurrogate(text[length - 1]) ? length - 1 : length;

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant, MatchTimeout.Milliseconds)]
    private static partial Regex WhiteSpace { get; }
}
