using System.Runtime.InteropServices;

namespace Elaoms.Core.Injection;

/// <summary>A word as the recogniser reads it.</summary>
/// <param name="Text">In lower case, with look-alike letters and digits read as the letters that they look like.</param>
/// <param name="Sentence">The number of its sentence.</param>
/// <param name="Gap">What stands before it.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct InjectionWord(string Text, int Sentence, string Gap);
