using System.Runtime.InteropServices;

namespace Elaoms.Benchmarks.Load;

/// <summary>An answer of the server.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The body.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct LoadAnswer(int Status, ReadOnlyMemory<byte> Body)
{
    /// <summary>Whether all is well: 200, and the body holds what was expected.</summary>
    public bool Holds(ReadOnlySpan<byte> expected) => Status == 200 && Body.Span.IndexOf(expected) >= 0;
}
