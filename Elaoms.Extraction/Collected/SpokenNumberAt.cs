using System.Runtime.InteropServices;

namespace Elaoms.Extraction.Collected;

/// <summary>A number in a text, as digits.</summary>
/// <param name="Digits">Its digits; leading zeros are kept.</param>
/// <param name="First">Its first word.</param>
/// <param name="Last">Its last word.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SpokenNumberAt(string Digits, int First, int Last);
