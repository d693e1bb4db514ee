using System.Runtime.InteropServices;

namespace Elaoms.Cli.Evaluation.Measures;

/// <summary>Redactions in turns.</summary>
/// <param name="ByKind">How many there are of each kind.</param>
/// <param name="OverNoSecret">In calls with labels: how many lie over what no label calls secret, of those whose place is known.</param>
/// <param name="Over">What these lie over: the kind, and the labels of what was said, or that there is none.</param>
internal sealed record RedactionMeasure(
    IReadOnlyDictionary<string, int> ByKind, Proportion OverNoSecret, IReadOnlyDictionary<string, int> Over);

/// <summary>A mark in a kept text.</summary>
/// <param name="Kind">What it says, without its brackets.</param>
/// <param name="Start">Where what it replaces begins in the words that were said; -1 when it isn't known.</param>
/// <param name="End">Where it ends.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FoundRedaction(string Kind, int Start, int End)
{
    /// <summary>Whether it is known what was replaced.</summary>
    public bool IsPlaced => Start >= 0;
}
