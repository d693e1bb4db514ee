using System.Runtime.InteropServices;
using Elaoms.Core.Recall.Ranking.Languages;

namespace Elaoms.Core.Recall.Ranking;

/// <summary>What a query asks.</summary>
internal sealed class Question
{
    private Question(IReadOnlyList<string> terms, Side about, bool asksWhen, bool ofLastCall, IReadOnlyList<AskedDate> dates)
        => (Terms, About, AsksWhen, OfLastCall, Dates) = (terms, about, asksWhen, ofLastCall, dates);

    /// <summary>The terms to be found, each once.</summary>
    public IReadOnlyList<string> Terms { get; }

    /// <summary>Whom it is about.</summary>
    public Side About { get; }

    /// <summary>Whether it asks for a time.</summary>
    public bool AsksWhen { get; }

    /// <summary>Whether it asks for the call before this one.</summary>
    public bool OfLastCall { get; }

    /// <summary>The dates it names.</summary>
    public IReadOnlyList<AskedDate> Dates { get; }

    /// <summary>Reads a query.</summary>
    public static Question Read(string query, Terms terms, SpeakerNames names)
    {
        var (words, capitals) = WordsOf(query);
        // Who is named is on the line: the name stands in what the other side says to them, and is no sign of what they say.
        var sides = words.ConvertAll(word => SideOf(word, terms.Languages, names));
        var found = words.Where((_, at) => sides[at] == Side.Neither).Select(terms.Of).OfType<string>().ToList();
        if (found.Count == 0)
            found = [.. words.Select(terms.Of).OfType<string>()];

        var (caller, agent) = (sides.Contains(Side.Caller), sides.Contains(Side.Agent));
        return new Question(
            [.. found.Take(Ranking.Terms.MaxQueryTerms).Distinct(StringComparer.Ordinal)],
            caller == agent ? Side.Neither : caller ? Side.Caller : Side.Agent,
            terms.Languages.Any(language => HoldsAny(words, language.TimeQuestions)),
            terms.Languages.Any(language => HoldsAny(words, language.LastCall)),
            AskedDate.In(words, capitals, terms));
    }

    private static (List<string> Words, List<bool> Capitals) WordsOf(string query)
    {
        var (words, capitals) = (new List<string>(), new List<bool>());
        var reader = new WordReader(query, stackalloc char[WordReader.MaxLength]);
        while (reader.Next())
        {
            words.Add(reader.Word.ToString());
            capitals.Add(char.IsUpper(query[reader.Start]));
        }

        return (words, capitals);
    }

    private static Side SideOf(string word, IReadOnlyList<Language> languages, SpeakerNames names)
    {
        if (names.Of(word) is not Side.Neither and var named)
            return named;
        foreach (var language in languages)
        {
            if (language.CallerWords.Contains(word))
                return Side.Caller;
            if (language.AgentWords.Contains(word))
                return Side.Agent;
        }

        return Side.Neither;
    }

    private static bool HoldsAny(List<string> words, string[][] phrases)
    {
        foreach (var phrase in phrases)
        {
            if (Holds(CollectionsMarshal.AsSpan(words), phrase))
                return true;
        }

        return false;
    }

    // A single word counts at the beginning only: "when" elsewhere rarely asks.
    private static bool Holds(ReadOnlySpan<string> words, ReadOnlySpan<string> phrase)
    {
        var last = phrase.Length == 1 ? Math.Min(0, words.Length - 1) : words.Length - phrase.Length;
        for (var at = 0; at <= last; at++)
        {
            if (words.Slice(at, phrase.Length).SequenceEqual(phrase))
                return true;
        }

        return false;
    }
}
