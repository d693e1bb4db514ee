using Elaoms.Core.Search.Parts;
using System.Runtime.InteropServices;
using Elaoms.Core.Text;
using Elaoms.Core.Text.Languages;

namespace Elaoms.Core.Search.Ranking;

/// <summary>What a query asks.</summary>
internal sealed class Question
{
    /// <summary>The terms to be found, each once.</summary>
    public required IReadOnlyList<string> Terms { get; init; }

    /// <summary>Those of the terms that are no part of a date it names.</summary>
    public required IReadOnlyList<string> Content { get; init; }

    /// <summary>Whom it is about.</summary>
    public required SpeakerSide About { get; init; }

    /// <summary>Whether it asks for a time.</summary>
    public required bool AsksWhen { get; init; }

    /// <summary>Whether it asks for the call before this one.</summary>
    public required bool OfLastCall { get; init; }

    /// <summary>The dates it names.</summary>
    public required IReadOnlyList<AskedDate> Dates { get; init; }

    /// <summary>Whether a time is all that it asks for.</summary>
    public required bool IsOfTimeOnly { get; init; }

    /// <summary>The words whose terms these are, in lower case.</summary>
    public required IReadOnlyList<string> Words { get; init; }

    /// <summary>Whether it names a date or a call.</summary>
    public bool NamesTime => OfLastCall || Dates.Count > 0;

    /// <summary>Reads a query.</summary>
    public static Question Read(string query, Terms terms, SpeakerNames names)
    {
        var (words, capitals) = WordsOf(query);
        var ofLastCall = Remove(words, capitals, terms.LastCall);
        Remove(words, capitals, terms.Wrappers);
        // Who is named is on the line: the name stands in what the other side says to them, and is no sign of what they say.
        var sides = words.ConvertAll(word => SideOf(word, terms.Languages, names));
        var dates = AskedDate.In(words, capitals, terms);
        var found = words.Where((_, at) => sides[at] == SpeakerSide.Neither).Where(word => terms.Of(word) is not null).ToList();
        if (found.Count == 0)
            found = [.. words.Where(word => terms.Of(word) is not null)];

        var (caller, agent) = (sides.Contains(SpeakerSide.Caller), sides.Contains(SpeakerSide.Agent));
        var content = dates.Count == 0 ? found : found.FindAll(word => !AskedDate.IsPart(word, terms));
        return new Question
        {
            Terms = TermsOf(found, terms),
            Content = TermsOf(content, terms),
            About = caller == agent ? SpeakerSide.Neither : caller ? SpeakerSide.Caller : SpeakerSide.Agent,
            AsksWhen = terms.Languages.Any(language => HoldsAny(words, language.TimeQuestions)),
            OfLastCall = ofLastCall,
            Dates = dates,
            Words = found,
            IsOfTimeOnly = (ofLastCall || dates.Count > 0) && content.Count == 0,
        };
    }

    private static List<string> TermsOf(List<string> words, Terms terms)
        => [.. words.Select(terms.Of).OfType<string>().Take(Parts.Terms.MaxQueryTerms).Distinct(StringComparer.Ordinal)];

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

    private static SpeakerSide SideOf(string word, IReadOnlyList<Language> languages, SpeakerNames names)
    {
        if (names.Of(word) is not SpeakerSide.Neither and var named)
            return named;
        foreach (var language in languages)
        {
            if (language.CallerWords.Contains(word))
                return SpeakerSide.Caller;
            if (language.AgentWords.Contains(word))
                return SpeakerSide.Agent;
        }

        return SpeakerSide.Neither;
    }

    private static bool Remove(List<string> words, List<bool> capitals, IReadOnlyList<string[]> longestFirst)
    {
        var removed = false;
        for (var at = 0; at < words.Count;)
        {
            var length = LengthAt(CollectionsMarshal.AsSpan(words)[at..], longestFirst);
            if (length == 0)
            {
                at++;
                continue;
            }

            words.RemoveRange(at, length);
            capitals.RemoveRange(at, length);
            removed = true;
        }

        return removed;
    }

    private static int LengthAt(ReadOnlySpan<string> words, IReadOnlyList<string[]> longestFirst)
    {
        foreach (var phrase in longestFirst)
        {
            if (words.StartsWith(phrase))
                return phrase.Length;
        }

        return 0;
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
