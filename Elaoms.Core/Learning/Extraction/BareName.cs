using Elaoms.Core.Calls;
using Elaoms.Core.Learning.Extraction.Slots;

namespace Elaoms.Core.Learning.Extraction;

/// <summary>Finds the name of callers who say it by itself: "Hi, Joanne Petrie. Could somebody call me back?"</summary>
internal static class BareName
{
    /// <summary>The key under which it is found; whether it counts depends on the rest of the call.</summary>
    public const string Key = "bare_name";

    /// <summary>Finds it in a turn.</summary>
    public static IEnumerable<(int At, Statement Statement)> Find(string text, Turn turn, Turn? asked, SlotContext context)
    {
        var language = context.Language;
        if (asked is not null && language.IsGuarded("asks for others", asked.Text.Replace('’', '\'')))
            yield break;
        foreach (var sentence in TurnText.Sentences(text, language).Where(sentence => sentence.QuestionFrom > 0))
        {
            var at = Answer.AfterLead(sentence.Text, context);
            var rest = sentence.Text[at..];
            var end = FirstPause(rest);
            var words = rest[..end].Trim();
            if (words.Length == 0 || language.IsGuarded("others name", rest[end..]))
                continue;
            if (language.Slot("name").Read(words, SlotEdges.Closed, context) is { } name && IsFull(name.Value, language))
                yield return (sentence.Start + at, new Statement(Key, name.Value, Ends: false, turn.Position, sentence.Text));
        }
    }

    private static int FirstPause(string text)
    {
        var end = text.IndexOfAny([',', ';', ':', '–', '—']);
        return end < 0 ? text.Length : end;
    }

    private static bool IsFull(string name, Language language)
    {
        var words = name.Split(' ');
        return words.Length > 1 && (language.Map("titles").Values.Contains(words[0], StringComparer.Ordinal) || words[0].Split('-').Any(Language.IsGivenName) || words.All(word => word.Any(c => c > 'ɏ')));
    }
}
