using System.Collections.Frozen;
using Elaoms.Core.Text.Languages;
using Elaoms.Core.Text;

namespace Elaoms.Core.Records.Facts;

/// <summary>Compares values of facts by their words.</summary>
internal sealed class FactWords
{
    private static readonly Lazy<FactWords> Read = new(() => new FactWords(LanguageSet.BuiltIn));

    private readonly FrozenSet<string> _determiners;
    private readonly FrozenSet<string> _titles;
    private readonly FrozenSet<string> _common;

    /// <summary>Reads the words of all languages, since values may be in another than the caller's.</summary>
    public FactWords(LanguageSet languages)
    {
        _determiners = All(language => language.Words("facts: determiners"));
        _titles = All(language => language.Titles);
        _common = All(language => language.Words("facts: asking").Concat(language.StopWords)
            .Concat(language.TimeWords).Concat(language.Months.Keys));

        FrozenSet<string> All(Func<Language, IEnumerable<string>> words)
            => languages.Spoken.SelectMany(words).ToFrozenSet(StringComparer.Ordinal);
    }

    /// <summary>The words of the languages that are built in.</summary>
    public static FactWords BuiltIn => Read.Value;

    /// <summary>The words of a value that count, each between blanks, without case and accents.</summary>
    public string Of(FactForm form, string value)
    {
        var words = Split(value);
        var kept = form switch
        {
            FactForm.Name => words.Where(word => !_titles.Contains(word)).ToList(),
            FactForm.Phrase => words.Where(word => !_determiners.Contains(word)).Select(PorterStemmer.Stem).ToList(),
            _ => words,
        };
        return $" {string.Join(' ', kept.Count > 0 ? kept : words)} ";
    }

    /// <summary>Whether a word, without case and accents, is too common to stand for a person: a title, a month, a stop word.</summary>
    public bool IsCommon(string word) => _common.Contains(word) || _titles.Contains(word);

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
    /// The content of a request or report: its words without stop words of any language, words for asking or reporting, and times.
    /// </summary>
    public HashSet<string> ContentOf(string value)
        => Split(value).Where(word => word.Length > 1 && !_common.Contains(word)).Select(PorterStemmer.Stem)
            .ToHashSet(StringComparer.Ordinal);

    /// <summary>Whether a report is about a request: it has half of what the request is about, and more than one word of it.</summary>
    public static bool IsReportOf(HashSet<string> request, HashSet<string> report)
    {
        var shared = request.Count(report.Contains);
        return shared * 2 >= request.Count && (shared > 1 || request.Count == 1);
    }

    /// <summary>How much of a name a value gives: the more of its words the better, with those that are no title first.</summary>
    public (int Words, int Length) NameRank(string value) => (Split(value).Count(word => !_titles.Contains(word)), -value.Length);

    private static HashSet<string> ToSet(string words)
        => words.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);

    private static List<string> Split(string value)
        => WordReader.WordsOf(value, WordOptions.JoinsAtApostrophes | WordOptions.KeepsAtAndPlus);
}
