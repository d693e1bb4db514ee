using System.Collections.Frozen;
using System.Text;
using Elaoms.Core.Text.Languages;
using Elaoms.Core.Text;

namespace Elaoms.Core.Records.Facts;

/// <summary>Compares values of facts by their words.</summary>
internal static class FactWords
{
    private static readonly FrozenSet<string> Determiners = """
        a an the my our your his her their this that some der die das den dem des ein eine einen einem einer mein meine meinen meiner unser
        unsere el la los las un una unos unas mi mis nuestro nuestra su sus le les une mon ma mes notre nos du de l d
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Titles = """
        mr mrs ms miss mister missus madam sir dr doctor prof professor herr frau fraulein senor senora senorita don dona monsieur madame
        mademoiselle mme m
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Asking = """
        please need needs want wants would like help caller customer user agent call called get have has been send sent order ordered book
        booked schedule scheduled done set way change changed cancel cancelled canceled issued processed posted shipped sure great okay ok
        now just already yes erledigt geschickt verschickt bestellt gebucht storniert geandert hecho enviado enviada pedido cambiado fait
        envoye envoyee commande change mochte brauche bitte kunde anrufer quiero necesito cliente favor voudrais besoin client
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);

    private static readonly Lazy<FrozenSet<string>> CommonWords = new(() =>
        KnownLanguages.All
            .SelectMany(language => language.CommonWords.Concat(language.TimeWords).Concat(language.Months.Keys))
            .ToFrozenSet(StringComparer.Ordinal));

    /// <summary>The words of a value that count, each between blanks, without case and accents.</summary>
    public static string Of(FactForm form, string value)
    {
        var words = Split(value);
        var kept = form switch
        {
            FactForm.Name => words.Where(word => !Titles.Contains(word)).ToList(),
            FactForm.Phrase => words.Where(word => !Determiners.Contains(word)).Select(PorterStemmer.Stem).ToList(),
            _ => words,
        };
        return $" {string.Join(' ', kept.Count > 0 ? kept : words)} ";
    }

    /// <summary>Whether two values say the same.</summary>
    public static bool AreSame(FactForm form, string words, string others)
        => words == others
            || (form == FactForm.Name
                && (words.Contains(others, StringComparison.Ordinal) || others.Contains(words, StringComparison.Ordinal)));

    /// <summary>Whether what ends is about a value.</summary>
    /// <param name="form">The form of both.</param>
    /// <param name="words">The words of the value.</param>
    /// <param name="ending">The words of what ends; blank for anything.</param>
    public static bool IsAbout(FactForm form, string words, string ending)
    {
        if (string.IsNullOrWhiteSpace(ending) || words == ending)
            return true;
        if (form == FactForm.Word)
            return false;
        if (form == FactForm.Name)
            return words.Contains(ending, StringComparison.Ordinal);
        var (said, over) = (ToSet(words), ToSet(ending));
        return said.IsSubsetOf(over) || over.IsSubsetOf(said);
    }

    /// <summary>
    /// The content of a request or report: its words without common words of any language, words for asking or reporting, and times.
    /// </summary>
    public static HashSet<string> ContentOf(string value)
        => Split(value).Where(word => word.Length > 1 && !IsCommon(word)).Select(PorterStemmer.Stem).ToHashSet(StringComparer.Ordinal);

    /// <summary>Whether a report is about a request: it has half of what the request is about, and more than one word of it.</summary>
    public static bool IsReportOf(HashSet<string> request, HashSet<string> report)
    {
        var shared = request.Count(report.Contains);
        return shared > 0 && shared * 2 >= request.Count && (shared > 1 || request.Count == 1);
    }

    private static bool IsCommon(string word) => Asking.Contains(word) || CommonWords.Value.Contains(word);

    /// <summary>How much of a name a value gives: the more of its words the better, with those that are no title first.</summary>
    public static (int Words, int Length) NameRank(string value) => (Split(value).Count(word => !Titles.Contains(word)), -value.Length);

    private static HashSet<string> ToSet(string words)
        => words.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);

    private static List<string> Split(string value)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        foreach (var rune in value.EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune) || rune.Value is '@' or '+')
            {
                word.Append(Rune.ToLowerInvariant(new Rune(LatinLetters.Base(rune.Value))).ToString());
            }
            else if (word.Length > 0 && rune.Value is not ('\'' or '’'))
            {
                words.Add(word.ToString());
                word.Clear();
            }
        }

        if (word.Length > 0)
            words.Add(word.ToString());
        return words;
    }
}
