using Elaoms.Core.Calls;
using Elaoms.Core.Learning.Extraction.Slots;

namespace Elaoms.Core.Learning.Extraction;

/// <summary>
/// Finds what a caller states about themselves in a call: in the caller's own turns only. What is asked, supposed, reported, joked or meant for the system states nothing.
/// </summary>
internal sealed class CallerStatements
{
    private const int MaxPerCall = 200;

    private readonly Languages _languages;
    private readonly Call _call;
    private readonly DateOnly _day;
    private readonly Language _likely;

    private CallerStatements(Languages languages, Call call, DateOnly day)
    {
        (_languages, _call, _day) = (languages, call, day);
        _likely = languages.Of(string.Join(' ', call.Turns.Take(40).Select(turn => turn.Text)));
    }

    /// <summary>The statements of a call, in the order in which they were made.</summary>
    /// <param name="languages">The rules.</param>
    /// <param name="call">The call.</param>
    /// <param name="day">Its day.</param>
    public static IReadOnlyList<Statement> Of(Languages languages, Call call, DateOnly day)
        => [.. new CallerStatements(languages, call, day).All().Take(MaxPerCall)];

    private IEnumerable<Statement> All()
    {
        Turn? asked = null;
        Statement? name = null;
        foreach (var turn in _call.Turns)
        {
            if (turn.Role == Turn.AgentRole)
                asked = turn;
            if (turn.Role != Turn.UserRole)
                continue;
            foreach (var statement in OfTurn(turn, asked).Select(statement => Settled(statement, name)).OfType<Statement>())
            {
                if (statement is { Key: "name", Ends: false })
                    name = statement;
                yield return statement;
            }

            asked = null;
        }

        foreach (var statement in OfSummary(_call.Summary ?? ""))
            yield return statement;
    }

    private IEnumerable<Statement> OfSummary(string summary)
    {
        var language = _languages.Of(summary, _likely);
        var context = new SlotContext(language, IsUncased: false, _day);
        return from sentence in TurnText.Sentences(TurnText.Clean(summary, language), language)
               from entry in language.OfSummary
               from match in entry.Rule.Matches(sentence.Text, context)
               select new Statement(entry.Key, match.Values.Values.First(), Ends: false, Turn: null, Quote: null);
    }

    // What is asked for within the call is open only when the call failed; what is spelled when asked for belongs to the name that was said before.
    private Statement? Settled(Statement statement, Statement? name) => statement.Key switch
    {
        "request" => string.Equals(_call.Outcome, "failure", StringComparison.OrdinalIgnoreCase) ? statement with { Key = "open_request" } : null,
        "spelled_name" => statement with { Key = "name", Value = name is null ? statement.Value : Spelled.Replace(name.Value, statement.Value) },
        _ => statement,
    };

    private IEnumerable<Statement> OfTurn(Turn turn, Turn? asked)
    {
        var language = _languages.Of(turn.Text, _likely);
        var text = TurnText.Clean(turn.Text, language);
        if (language.IsGuarded("joke", text) || language.IsGuarded("instruction", text))
            return [];

        var context = new SlotContext(language, IsUncased(text), _day);
        var found = new List<(int At, Statement Statement)>();
        foreach (var sentence in TurnText.Sentences(text, language))
        {
            foreach (var match in language.Rules.SelectMany(rule => rule.Matches(sentence.Text, context)))
            {
                if (Counts(match, sentence, language))
                    found.AddRange(Made(match, sentence, text, turn, context));
            }
        }

        if (asked is not null)
            found.AddRange(Answers(text, turn, asked, context));
        return Spelled.Apply(found.OrderBy(one => one.At).Select(one => one.Statement).Distinct().ToList(), text, turn, asked, language);
    }

    private static bool Counts(RuleMatch match, Sentence sentence, Language language)
    {
        var isRequest = match.Rule.Actions[0].Key is "open_request" or "request" or "preferred_language";
        if (match.Index >= sentence.QuestionFrom && !isRequest)
            return false;
        var before = sentence.Text[..match.Index];
        var clause = before[(before.LastIndexOfAny([',', ';', ':']) + 1)..];
        return !language.IsGuarded("supposed", clause) && (isRequest || match.Rule.Actions[0].Key is "promise" || !language.IsGuarded("reported", before));
    }

    private static IEnumerable<(int, Statement)> Made(RuleMatch match, Sentence sentence, string text, Turn turn, SlotContext context)
    {
        var values = match.Values;
        if (match.LastSlot is { } slot && Corrected(slot, text[(sentence.Start + match.End)..], context) is { } better)
        {
            var last = values.Last().Key;
            values = new Dictionary<string, string>(values, StringComparer.Ordinal) { [last] = better };
        }

        foreach (var action in match.Rule.Actions)
        {
            var value = action.Value(values).Trim();
            if (action.Ends || value.Length > 0)
                yield return (sentence.Start + match.Index, new Statement(action.Key, value, action.Ends, turn.Position, sentence.Text));
        }
    }

    // "Bergen, no, sorry, Oslo": who says so means the second.
    private static string? Corrected(ISlot slot, string rest, SlotContext context)
    {
        foreach (var correction in context.Language.Find("correction", rest[..Math.Min(rest.Length, 60)], context))
        {
            if (rest[..correction.Index].Any(char.IsLetterOrDigit))
                continue;
            if (slot.Read(rest[correction.End..].TrimStart(' ', ',', '.', '-'), isLast: true, context) is { } reading)
                return reading.Value;
        }

        return null;
    }

    private static IEnumerable<(int, Statement)> Answers(string text, Turn turn, Turn asked, SlotContext context)
    {
        var language = context.Language;
        var question = TurnText.Sentences(TurnText.Clean(asked.Text, language), language).LastOrDefault()?.Text ?? "";
        foreach (var key in language.Questions.Where(one => one.Rule.IsIn(question)).Select(one => one.Key).Distinct(StringComparer.Ordinal))
        {
            var (kind, type) = key.Split('=', 2, StringSplitOptions.TrimEntries) is [var one, var other] ? (one, other) : (key, key);
            var at = 0;
            foreach (var lead in language.Find("lead", text, context).Where(lead => lead.Index == at).Take(1))
                at = lead.End;
            while (language.Find("lead", text[at..], context).FirstOrDefault(lead => lead.Index == 0 && lead.End > 0) is { } next)
                at += next.End + text[(at + next.End)..].TakeWhile(c => c is ' ' or ',' or '.' or '!').Count();
            var answer = TurnText.Sentences(text[at..], language).FirstOrDefault();
            if (answer is null || answer.QuestionFrom == 0 || language.IsGuarded("no answer", answer.Text))
                continue;
            var slot = language.Slot(type);
            if (slot.Read(answer.Text, isLast: true, context) is not { } reading)
                continue;
            var value = Corrected(slot, text[(at + answer.Start + reading.Length)..], context) ?? reading.Value;
            if (IsWholeAnswer(answer.Text[reading.Length..]))
                yield return (at, new Statement(kind, value, Ends: false, turn.Position, answer.Text));
        }
    }

    private static bool IsWholeAnswer(string rest) => rest.Length == 0 || !char.IsLetterOrDigit(rest.TrimStart()[..1].FirstOrDefault(' ')) || rest.TrimStart().Length == 0;

    private static bool IsUncased(string text) => text.Any(char.IsLower) && !text.Any(char.IsUpper) || (text.Length > 12 && text.Where(char.IsUpper).All(c => c == 'I') && !text.StartsWith("I ", StringComparison.Ordinal) && char.IsLower(text[0]));
}
