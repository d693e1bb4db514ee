using System.Globalization;

namespace Elaoms.Extraction.Rules.Slots;

/// <summary>
/// Reads numbers of several words, such as "treinta y uno" or "mil novecientos ochenta", out of a language's list of cardinals. Words that make no number together are
/// several: "seis diez" is six and ten.
/// </summary>
internal static class SpokenNumber
{
    private const int Thousand = 1000;

    /// <summary>The number that begins at a word, and how many words it takes; null when there is none.</summary>
    /// <param name="text">The text that the words are of.</param>
    /// <param name="words">Its words.</param>
    /// <param name="at">The first of the number.</param>
    /// <param name="language">The language.</param>
    public static (int Value, int Words)? Read(string text, IReadOnlyList<(string Text, int Start, int End)> words, int at, Language language)
    {
        if (Cardinal(words, at, language) is not { } value)
            return null;
        var (last, next) = (value, at + 1);
        while (next < words.Count && IsJoined(text, words, next))
        {
            var isLinked = language.Has("number links", words[next].Text);
            var further = isLinked ? next + 1 : next;
            if (Cardinal(words, further, language) is not { } part)
                break;
            if (part == Thousand && value is > 1 and < Thousand && !isLinked)
                value *= Thousand;
            else if ((isLinked && last is >= 20 and < 100 && last % 10 == 0 && part is > 0 and < 10) || (!isLinked && last >= 100 && last % 100 == 0 && part is > 0 && part < (last >= Thousand ? Thousand : 100)))
                value += part;
            else
                break;
            (last, next) = (part, further + 1);
        }

        return (value, next - at);
    }

    private static bool IsJoined(string text, IReadOnlyList<(string Text, int Start, int End)> words, int at) => string.IsNullOrWhiteSpace(text[words[at - 1].End..words[at].Start]);

    private static int? Cardinal(IReadOnlyList<(string Text, int Start, int End)> words, int at, Language language)
        => at < words.Count && language.Map("cardinals").TryGetValue(words[at].Text.ToLowerInvariant().TrimEnd('.'), out var value) ? int.Parse(value, CultureInfo.InvariantCulture) : null;
}
