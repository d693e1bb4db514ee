using System.Runtime.InteropServices;

namespace Elaoms.Extraction.Collected;

/// <summary>The turn that says what was collected, and where in it.</summary>
/// <param name="Turn">The turn's place in the call's list of turns.</param>
/// <param name="Start">The first character.</param>
/// <param name="End">The first character behind it.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SupportAt(int Turn, int Start, int End);
