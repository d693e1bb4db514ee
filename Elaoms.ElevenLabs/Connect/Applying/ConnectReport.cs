namespace Elaoms.ElevenLabs.Connect.Applying;

/// <summary>What became of a plan, or of taking it back.</summary>
public sealed class ConnectReport
{
    private readonly List<string> _done = [];
    private readonly List<string> _leftAlone = [];
    private readonly List<string> _faults = [];

    /// <summary>What was done, in order.</summary>
    public IReadOnlyList<string> Done => _done;

    /// <summary>What was not taken back, since somebody changed or uses it.</summary>
    public IReadOnlyList<string> LeftAlone => _leftAlone;

    /// <summary>What is not as it should be.</summary>
    public IReadOnlyList<string> Faults => _faults;

    /// <summary>Called with each line of <see cref="Done"/> as it comes.</summary>
    public Action<string>? OnDone { get; init; }

    internal void Did(string what)
    {
        _done.Add(what);
        OnDone?.Invoke(what);
    }

    internal void Left(string what) => _leftAlone.Add(what);

    internal void Fault(string what) => _faults.Add(what);
}
