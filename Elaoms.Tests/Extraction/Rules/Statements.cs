using Elaoms.Core.Calls;
using Elaoms.Core.Records.Facts;
using Elaoms.Extraction.Rules;

namespace Elaoms.Tests.Extraction.Rules;

/// <summary>What the rules find in calls of a few turns.</summary>
internal static class Statements
{
    /// <summary>A call of turns such as <c>a: Your name?</c> and <c>c: Sam.</c></summary>
    public static Call Call(params IEnumerable<string> turns) => new()
    {
        CallerIdentification = CallerIdentification.Known,
        Collected = [],
        Turns = [.. turns.Select((turn, position) => new Turn(
            position, turn.StartsWith("c:", StringComparison.Ordinal) ? Turn.UserRole : Turn.AgentRole, turn[2..].Trim(), position))],
    };

    /// <summary>The statements of a call.</summary>
    public static IReadOnlyList<Statement> Of(Call call, ExtractionWork? work = null)
        => CallerStatements.Of(RuleSet.BuiltIn, call, work ?? new ExtractionWork());

    /// <summary>
    /// What is found in turns between bars, as <c>name=Sam Brandt; -phone=</c>; a question mark stands behind what is unsure.
    /// </summary>
    public static string In(string turns)
        => string.Join("; ", Of(Call(turns.Split('|').Select(turn => turn.Trim()))).Select(statement =>
        {
            var mark = statement.Basis.Confidence() == FactConfidence.Confirmed ? "" : "?";
            return $"{(statement.Ends ? "-" : "")}{statement.Key}={statement.Value}{mark}";
        }));
}
