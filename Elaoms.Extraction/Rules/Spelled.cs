using System.Text;
using System.Text.RegularExpressions;
using Elaoms.Core.Calls;
using Elaoms.Core.Facts;
using Elaoms.Core.Text;
using Elaoms.Extraction.Rules.Slots;

namespace Elaoms.Extraction.Rules;

/// <summary>Reads names that callers spell: letters one by one, double ones, and with words for them.</summary>
internal static partial class Spelled
{
    /// <summary>The key of a name that is only spelled; whose it is depends on the call.</summary>
    public const string Key = "spelled_name";

    private const int MinLetters = 3;

    // Longer than any name that somebody spells; who goes on says something else.
    private const int MaxLetters = 40;
    private const double MinLikeness = 0.4;

    /// <summary>The statements with the spelled name in the place of the one that was heard.</summary>
    public static List<Statement> Apply(List<Statement> statements, string text, Turn turn, Turn? asked, Language language)
    {
        foreach (var spelled in Words(text, language))
        {
            var at = statements.FindLastIndex(statement => statement is { Key: "name" or BareName.Key or BareName.FurtherKey or "surname", Ends: false });
            if (at >= 0)
                statements[at] = statements[at] with { Value = Replace(statements[at].Value, spelled), IsSpelled = true };
            else if ((asked is not null && language.IsGuarded("spell", asked.Text.Replace('’', '\''))) || language.IsGuarded("spelled name", text))
                statements.Add(new Statement(Key, spelled, Ends: false, turn.Position, text));
        }

        return statements;
    }

    /// <summary>A name with the word that the spelled one is likest to in its place.</summary>
    public static string Replace(string name, string spelled)
    {
        var words = name.Split(' ');
        var likest = Enumerable.Range(0, words.Length).MaxBy(i => Likeness(words[i], spelled));
        // Who spells a name seldom says its accents and hyphens.
        if (Plain(words[likest]).Equals(Plain(spelled), StringComparison.Ordinal))
            return name;
        if (Likeness(words[likest], spelled) < MinLikeness)
            return name;
        words[likest] = spelled;
        return string.Join(' ', words);
    }

    private static IEnumerable<string> Words(string text, Language language)
    {
        return text.Split([':', ';', '?', '!']).SelectMany(part => WordsOfPart(Tokens.Of(Hyphens.Replace(part, " ")), language));
    }

    // What stands before a colon only announces the letters.
    private static IEnumerable<string> WordsOfPart(IReadOnlyList<(string Text, int Start, int End)> tokens, Language language)
    {
        var letters = new StringBuilder();
        var twice = false;
        for (var i = 0; i <= tokens.Count; i++)
        {
            var word = i < tokens.Count ? tokens[i].Text.TrimEnd('.') : "";
            if (Tokens.Longest(tokens, i, language.Map("spelling")) is { Count: > 1 } several)
            {
                letters.Append(several.Value, twice ? 2 : 1);
                twice = false;
                i += several.Count - 1;
                continue;
            }

            // "D de Dinamarca": the word is no letter, though the letter may be called so.
            if (letters.Length > 0 && i + 1 < tokens.Count && tokens[i + 1].Text is { Length: > 2 } named && language.Has("as in", word)
                && LatinLetters.Base(char.ToLowerInvariant(named[0])) == LatinLetters.Base(char.ToLowerInvariant(letters[^1])))
            {
                i++;
                continue;
            }

            if (i < tokens.Count && language.Has("double", word))
            {
                twice = true;
                continue;
            }

            var letter = Letter(word, language);
            if (letter is null)
            {
                // "S as in Sam": the words after the letter only name it.
                if (letters.Length > 0 && i + 1 < tokens.Count && language.Has("as in", word))
                {
                    i += language.Has("as in", $"{word} {tokens[i + 1].Text}") ? 2 : 1;
                    continue;
                }

                if (letters.Length > 0 && language.Has("spelling links", word))
                    continue;
                if (letters.Length is >= MinLetters and <= MaxLetters)
                    yield return NameCase.Of(letters.ToString());
                letters.Clear();
                twice = false;
                continue;
            }

            letters.Append(letter, twice ? 2 : 1);
            twice = false;
        }
    }

    private static StringBuilder Append(this StringBuilder letters, string letter, int times)
    {
        for (; times > 0; times--)
            letters.Append(letter);
        return letters;
    }

    private static string? Letter(string word, Language language)
        => word.Length == 1 && char.IsLetter(word[0]) ? word : language.Map("spelling").GetValueOrDefault(word.ToLowerInvariant());

    private static string Plain(string name)
        => string.Concat(name.EnumerateRunes().Where(Rune.IsLetter).Select(rune => new Rune(LatinLetters.Base(Rune.ToLowerInvariant(rune).Value))));

    // 0..1: of "Catherine" and "Kathryn" about half.
    private static double Likeness(string one, string other)
        => Plain(one) is var a && Plain(other) is var b ? 1 - (double)EditDistance.Between(a, b) / Math.Max(1, Math.Max(a.Length, b.Length)) : 0;

    [GeneratedRegex("[-–,]", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Hyphens { get; }
}
