using System.Runtime.InteropServices;

namespace Elaoms.Extraction.Collected;

/// <summary>A word of a text, without case and accents.</summary>
/// <param name="Text">The word.</param>
/// <param name="Start">Where it begins in the text.</param>
/// <param name="End">The first character behind it.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SpokenWordAt(string Text, int Start, int End);
