namespace Elaoms.Extraction.Rules.Slots;

/// <summary>A day: of the calendar in its stored form, or a day of the week with what was said of the hour.</summary>
internal sealed class DaySlot : ISlot
{
    private readonly DateSlot _date = new();
    private readonly PhraseSlot _phrase = new(6, isWhole: true, stops: "when stops");

    public string Pattern(bool isLast) => _date.Pattern(isLast);

    public SlotReading? Read(string text, SlotEdges edges, SlotContext context)
    {
        if (_date.Read(text, edges, context) is { } date)
            return date;
        return Tokens.Of(text) is [var first, ..] && context.Language.Has("weekdays", first.Text) ? _phrase.Read(text, edges, context) : null;
    }
}
