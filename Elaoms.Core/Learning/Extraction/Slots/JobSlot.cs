namespace Elaoms.Core.Learning.Extraction.Slots;

/// <summary>An occupation, known by its last word, after which none of what it could be part of follows: "I'm a" is followed by anything, such as "model citizen".</summary>
internal sealed class JobSlot : ISlot
{
    private readonly PhraseSlot _phrase = new(5, stops: "job stops", barred: "no jobs");

    public string Pattern(bool isLast) => _phrase.Pattern(isLast);

    public SlotReading? Read(string text, SlotEdges edges, SlotContext context)
    {
        if (_phrase.Read(text, edges, context) is not { } reading)
            return null;
        var words = Tokens.Of(reading.Value);
        for (var last = words.Count - 1; last >= 0; last--)
        {
            if (!context.Language.Has("jobs", words[last].Text))
                continue;
            var isEnd = last == words.Count - 1 || (edges == SlotEdges.OpenEnd && context.Language.Has("common", words[last + 1].Text));
            return isEnd ? new SlotReading(reading.Value[..words[last].End], text.IndexOf(reading.Value, StringComparison.Ordinal) + words[last].End) : null;
        }

        return null;
    }
}
