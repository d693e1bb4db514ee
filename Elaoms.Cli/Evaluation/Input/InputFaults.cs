namespace Elaoms.Cli.Evaluation.Input;

/// <summary>Counts lines and files that are no calls, and keeps the first of them.</summary>
internal sealed class InputFaults
{
    private const int MaxKept = 20;

    private readonly List<InputFault> _first = [];

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>The first ones.</summary>
    public IReadOnlyList<InputFault> First => _first;

    /// <summary>Adds one.</summary>
    public void Add(InputFault fault)
    {
        Count++;
        if (_first.Count < MaxKept)
            _first.Add(fault);
    }
}
