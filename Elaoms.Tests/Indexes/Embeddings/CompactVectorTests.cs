using Elaoms.Core.Storage.Documents;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Elaoms.Tests.Indexes.Embeddings;

public sealed class CompactVectorTests
{
    // Lengths around those of vector registers, and one as models give.
    private static readonly Gen<(float[] First, float[] Second)> Pairs =
        from length in Gen.OneOf(Gen.Choose(1, 130), Gen.Constant(1536))
        from first in Numbers(length)
        from second in Numbers(length)
        select (first, second);

    [Fact]
    public void Cosine_is_that_of_the_vectors_but_for_little() => Property.Check(Pairs, pair =>
    {
        var cosine = Cosine(pair.First, pair.Second);

        var found = CompactVector.Cosine(CompactVector.Of(pair.First), CompactVector.Of(pair.Second));

        // The longer the vectors, the more the errors cancel each other.
        Assert.Equal(cosine, found, pair.First.Length >= 1000 ? 0.001 : 0.02);
        Assert.InRange(found, -1.000001, 1.000001);
    });

    [Fact]
    public void Cosine_knows_no_scale_and_no_order() => Property.Check(Pairs, pair =>
    {
        var (first, second) = (CompactVector.Of(pair.First), CompactVector.Of(pair.Second));

        Assert.Equal(first, CompactVector.Of([.. pair.First.Select(number => number * 1024)]));
        Assert.Equal(CompactVector.Cosine(first, second), CompactVector.Cosine(second, first));
    });

    [Fact]
    public void Vector_that_points_nowhere_is_near_nothing()
    {
        Assert.Equal(new byte[40], CompactVector.Of(new float[40]));
        Assert.Equal(0, CompactVector.Cosine(new byte[40], CompactVector.Of([.. Enumerable.Repeat(1f, 40)])));
    }

    [Fact]
    public void Longest_vectors_of_the_largest_numbers_are_not_too_much()
    {
        var (ones, others) = (CompactVector.Of([.. Enumerable.Repeat(1f, 4096)]), CompactVector.Of([.. Enumerable.Repeat(-1f, 4096)]));

        Assert.Equal((1.0, -1.0), (CompactVector.Cosine(ones, ones), CompactVector.Cosine(ones, others)));
    }

    private static Gen<float[]> Numbers(int length)
        => Gen.ArrayOf(Gen.Choose(-1000, 1000), length).Select(numbers => numbers.Select(number => number / 1000f).ToArray());

    private static double Cosine(float[] first, float[] second)
    {
        double Dot(float[] a, float[] b) => a.Zip(b).Sum(pair => (double)pair.First * pair.Second);
        var lengths = Math.Sqrt(Dot(first, first) * Dot(second, second));
        return lengths > 0 ? Dot(first, second) / lengths : 0;
    }
}
