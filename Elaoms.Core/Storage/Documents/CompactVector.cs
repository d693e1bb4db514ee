using System.Numerics;
using System.Runtime.InteropServices;

namespace Elaoms.Core.Storage.Documents;

/// <summary>
/// Stores a vector with one byte per number; the largest number becomes 127. A cosine depends on the direction and not on the length, so
/// the scale need not be kept. For a vector of 1,536 numbers the error is below a thousandth, and a quarter of the bytes is stored and
/// read. Vectors are compared in whole numbers, with the same result on every machine.
/// </summary>
internal static class CompactVector
{
    private const float Largest = 127;

    /// <summary>Makes the compact form of a vector; all zeros if the vector points nowhere.</summary>
    public static byte[] Of(ReadOnlySpan<float> vector)
    {
        var largest = 0f;
        foreach (var number in vector)
            largest = Math.Max(largest, Math.Abs(number));

        var compact = new byte[vector.Length];
        for (var i = 0; largest > 0 && i < vector.Length; i++)
            compact[i] = unchecked((byte)(sbyte)MathF.Round(vector[i] / largest * Largest));
        return compact;
    }

    /// <summary>The cosine of the angle between two vectors of one length; 0 if one of them points nowhere.</summary>
    public static double Cosine(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        var lengths = Math.Sqrt((double)Dot(first, first) * Dot(second, second));
        return lengths > 0 ? Dot(first, second) / lengths : 0;
    }

    private static int Dot(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        var a = MemoryMarshal.Cast<byte, sbyte>(first);
        var b = MemoryMarshal.Cast<byte, sbyte>(second);
        var sum = 0;
        var i = 0;
        if (Vector.IsHardwareAccelerated)
        {
            var sums = Vector<int>.Zero;
            for (; i <= a.Length - Vector<sbyte>.Count; i += Vector<sbyte>.Count)
            {
                Vector.Widen(new Vector<sbyte>(a[i..]), out var lowA, out var highA);
                Vector.Widen(new Vector<sbyte>(b[i..]), out var lowB, out var highB);
                // Two products of at most 127² are less than a short can hold.
                Vector.Widen(lowA * lowB + highA * highB, out var low, out var high);
                sums += low + high;
            }

            sum = Vector.Sum(sums);
        }

        for (; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }
}
