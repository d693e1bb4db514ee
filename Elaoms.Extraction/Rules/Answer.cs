using Elaoms.Core.Calls;
using Elaoms.Extraction.Rules.Slots;

namespace Elaoms.Extraction.Rules;

/// <summary>Reads the caller's answer to what the agent has just asked for.</summary>
internal static class Answer
{
    private const int MaxEchoLength = 20;

    // What leads to an answer is a few words, a few times: "yes, well, of course, it's".
    private const int LeadReach = 100;
    private const int MaxLeads = 20;

    /// <summary>What the turn states by answering.</summary>
    public static IEnumerable<(int At, Statement Statement)> Find(string text, Turn turn, Turn asked, SlotContext context)
    {
        var language = context.Language;
        var question = TurnText.Clean(asked.Text, language);
        var isName = false;
        foreach (var (key, slot, _) in language.Asked(question))
        {
            // Asked for name and town, who begins with a name doesn't live in it.
            if (isName && slot != language.Name)
                continue;
            var at = AfterLead(text, context, language.HasGuard($"lead {key}") ? $"lead {key}" : "lead");
            // "Now? Swansea." repeats the question first.
            var answer = TurnText.Sentences(text[at..], language).SkipWhile(sentence => sentence is { QuestionFrom: 0, Text.Length: < MaxEchoLength }).FirstOrDefault();
            if (answer is null || answer.QuestionFrom == 0 || language.IsGuarded("no answer", text[at..]))
                continue;
            if (slot.Read(answer.Text, SlotEdges.OpenEnd, context) is not { } reading || !IsWhole(answer.Text[reading.Length..], language))
                continue;
            if (key == "name" && language.IsGuarded("others name", answer.Text[reading.Length..]))
                continue;
            var value = Correction.Of(slot, text[(at + answer.Start + reading.Length)..], context) ?? reading.Value;
            isName |= slot == language.Name;
            yield return (at + answer.Start, new Statement(key, value, Ends: false, turn.Position, answer.Text));
        }
    }

    /// <summary>Where the words begin that say something, after "yes, of course, it's" and the like.</summary>
    /// <param name="text">The turn or a part of it.</param>
    /// <param name="context">What is known of the turn.</param>
    /// <param name="lead">The guard that has those words.</param>
    public static int AfterLead(string text, SlotContext context, string lead = "lead")
    {
        var at = 0;
        for (var leads = 0; leads < MaxLeads && at < text.Length && Lead(lead, text, at, context) is { } first; leads++)
        {
            at += first.End;
            while (at < text.Length && text[at] is ' ' or ',' or '.' or '!' or ':' or '-')
                at++;
        }

        return at;
    }

    private static RuleMatch? Lead(string lead, string text, int at, SlotContext context)
        => context.Language.Find(lead, text[at..Math.Min(text.Length, at + LeadReach)], context).FirstOrDefault(words => words.Index == 0 && words.End > 0);

    private static bool IsWhole(string rest, Language language)
    {
        rest = rest.TrimStart();
        return rest.Length == 0 || !char.IsLetterOrDigit(rest[0]) || language.Has("after answers", rest.Split(' ', ',', '.')[0]);
    }
}
