namespace Elaoms.Extraction.Rules;

/// <summary>
/// Counts what looking for facts in one call has cost, in characters that a rule was tried on. No time: a record is a function of the calls it was taught, and the same call, learned
/// again on a busier machine, must give the same facts.
/// </summary>
internal sealed class ExtractionWork
{
    /// <summary>
    /// As much as a call may cost: some two seconds of a processor. An hour in which the caller does not stop talking costs about a tenth of it (measured 2026-11-29).
    /// </summary>
    public const long Budget = 40_000_000;

    // What a turn costs besides the rules: cleaning it, cutting it into sentences, telling its language.
    private const int PassesPerTurn = 20;
    private const int LeastTurnLength = 40;

    /// <summary>How much it has been so far.</summary>
    public long Done { get; private set; }

    /// <summary>Whether no further turn is to be read.</summary>
    public bool IsExhausted => Done >= Budget;

    /// <summary>Counts a rule that is tried on a text.</summary>
    public void Add(int characters) => Done += characters + 1;

    /// <summary>How many of the caller's turns were left unread because the budget was used up.</summary>
    public int UnreadTurns { get; private set; }

    /// <summary>Counts a turn that is left unread.</summary>
    public void AddUnreadTurn() => UnreadTurns++;

    /// <summary>Counts a turn that is read.</summary>
    public void AddTurn(int characters) => Done += (long)PassesPerTurn * Math.Max(characters, LeastTurnLength);
}
