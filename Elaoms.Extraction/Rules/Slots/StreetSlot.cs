namespace Elaoms.Extraction.Rules.Slots;

/// <summary>A street address as it was said: it has a number, or a word for a street.</summary>
internal sealed class StreetSlot : ISlot
{
    private const int MinWords = 2;

    private readonly DateSlot _date = new();
    private readonly PhraseSlot _phrase = new(8, isWhole: true, stops: "address stops");

    // "Calle Mayor, 23, piso 4": the number may stand after a comma; one of five digits is the town's.
    public string Pattern(bool isLast) => isLast ? $@"{_phrase.Pattern(isLast)}(?:,\s*(?:\p{{L}}{{1,7}}\.?\s+)?(?!\d{{5}})[\dº]+[^\s,;:?!]*){{0,3}}" : _phrase.Pattern(isLast);

    public SlotReading? Read(string text, SlotEdges edges, SlotContext context)
    {
        if (_phrase.Read(text, edges, context) is not { } reading || reading.Value.Contains('@', StringComparison.Ordinal))
            return null;
        if (_date.Read(reading.Value, SlotEdges.OpenEnd, context) is not null)
            return null;
        var words = Tokens.Of(reading.Value);
        var isStreet = words.Any(word => char.IsAsciiDigit(word.Text[0]) || (char.IsUpper(word.Text[0]) && context.Language.Has("street words", word.Text.TrimEnd('.'))))
            && words.Any(word => char.IsUpper(word.Text[0]) || (context.IsUncased && word.Text.Length > 2 && char.IsLetter(word.Text[0])));
        return isStreet && words.Count >= MinWords ? reading : null;
    }
}
