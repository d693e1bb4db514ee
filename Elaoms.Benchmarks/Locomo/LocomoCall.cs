namespace Elaoms.Benchmarks.Locomo;

/// <summary>A call.</summary>
/// <param name="Id">Its id within the conversation.</param>
/// <param name="Start">When it began.</param>
/// <param name="Turns">What was said.</param>
internal sealed record LocomoCall(string Id, DateTimeOffset Start, IReadOnlyList<LocomoTurn> Turns);
