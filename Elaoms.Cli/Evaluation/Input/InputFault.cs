namespace Elaoms.Cli.Evaluation.Input;

/// <summary>A line, or a whole file, that is no call.</summary>
/// <param name="File">The file.</param>
/// <param name="Line">1-based number of the line; null when the whole file is meant.</param>
/// <param name="Reason">Why it can't be read. Holds nothing of its content.</param>
internal sealed record InputFault(string File, int? Line, string Reason)
{
    /// <inheritdoc/>
    public override string ToString() => Line is null ? $"{File}: {Reason}" : $"{File}, line {Line}: {Reason}";
}

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
