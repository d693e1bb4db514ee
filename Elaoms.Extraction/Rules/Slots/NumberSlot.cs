using System.Globalization;
using System.Text.RegularExpressions;

namespace Elaoms.Extraction.Rules.Slots;

/// <summary>A small number in digits or in words; as a year, counted back from the call.</summary>
internal sealed class NumberSlot(IReadOnlyDictionary<string, string> words, bool isYearsAgo = false) : ISlot
{
    private const int MaxValue = 120;

    private readonly string _pattern = @"\d{1,3}|" + string.Join('|', words.Keys.OrderByDescending(word => word.Length).Select(Regex.Escape));

    public string Pattern(bool isLast) => _pattern;

    public SlotReading? Read(string text, SlotEdges edges, SlotContext context)
    {
        // Of an answer only the beginning may be a number.
        if (edges == SlotEdges.OpenEnd && Tokens.Of(text) is [var first, ..])
            text = text[..first.End];
        var digits = words.GetValueOrDefault(text.ToLowerInvariant(), text);
        if (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number > MaxValue)
            return null;
        if (isYearsAgo)
            number = context.CallDay.Year - number;
        return new SlotReading(number.ToString(CultureInfo.InvariantCulture), text.Length);
    }
}
