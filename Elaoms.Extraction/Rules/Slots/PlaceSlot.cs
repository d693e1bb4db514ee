using System.Globalization;

namespace Elaoms.Extraction.Rules.Slots;

/// <summary>The name of a town, region or country.</summary>
internal sealed class PlaceSlot : ISlot
{
    private const int MaxWords = 6;

    public string Pattern(bool isLast) => Tokens.Run(MaxWords, isLast);

    public SlotReading? Read(string text, SlotEdges edges, SlotContext context)
    {
        var words = Tokens.Of(text);
        var taken = new List<string>();
        var names = 0;
        var end = 0;
        for (var i = 0; i < words.Count; i++)
        {
            var word = words[i].Text;
            if (Tokens.IsCommaBefore(words, i, text))
                break;
            var isLink = context.Language.Has("place links", word) && !IsLinkedPlace(word, context);
            if (isLink && IsPlaceAfterLinks(words, i, names, context))
            {
                // "the Netherlands" are the Netherlands; "La Rochelle" is itself.
                if (taken.Count > 0 || char.IsUpper(word[0]))
                    taken.Add(word);
                names = 0;
                continue;
            }

            if (isLink || !(IsPlaceWord(word, names, context) || (names > 0 && IsLinkedPlace(word, context))))
                break;
            taken.Add(context.IsUncased && char.IsLower(word[0]) ? char.ToUpperInvariant(word[0]) + word[1..] : word);
            names++;
            end = words[i].End;
        }

        return taken.Count == 0 || end == 0 || (edges != SlotEdges.OpenEnd && end != words[^1].End) ? null : new SlotReading(string.Join(' ', taken), end);
    }

    // The "d'Ascq" of Villeneuve.
    private static bool IsLinkedPlace(string word, SlotContext context)
        => word.IndexOf('\'', StringComparison.Ordinal) is > 0 and var elision && elision + 1 < word.Length
            && char.IsLower(word[0]) && char.IsUpper(word[elision + 1]) && context.Language.Has("place links", word[..(elision + 1)]);

    // "Talavera de la Reina": of two links the first stays too.
    private static bool IsPlaceAfterLinks(IReadOnlyList<(string Text, int Start, int End)> words, int at, int taken, SlotContext context)
        => at + 1 < words.Count && (IsPlaceWord(words[at + 1].Text, taken, context)
            || (taken > 0 && at + 2 < words.Count && context.Language.Has("place links", words[at + 1].Text) && IsPlaceWord(words[at + 2].Text, taken, context)));

    private static bool IsPlaceWord(string word, int taken, SlotContext context)
    {
        if (word.Any(char.IsDigit) || context.Language.Has("no places", word) || context.Language.Has("no names", word))
            return false;
        if (char.IsUpper(word[0]) || CharUnicodeInfo.GetUnicodeCategory(word, 0) is UnicodeCategory.OtherLetter)
            return true;
        return context.IsUncased && taken < 2 && !context.Language.Has("common", word);
    }
}
