namespace Elaoms.Extraction.Rules;

/// <summary>
/// Counts the cost of extraction from one call, in characters read. Time would not do: the same call must give the same facts on a
/// busier machine.
/// </summary>
internal sealed class ExtractionWork
{
    /// <summary>
    /// The limit for one call, about a second of CPU time. An hour in which the caller never stops talking costs about a tenth of it.
    /// </summary>
    public const long Budget = 40_000_000;

    // What a turn costs besides the rules: cleaning it and looking up its words.
    private const int PassesPerTurn = 20;
    private const int LeastTurnLength = 40;

    /// <summary>How much it has been so far.</summary>
    public long Done { get; private set; }

    /// <summary>Whether no further turn is to be read.</summary>
    public bool IsExhausted => Done >= Budget;

    /// <summary>How many of the caller's turns were left unread because the budget was used up.</summary>
    public int UnreadTurns { get; private set; }

    /// <summary>Counts a rule that is tried on a text.</summary>
    public void Add(int characters) => Done += characters + 1;

    /// <summary>Counts a turn that is read.</summary>
    public void AddTurn(int characters) => Done += (long)PassesPerTurn * Math.Max(characters, LeastTurnLength);

    /// <summary>Counts a turn that is left unread.</summary>
    public void AddUnreadTurn() => UnreadTurns++;
}
