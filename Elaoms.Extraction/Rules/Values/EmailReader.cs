using System.Text;
using System.Text.RegularExpressions;
using Elaoms.Core.Text;

namespace Elaoms.Extraction.Rules.Values;

/// <summary>Reads e-mail addresses, written or spoken.</summary>
internal static partial class EmailReader
{
    private const int MaxWords = 40;
    private const int MaxParts = 24;

    /// <summary>The first address written in a text from a place on.</summary>
    public static FoundValue? ReadWritten(SpokenText text, int start)
    {
        foreach (var match in Written.EnumerateMatches(text.Lower, start))
        {
            var value = text.Lower.Substring(match.Index, match.Length);
            // "Tina 54@example.com": what the transcriber parted, nobody knows.
            if (value[..value.IndexOf('@', StringComparison.Ordinal)].All(char.IsAsciiDigit) && match.Index > 0)
                continue;
            return new FoundValue(WithDot(value), match.Index, match.Index + match.Length);
        }

        return null;
    }

    /// <summary>The address that is spoken from a word on; words that only lead to it are passed over.</summary>
    public static FoundValue? ReadSpoken(SpokenText text, int word, LanguageRules language)
    {
        var last = Math.Min(text.Words.Count, word + MaxWords);
        while (word < last && language.Has("lead", text.LowerOf(text.Words[word])) && !IsAt(text, word + 1, language))
            word++;
        var address = new StringBuilder();
        var (hasAt, parts, end) = (false, 0, word);
        var first = word;
        for (; word < last && parts < MaxParts; word++, parts++)
        {
            if (word > first && text.Before(word).IndexOfAny('.', '?', '!') >= 0)
                break;
            var said = text.LowerOf(text.Words[word]);
            if (language.Map("email_signs").TryGetValue(said.ToString(), out var sign))
            {
                if (sign == "@" && (hasAt || address.Length == 0))
                    return null;
                hasAt |= sign == "@";
                address.Append(sign);
            }
            else if (hasAt && IsDomainDone(address) && !IsSign(text, word + 1, language))
            {
                break;
            }
            else if (language.Numbers.Repeat(said) is { } times && word + 1 < last && text.Words[word + 1] is var next
                && next.End - next.Start == 1)
            {
                address.Append(text.Lower[next.Start], times);
                word++;
            }
            else if (language.Numbers.Number(text, word) is { Value: < 100 } number && said.Length > 1)
            {
                address.Append(number.Value);
                word += number.Count - 1;
            }
            else if (said.ContainsAny('@', '/', '\'')
                || (hasAt && address[^1] is not ('@' or '.' or '-') && said.Length > 1 && language.Has("no_names", said)))
            {
                break;
            }
            else
            {
                address.Append(said)
                    .Replace("-", said.Length > 2 && said.IndexOf('-') == 1 ? "" : "-", address.Length - said.Length, said.Length);
            }

            end = text.Words[word].End;
            if (hasAt && IsDomainDone(address)
                && (word + 1 == last || text.Before(word + 1) is not " " || !IsSign(text, word + 1, language)))
                break;
        }

        var value = address.ToString();
        return hasAt && Whole.IsMatch(value) ? new FoundValue(value, text.Words[first].Start, end) : null;
    }

    private static bool IsAt(SpokenText text, int word, LanguageRules language)
        => word < text.Words.Count && language.Map("email_signs").GetValueOrDefault(text.LowerOf(text.Words[word]).ToString()) == "@";

    private static bool IsSign(SpokenText text, int word, LanguageRules language)
        => word < text.Words.Count && language.Map("email_signs").ContainsKey(text.LowerOf(text.Words[word]).ToString());

    private static bool IsDomainDone(StringBuilder address) => DomainEnd.IsMatch(address.ToString());

    // A well-known host that lost its full stop is certain; any other is not.
    private static string WithDot(string value) => LostDot.Replace(value, "@${host}.com");

    [GeneratedRegex(
        @"(?<![\w.+-])[a-z0-9_][\w.+-]{0,63}@[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63}){1,4}(?![\w@])"
            + @"|(?<![\w.+-])[a-z0-9_][\w.+-]{0,63}@(gmail|yahoo|hotmail|outlook|icloud)com\b",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        MatchTimeout.Milliseconds)]
    private static partial Regex Written { get; }

    [GeneratedRegex(
        "@(?<host>gmail|yahoo|hotmail|outlook|icloud)com$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        MatchTimeout.Milliseconds)]
    private static partial Regex LostDot { get; }

    [GeneratedRegex(
        @"^[a-z0-9_][\w.+-]{0,63}@[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63}){0,3}\.[a-z]{2,12}$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        MatchTimeout.Milliseconds)]
    private static partial Regex Whole { get; }

    [GeneratedRegex(
        @"@[a-z0-9.-]{1,80}\.[a-z]{2,12}$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, MatchTimeout.Milliseconds)]
    private static partial Regex DomainEnd { get; }
}
