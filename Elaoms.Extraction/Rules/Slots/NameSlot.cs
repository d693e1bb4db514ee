using System.Globalization;
using Elaoms.Core.Callers;

namespace Elaoms.Extraction.Rules.Slots;

/// <summary>
/// The name of a person: words with a capital, or of a script without, that are no other words; with titles and with the small words between them. It is never more than was
/// said, and rather nothing than half of it.
/// </summary>
internal sealed class NameSlot(bool isWeak = false, bool mustEnd = false, bool isOther = false, bool mustBeKnown = false, bool mustBeSurname = false) : ISlot
{
    private const int MaxWords = 7;

    public string Pattern(bool isLast) => Tokens.Run(MaxWords, isLast);

    public SlotReading? Read(string text, SlotEdges edges, SlotContext context)
    {
        var words = Tokens.Of(text);
        var language = context.Language;
        var first = edges == SlotEdges.OpenBeginning ? FirstOfEnd(words, context) : 0;
        var taken = new List<string>();
        var end = 0;
        var names = 0;
        for (var i = first; i < words.Count; i++)
        {
            var word = words[i].Text;
            if (i > first && Tokens.IsCommaBefore(words, i, text))
                break;
            // "My cat Mabel's off her food."
            if (isOther && IsPossessive(word))
                word = word[..^2];
            if (names == 0 && taken.Count < 2 && language.Has("titles", word))
            {
                taken.Add(language.Map("titles")[word.ToLowerInvariant()]);
            }
            else if (names > 1 && edges == SlotEdges.OpenEnd && language.Has("origin links", word))
            {
                // "Paul Martin de Lyon" says where from; "Charles de Gaulle" does not.
                break;
            }
            else if (names > 0 && i + 1 < words.Count && language.Has("particles", word) && IsNameAfter(words, i + 1, context))
            {
                taken.Add(word);
                continue;
            }
            else if (names == 0 && language.Has("particles", word) && (taken.Count > 0 || char.IsUpper(word[0])) && IsNameAfter(words, i + 1, context))
            {
                taken.Add(word);
                continue;
            }
            else if (IsNameWord(word, names, context) && (!isOther || IsOther(word, names, context)))
            {
                taken.Add(Cased(word, context));
                names++;
            }
            else
            {
                // What follows tells: "Sarah's mother" is not Sarah.
                if (names == 0 || (IsPossessive(word) && !language.Has("common", word)))
                    return null;
                break;
            }

            end = words[i].End;
        }

        if (names == 0 || (edges != SlotEdges.OpenEnd && end != words[^1].End))
            return null;
        var value = string.Join(' ', names > 1 && language.Has("civil titles", taken[0]) ? taken.Skip(1) : taken);
        if (!CallerName.IsName(value))
            return null;
        var next = first + taken.Count;
        if (mustEnd && next < words.Count && !language.Has("after names", words[next].Text))
            return null;
        if (isWeak && !IsSure(taken, words, next, context))
            return null;
        if (mustBeKnown && !IsKnown(taken[0], language))
            return null;
        if (mustBeSurname && (taken.Count > 1 || IsKnown(taken[0], language)))
            return null;
        // Without capitals only a name in common use tells "this is Mick" from "this is crazy".
        if ((isWeak || mustEnd) && context.IsUncased && !HasTitle(taken, context) && !taken.Exists(Language.IsGivenName))
            return null;
        return new SlotReading(value, end);
    }

    // "I'm" and its like are followed by anything: a single word must be a known name, or be followed by what only follows names; without capitals nothing but a known name tells.
    private static bool IsSure(List<string> taken, IReadOnlyList<(string Text, int Start, int End)> words, int next, SlotContext context)
    {
        var isFollowed = next < words.Count && context.Language.Has("after names", words[next].Text);
        if (next < words.Count && !isFollowed)
            return false;
        if (HasTitle(taken, context))
            return true;
        return context.IsUncased ? Language.IsGivenName(taken[0]) : taken.Count > 1 || isFollowed || Language.IsGivenName(taken[0]);
    }

    private static bool HasTitle(List<string> taken, SlotContext context) => taken.Exists(word => context.Language.Map("titles").Values.Contains(word, StringComparer.Ordinal));

    private static bool IsKnown(string first, Language language)
        => language.Map("titles").Values.Contains(first, StringComparer.Ordinal) || first.Split('-').Any(Language.IsGivenName);

    private static int FirstOfEnd(IReadOnlyList<(string Text, int Start, int End)> words, SlotContext context)
    {
        var first = words.Count;
        while (first > 0 && (IsNameWord(words[first - 1].Text, 1, context) || (first < words.Count && context.Language.Has("particles", words[first - 1].Text) && first > 1)))
        {
            first--;
            // Nothing of a name comes before its title.
            if (first < words.Count && context.Language.Has("titles", words[first].Text))
                return first;
        }

        return first > 0 && context.Language.Has("titles", words[first - 1].Text) ? first - 1 : first;
    }

    private static bool IsNameAfter(IReadOnlyList<(string Text, int Start, int End)> words, int at, SlotContext context)
        => at < words.Count && (IsNameWord(words[at].Text, 1, context)
            || (context.Language.Has("particles", words[at].Text) && at + 1 < words.Count && IsNameWord(words[at + 1].Text, 1, context)));

    private static bool IsNameWord(string word, int names, SlotContext context)
    {
        if (IsPossessive(word) || word.Any(char.IsDigit) || word.Contains('@', StringComparison.Ordinal))
            return false;
        var plain = word.TrimEnd('.');
        // "d'Ormesson" is a name for what follows its particle.
        if (names > 0 && char.IsLower(word[0]) && plain.IndexOf('\'', StringComparison.Ordinal) is > 0 and var elision && context.Language.Has("particles", plain[..(elision + 1)]))
            plain = plain[(elision + 1)..];
        if (plain.Length == 0 || context.Language.Has("no names", plain))
            return false;
        var isUncased = CharUnicodeInfo.GetUnicodeCategory(plain, 0) is UnicodeCategory.OtherLetter;
        if (isUncased)
            return true;
        // "al-Hassan" goes on with a name.
        if (names > 0 && plain.Split('-') is [var particle, [var initial, ..]] && char.IsUpper(initial) && context.Language.Has("particles", particle))
            return true;
        if (char.IsUpper(plain[0]))
            return plain.Length > 1 || names > 0 || word.EndsWith('.');
        return context.IsUncased && names < 2 && plain.Length > 1 && !context.Language.Has("common", plain) && !context.Language.Has("after names", plain);
    }

    // "My dog ate it": of those that callers speak of, only names in common use are told without capitals.
    private static bool IsOther(string word, int names, SlotContext context)
        => !context.IsUncased || (names == 0 && (Language.IsGivenName(word) || context.Language.Has("pet names", word)));

    private static bool IsPossessive(string word) => word.EndsWith("'s", StringComparison.OrdinalIgnoreCase) && word.Length > 2;

    private static string Cased(string word, SlotContext context)
        => context.IsUncased && char.IsLower(word[0]) ? NameCase.Of(word) : word;
}
