namespace Elaoms.Core.Learning.Extraction.Slots;

/// <summary>A phrase of time as it was said, such as "after 5 pm" or "next Tuesday": it begins as one, and has a word that tells a time.</summary>
internal sealed class TimeSlot(string openers, string? timeWords = null) : ISlot
{
    private readonly PhraseSlot _phrase = new(10, isWhole: true, stops: "when stops");

    public string Pattern(bool isLast) => _phrase.Pattern(isLast);

    public SlotReading? Read(string text, SlotEdges edges, SlotContext context)
    {
        if (_phrase.Read(text, edges, context) is not { } reading)
            return null;
        var words = Tokens.Of(reading.Value);
        return context.Language.Has(openers, words[0].Text)
            && (timeWords is null || words.Any(word => context.Language.Has(timeWords, word.Text.TrimEnd('.')) || char.IsAsciiDigit(word.Text[0])))
            ? reading : null;
    }
}
