using System.Runtime.InteropServices;

namespace Elaoms.Cli.Evaluation.Measures;

/// <summary>A run of letters, or of digits.</summary>
/// <param name="Text">In lower case, without accents, with digits for spelled numbers.</param>
/// <param name="Start">Where it begins in the text.</param>
/// <param name="End">Where it ends in the text.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ComparableToken(string Text, int Start, int End);
