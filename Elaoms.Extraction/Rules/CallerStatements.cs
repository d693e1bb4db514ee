using System.Text.RegularExpressions;
using Elaoms.Core.Calls;
using Elaoms.Core.Facts;
using Elaoms.Core.Injection;
using Elaoms.Core.Learning;
using Elaoms.Extraction.Rules.Slots;

namespace Elaoms.Extraction.Rules;

/// <summary>
/// Finds what a caller states about themselves in a call: in the caller's own turns only. What is asked, supposed, reported, joked or meant for the system states nothing.
/// </summary>
internal sealed class CallerStatements
{
    private const int MaxPerCall = 200;
    // Callers say who they are at the beginning.
    private const int EarlyTurns = 2;
    private const int TurnsThatTellTheLanguage = 40;
    // By the time that they take.
    private const int CharactersPerComparison = 3;

    private readonly Languages _languages;
    private readonly Call _call;
    private readonly DateOnly _day;
    private readonly ExtractionWork _work;
    private readonly Language _likely;
    private readonly int _lastEarly;

    private CallerStatements(Languages languages, Call call, DateOnly day, ExtractionWork work)
    {
        (_languages, _call, _day, _work) = (languages, call, day, work);
        _lastEarly = call.Turns.Where(turn => turn.Role == Turn.UserRole).Take(EarlyTurns).LastOrDefault()?.Position ?? 0;
        _likely = languages.Of(string.Join(' ', call.Turns.Take(TurnsThatTellTheLanguage).Select(turn => turn.Text)));
    }

    /// <summary>The statements of a call, in the order in which they were made.</summary>
    /// <param name="languages">The rules.</param>
    /// <param name="call">The call.</param>
    /// <param name="day">Its day.</param>
    /// <param name="work">Counts what it costs, and ends the reading of turns when that is too much; null for a count of its own.</param>
    public static IReadOnlyList<Statement> Of(Languages languages, Call call, DateOnly day, ExtractionWork? work = null)
    {
        var statements = new CallerStatements(languages, call, day, work ?? new ExtractionWork());
        return [.. statements.OfTurns().Concat(statements.OfSummary()).Take(MaxPerCall)];
    }

    private IEnumerable<Statement> OfTurns()
    {
        Turn? asked = null;
        var name = new NameOfCall();
        foreach (var turn in _call.Turns)
        {
            if (turn.Role == Turn.AgentRole)
                asked = turn;
            if (turn.Role != Turn.UserRole)
                continue;
            if (_work.IsExhausted)
            {
                _work.AddUnreadTurn();
                continue;
            }

            foreach (var statement in Distinct(TryOfTurn(turn, asked).Select(statement => Settled(name.Settle(statement))).OfType<Statement>()))
                yield return statement;

            asked = null;
        }
    }

    // What was asked for within the call is open only when the call failed.
    private Statement? Settled(Statement? statement)
    {
        if (statement?.Key != "request")
            return statement;
        return string.Equals(_call.Outcome, "failure", StringComparison.OrdinalIgnoreCase) ? statement with { Key = FactKinds.OpenRequest.Key } : null;
    }

    // No rule comes near its time limit on any text that was tried. One that does must not keep the call from being stored.
    private List<Statement> TryOfTurn(Turn turn, Turn? asked)
    {
        try
        {
            return OfTurn(turn, asked);
        }
        catch (RegexMatchTimeoutException)
        {
            _work.AddUnreadTurn();
            return [];
        }
    }

    private List<Statement> OfTurn(Turn turn, Turn? asked)
    {
        _work.AddTurn(turn.Text.Length + (asked?.Text.Length ?? 0));
        var language = _languages.Of(turn.Text, _likely).For(_work);
        var text = TurnText.Clean(turn.Text, language);
        var instructs = PromptInjection.IsIn(turn.Text, out var comparisons);
        _work.Add(CharactersPerComparison * comparisons);
        if (instructs)
            return [];

        var context = new SlotContext(language, TurnText.IsUncased(text), _day);
        var found = new List<(int At, Statement Statement)>();
        var sentences = TurnText.Sentences(text, language).ToList();
        foreach (var sentence in sentences)
        {
            foreach (var match in language.FindFacts(sentence.Text, context))
            {
                if (Counts(match, sentence, language))
                    found.AddRange(Made(match, sentence, text, turn, context));
            }
        }

        if (asked is not null)
            found.AddRange(Answer.Find(text, turn, asked, context));
        if (!found.Exists(one => one.Statement is { Key: "name", Ends: false }) || text.Contains('.', StringComparison.Ordinal))
        {
            var bare = BareName.Find(sentences, turn, asked, isEarly: turn.Position <= _lastEarly, context).ToList();
            found.RemoveAll(one => NameOfCall.IsNoneBeside(one.Statement, bare));
            found.AddRange(bare);
        }

        var meant = Jokes.Without(found, text, sentences, context);
        return Spelled.Apply([.. meant.OrderBy(one => one.At).Select(one => one.Statement)], text, turn, asked, language);
    }

    private IEnumerable<Statement> OfSummary()
    {
        var summary = _call.Summary ?? "";
        var language = _languages.Of(summary, _likely);
        var context = new SlotContext(language, IsUncased: false, _day);
        return from sentence in TurnText.Sentences(TurnText.Clean(summary, language), language)
               from entry in language.OfSummary
               from match in entry.Rule.Matches(sentence.Text, context)
               select new Statement(entry.Key, match.Values.Values.First(), Ends: false, Turn: null, Quote: null);
    }

    private static bool Counts(RuleMatch match, Sentence sentence, Language language)
    {
        var key = match.Rule.Actions[0].Key;
        if (!TurnKind.IsFact(key))
            return true;
        var isRequest = key is "open_request" or "request" or "preferred_language" or "no_contact_by" or "preferred_contact";
        if (match.Index >= sentence.QuestionFrom && !isRequest)
            return false;
        var before = sentence.Text[..match.Index];
        var clause = before[TurnText.ClauseStart(before, language)..];
        return !language.IsGuarded("supposed", clause) && (key is "open_request" or "request" or "promise" || !language.IsGuarded("reported", before));
    }

    private static IEnumerable<(int, Statement)> Made(RuleMatch match, Sentence sentence, string text, Turn turn, SlotContext context)
    {
        var values = match.Values;
        if (match.LastSlot is { } slot && Correction.Of(slot, text[(sentence.Start + match.End)..], context) is { } better)
            values = new Dictionary<string, string>(values, StringComparer.Ordinal) { [values.Last().Key] = better };

        foreach (var action in match.Rule.Actions)
        {
            var value = action.Value(values).Trim();
            if (action.Ends || value.Length > 0)
                yield return (sentence.Start + match.Index, new Statement(action.Key, value, action.Ends, turn.Position, sentence.Text));
        }
    }

    // Of "a dog" and "a dog called Jasper" in one turn the second says it all.
    private static List<Statement> Distinct(IEnumerable<Statement> statements)
    {
        var all = statements.GroupBy(statement => (statement.Key, statement.Value.ToLowerInvariant(), statement.Ends))
            .Select(same => same.FirstOrDefault(statement => statement.IsSpelled) ?? same.First())
            .ToList();
        all.RemoveAll(statement => all.Exists(other => other.Key == statement.Key && other.Ends == statement.Ends
            && other.Value.StartsWith(statement.Value + " ", StringComparison.OrdinalIgnoreCase) && statement.Value.Length > 0));
        return all;
    }
}
