using System.Runtime.InteropServices;

namespace Elaoms.Cli.Evaluation.Measures;

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
