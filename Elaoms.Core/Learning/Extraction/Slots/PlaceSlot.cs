using System.Globalization;

namespace Elaoms.Core.Learning.Extraction.Slots;

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
            var isLink = context.Language.Has("place links", word);
            if (isLink && i + 1 < words.Count && IsPlaceWord(words[i + 1].Text, names, context))
            {
                // "the Netherlands" are the Netherlands; "La Rochelle" is itself.
                if (taken.Count > 0 || char.IsUpper(word[0]))
                    taken.Add(word);
                names = 0;
                continue;
            }

            if (isLink || !IsPlaceWord(word, names, context))
                break;
            taken.Add(context.IsUncased && char.IsLower(word[0]) ? char.ToUpperInvariant(word[0]) + word[1..] : word);
            names++;
            end = words[i].End;
        }

        return taken.Count == 0 || end == 0 || (edges != SlotEdges.OpenEnd && end != words[^1].End) ? null : new SlotReading(string.Join(' ', taken), end);
    }

    private static bool IsPlaceWord(string word, int taken, SlotContext context)
    {
        if (word.Any(char.IsDigit) || context.Language.Has("no places", word) || context.Language.Has("no names", word))
            return false;
        if (char.IsUpper(word[0]) || CharUnicodeInfo.GetUnicodeCategory(word, 0) is UnicodeCategory.OtherLetter)
            return true;
        return context.IsUncased && taken < 2 && !context.Language.Has("common", word);
    }
}
