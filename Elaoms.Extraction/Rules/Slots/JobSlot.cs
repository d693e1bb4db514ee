namespace Elaoms.Extraction.Rules.Slots;

/// <summary>
/// An occupation, known by its last word, or by the end of it where words are compounded, after which none of what it could be part of follows: "I'm a" is followed by anything, such as
/// "model citizen".
/// </summary>
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
            if (!IsJob(words[last].Text, context.Language))
                continue;
            var isEnd = last == words.Count - 1
                || (edges == SlotEdges.OpenEnd && (context.Language.WritesNounsWithCapitals || context.Language.Has("common", words[last + 1].Text)));
            return isEnd ? new SlotReading(reading.Value[..words[last].End], text.IndexOf(reading.Value, StringComparison.Ordinal) + words[last].End) : null;
        }

        return null;
    }

    private static bool IsJob(string word, Language language)
        => language.Has("jobs", word) || language.Map("job endings").Keys.Any(ending => word.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
}
