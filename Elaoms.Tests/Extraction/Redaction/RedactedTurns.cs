using Elaoms.Core.Calls;
using Elaoms.Core.Records;
using Elaoms.Tests.Records;
using Elaoms.Tests.Storage;

namespace Elaoms.Tests.Extraction.Redaction;

/// <summary>Calls to redact, and what becomes of them.</summary>
internal static class RedactedTurns
{
    /// <summary>A call.</summary>
    /// <param name="turns">Its turns: <c>c: …</c> is the caller's, <c>a: …</c> the agent's.</param>
    public static Call Call(params IEnumerable<string> turns) => new()
    {
        CallerIdentification = CallerIdentification.Known,
        Caller = new Caller(CallerKind.Phone, "+12025550123"),
        Turns = [.. turns.Select((turn, i)
            => new Turn(i, turn.StartsWith("c:", StringComparison.Ordinal) ? Turn.UserRole : Turn.AgentRole, turn[2..].Trim(), i))],
        Collected = [],
    };

    /// <summary>What becomes of the turns.</summary>
    public static IReadOnlyList<string> After(params IEnumerable<string> turns)
        => [.. TestExtraction.Redact(Call(turns)).Call.Turns.Select(turn => (turn.Role == Turn.UserRole ? "c: " : "a: ") + turn.Text)];

    /// <summary>What becomes of one turn of the caller.</summary>
    public static string AfterOne(string text) => TestExtraction.Redact(Call("c: " + text)).Call.Turns[0].Text;

    /// <summary>All that is stored of a call.</summary>
    public static string Stored(Call call)
    {
        var extracted = TestExtraction.Extract(call, "conv", Stores.NameOf("{}"), 1);
        var record = new CallerRecord { Caller = call.Caller! }.With(extracted);
        return record.Text();
    }
}
