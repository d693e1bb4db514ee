using System.Runtime.InteropServices;

namespace Elaoms.Benchmarks.Locomo;

/// <summary>A turn, as search-data names it.</summary>
/// <param name="Call">The conversation's id on the wire.</param>
/// <param name="Turn">The position; null when it is no turn.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Place(string Call, int? Turn);
