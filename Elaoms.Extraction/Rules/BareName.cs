using Elaoms.Core.Calls;
using Elaoms.Extraction.Rules.Slots;

namespace Elaoms.Extraction.Rules;

/// <summary>Finds the name of callers who say it by itself: "Hi, Joanne Petrie. Could somebody call me back?"</summary>
internal static class BareName
{
    /// <summary>The key under which it is found; whether it counts depends on the rest of the call.</summary>
    public const string Key = "bare_name";

    /// <summary>The key under which it is found after other words of a sentence: it can only say more of a name that was given.</summary>
    public const string FurtherKey = "further_name";

    private static readonly char[] Pauses = [',', ';', ':', '–', '—'];

    /// <summary>Finds it in a turn.</summary>
    public static IEnumerable<(int At, Statement Statement)> Find(IReadOnlyList<Sentence> sentences, Turn turn, Turn? asked, bool isEarly, SlotContext context)
    {
        var language = context.Language;
        var question = asked?.Text.Replace('’', '\'') ?? "";
        var wasAsked = language.Asked(question).Any(asks => asks.Key == "name");
        if (!wasAsked && language.IsGuarded("asks for others", question))
            yield break;
        foreach (var sentence in sentences.Where(sentence => sentence.QuestionFrom > 0))
        {
            var at = Answer.AfterLead(sentence.Text, context, "greeting");
            for (var isFirst = true; at < Math.Min(sentence.Text.Length, sentence.QuestionFrom); isFirst = false)
            {
                var pause = sentence.Text.IndexOfAny(Pauses, at) is >= 0 and var found ? found : sentence.Text.Length;
                if (!language.IsGuarded("others name", sentence.Text[pause..]) && Read(sentence.Text[at..pause], wasAsked, isEarly && !language.WritesNounsWithCapitals, context) is { } name
                    && !IsOf(asked, name, language))
                    yield return (sentence.Start + at, new Statement(isFirst ? Key : FurtherKey, name, Ends: false, turn.Position, sentence.Text));
                at = pause + 1;
            }
        }
    }

    // "Good morning, Mrs. Lehmann" is said to the agent who has just given that name.
    private static bool IsOf(Turn? agent, string name, Language language)
        => agent is not null && name.Split(' ') is [var title, .., var last] && language.Map("titles").Values.Contains(title, StringComparer.Ordinal)
            && agent.Text.Contains(last, StringComparison.OrdinalIgnoreCase);

    // A given name tells a name from a town or a plan; without one, the place where it is said must.
    private static string? Read(string text, bool wasAsked, bool isEarly, SlotContext context)
    {
        var language = context.Language;
        if (language.Name.Read(text.Trim(), SlotEdges.Closed, context) is not { Value: var name })
            return null;
        var words = name.Split(' ');
        var isKnown = language.Map("titles").Values.Contains(words[0], StringComparer.Ordinal) || words[0].Split('-').Any(Language.IsGivenName);
        return words.Length > 1 && (wasAsked || isKnown || (isEarly && !words.Any(word => language.Has("no bare names", word)))) ? name : null;
    }
}
