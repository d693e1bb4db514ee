namespace Elaoms.Extraction.Rules.Slots;

/// <summary>A phrase of time as it was said, such as "after 5 pm" or "next Tuesday": it begins as one, and has a word that tells a time.</summary>
internal sealed class TimeSlot(string openers, string? timeWords = null, int minWords = 1, string stops = "when stops") : ISlot
{
    private const int MaxDigits = 4;

    private readonly PhraseSlot _phrase = new(10, isWhole: true, stops: stops, minWords: minWords);

    public string Pattern(bool isLast) => _phrase.Pattern(isLast);

    public SlotReading? Read(string text, SlotEdges edges, SlotContext context)
    {
        if (_phrase.Read(text, edges, context) is not { } reading)
            return null;
        var words = Tokens.Of(reading.Value);
        // "At 415-555-0199" is no time.
        if (words.Any(word => word.Text.Count(char.IsAsciiDigit) > MaxDigits))
            return null;
        return (context.Language.Has(openers, words[0].Text) || (words.Count > 1 && context.Language.Has(openers, $"{words[0].Text} {words[1].Text}")))
            && (timeWords is null || words.Any(word => context.Language.Has(timeWords, word.Text.TrimEnd('.')) || char.IsAsciiDigit(word.Text[0])))
            ? reading : null;
    }
}
