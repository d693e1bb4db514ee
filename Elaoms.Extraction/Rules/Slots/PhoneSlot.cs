using System.Globalization;
using System.Text;

namespace Elaoms.Extraction.Rules.Slots;

/// <summary>A telephone number in digits or in words.</summary>
internal sealed class PhoneSlot : ISlot
{
    private const int MinDigits = 6;
    private const int MaxDigits = 15;

    public string Pattern(bool isLast) => isLast ? "[^;:?!]+" : "[^;:?!]+?";

    public SlotReading? Read(string text, SlotEdges edges, SlotContext context)
    {
        var language = context.Language;
        var number = new StringBuilder();
        var end = 0;
        var repeat = 1;
        var words = Tokens.Of(text.Replace(',', ' ').Replace('(', ' ').Replace(')', ' ').Replace('-', ' '));
        for (var at = 0; at < words.Count; at++)
        {
            var word = words[at].Text;
            if (Tokens.Longest(words, at, language.Map("digits")) is { Count: > 1 } several)
            {
                number.Append(several.Value);
                end = several.End;
                at += several.Count - 1;
                continue;
            }

            var lower = word.ToLowerInvariant();
            if (language.Map("repeats").TryGetValue(lower, out var times))
            {
                repeat = times[0] - '0';
                continue;
            }

            var said = language.Map("digits").GetValueOrDefault(lower);
            if (SpokenNumber.Read(text, words, at, language) is { } spoken)
            {
                said = spoken.Value.ToString(CultureInfo.InvariantCulture);
                at += spoken.Words - 1;
            }

            var digits = new string([.. (said ?? word).Where(char.IsAsciiDigit)]);
            var isPlus = said is "+" || lower is "+" or "plus" || word.StartsWith('+');
            if (digits.Length == 0 && !(isPlus && number.Length == 0))
                break;
            if (said is null && word.Any(char.IsLetter) && digits.Length > 0)
                break;
            if (isPlus && number.Length == 0)
                number.Append('+');
            for (; repeat > 0; repeat--)
                number.Append(digits);
            repeat = 1;
            end = words[at].End;
        }

        var count = number.ToString().Count(char.IsAsciiDigit);
        return count is >= MinDigits and <= MaxDigits ? new SlotReading(number.ToString(), end) : null;
    }
}
