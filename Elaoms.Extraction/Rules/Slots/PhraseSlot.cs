namespace Elaoms.Extraction.Rules.Slots;

/// <summary>A few words as they were said, up to where something else begins; without an article or a possessive at the front, unless the whole is wanted; never with a word of certain lists.</summary>
internal sealed class PhraseSlot(int maxWords, bool isWhole = false, string stops = "phrase stops", string? barred = null, string[]? without = null, bool mustBeProper = false, int minWords = 1) : ISlot
{
    public string Pattern(bool isLast) => Tokens.Run(maxWords + 4, isLast);

    public SlotReading? Read(string text, SlotEdges edges, SlotContext context)
    {
        var language = context.Language;
        var words = Tokens.Of(text);
        var first = 0;
        if (barred is not null && words.Count > 0 && language.Has(barred, words[0].Text))
            return null;
        while (!isWhole && first < words.Count && language.Has("determiners", words[first].Text))
            first++;
        if (first == words.Count || (!isWhole && language.Has("no phrases", words[first].Text)) || (barred is not null && language.Has(barred, words[first].Text)))
            return null;

        var next = first;
        while (next < words.Count && next - first < maxWords && !IsStop(words, next, first, language) && (isWhole || next == first || !Tokens.IsCommaBefore(words, next, text)))
            next++;
        while (next > first && language.Has("loose ends", words[next - 1].Text))
            next--;
        if (next == first || (edges != SlotEdges.OpenEnd && next != words.Count))
            return null;
        var value = text[words[first].Start..words[next - 1].End].TrimEnd('.');
        if (without is not null && words.Skip(first).Take(next - first).Any(word => without.Any(list => language.Has(list, word.Text))))
            return null;
        if (mustBeProper && !context.IsUncased && !char.IsUpper(value[0]))
            return null;
        return value.Any(char.IsLetterOrDigit) ? new SlotReading(value, words[next - 1].End) : null;
    }

    private bool IsStop(IReadOnlyList<(string Text, int Start, int End)> words, int at, int first, Language language)
        => at >= first + minWords && (language.Has(stops, words[at].Text)
            || (at + 1 < words.Count && language.Has(stops, $"{words[at].Text} {words[at + 1].Text}")));
}
