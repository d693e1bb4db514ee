namespace Elaoms.Benchmarks.Locomo;

/// <summary>A conversation of the data set: one caller.</summary>
/// <param name="Id">Its id in the data set.</param>
/// <param name="Caller">The caller's name in it.</param>
/// <param name="Agent">The agent's name in it.</param>
/// <param name="Calls">The calls in their order; the first to speak is the caller.</param>
/// <param name="Questions">What is searched for.</param>
internal sealed record LocomoConversation(
    string Id, string Caller, string Agent, IReadOnlyList<LocomoCall> Calls, IReadOnlyList<LocomoQuestion> Questions)
{
    /// <summary>The id of a call on the wire.</summary>
    public string WireId(LocomoCall call) => $"{Id}-call-{call.Id}";
}
