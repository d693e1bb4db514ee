using System.Text.RegularExpressions;
using Elaoms.Core.Calls;
using Elaoms.Core.Injection;
using Elaoms.Core.Records.Facts;

namespace Elaoms.Extraction.Rules;

/// <summary>
/// Finds what a caller states about themselves, in the caller's own turns only. Questions, suppositions, reports, jokes and instructions to
/// the system state nothing.
/// </summary>
internal sealed class CallerStatements
{
    private const int MaxPerCall = 200;
    private const int TurnsThatTellTheLanguage = 40;

    // By the time that they take.
    private const int CharactersPerComparison = 3;

    // Callers say who they are at the beginning.
    private const int EarlyTurns = 3;

    private readonly RuleSet _languages;
    private readonly Call _call;
    private readonly ExtractionWork _work;
    private readonly NameOfCall _name = new();
    private readonly LanguageRules _likely;
    private AgentQuestion _question = AgentQuestion.None;
    private int _read;

    private CallerStatements(RuleSet languages, Call call, ExtractionWork work)
    {
        (_languages, _call, _work) = (languages, call, work);
        _likely = languages.Of(string.Join(' ', call.Turns.Take(TurnsThatTellTheLanguage).Select(turn => turn.Text)));
    }

    /// <summary>The statements of a call, in the order in which they were made.</summary>
    /// <param name="languages">The rules.</param>
    /// <param name="call">The call, as it came.</param>
    /// <param name="work">Counts what it costs, and ends the reading of turns when that is too much.</param>
    public static IReadOnlyList<Statement> Of(RuleSet languages, Call call, ExtractionWork work)
        => [.. new CallerStatements(languages, call, work).OfTurns().Take(MaxPerCall)];

    private IEnumerable<Statement> OfTurns()
    {
        string? asked = null;
        foreach (var turn in _call.Turns)
        {
            if (turn.Role == Turn.AgentRole)
                asked = turn.Text;
            if (turn.Role != Turn.UserRole)
                continue;
            if (_work.IsExhausted)
            {
                _work.AddUnreadTurn();
                continue;
            }

            foreach (var statement in TryOfTurn(turn, asked))
                yield return statement;
            asked = null;
        }
    }

    // No rule comes near its time limit on any text that was tried. One that does must not keep the call from being stored.
    private List<Statement> TryOfTurn(Turn turn, string? asked)
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

    private List<Statement> OfTurn(Turn turn, string? asked)
    {
        _work.AddTurn(turn.Text.Length + (asked?.Length ?? 0));
        if (asked is not null)
            _question = AgentQuestion.Of(asked, _languages.Of(asked, _likely), _question, _work);
        var language = _languages.Of(turn.Text, _likely);
        var text = language.Read(turn.Text);
        var reader = new TurnReader(text, language, _question, isEarly: _read++ < EarlyTurns, _name, _work);
        var found = reader.Read();
        // "Yes, of course." leaves the question open.
        if (!reader.IsBackchannel)
            _question = AgentQuestion.None;
        if (found.Count == 0 || Instructs(turn))
            return [];

        var statements = new List<Statement>();
        foreach (var one in found)
        {
            var (start, end) = text.Original(one.Start, one.End);
            if (_name.Settle(new Statement(one.Key, one.Value, one.Ends, turn.Position, start, end, one.Basis)) is { } settled)
                statements.Add(settled);
        }

        return Distinct(statements);
    }

    private bool Instructs(Turn turn)
    {
        var instructs = PromptInjection.BuiltIn.IsIn(turn.Text, out var comparisons);
        _work.Add(CharactersPerComparison * comparisons);
        return instructs;
    }

    // Of "Robert" and "Robert Jones" in one turn the second says it all.
    private static List<Statement> Distinct(List<Statement> statements)
    {
        var all = statements.DistinctBy(statement => (statement.Key, statement.Value.ToLowerInvariant(), statement.Ends)).ToList();
        all.RemoveAll(statement => statement is { Key: "name", Ends: false } && all.Exists(other =>
            other is { Key: "name", Ends: false } && other.Value.Length > statement.Value.Length
            && NameOfCall.Has(other.Value, statement.Value)));
        return all;
    }
}

/// <summary>Something that a turn of the caller states about them.</summary>
/// <param name="Key">The kind of fact.</param>
/// <param name="Value">What is so, or what is so no longer; empty for whatever was so.</param>
/// <param name="Ends">Whether it says that something holds no longer.</param>
/// <param name="Turn">The turn's position in the transcript.</param>
/// <param name="Start">Where the value begins in the turn's text.</param>
/// <param name="End">The first character behind it.</param>
/// <param name="Basis">Why it is believed.</param>
internal sealed record Statement(string Key, string Value, bool Ends, int Turn, int Start, int End, FactBasis Basis);
