using Elaoms.Core.Search;
using FsCheck.Fluent;
using Xunit;

namespace Elaoms.Tests.Search;

public sealed class RankFusionTests
{
    private static readonly string[] Letters = ["a", "b", "c", "d", "e", "f", "g", "h"];

    [Fact]
    public void Nothing_joined_is_nothing() => Assert.Empty(RankFusion.Fuse([]));

    [Fact]
    public void One_ranking_keeps_its_order() => Property.Check(
        from ids in Gen.Shuffle(Letters)
        from count in Gen.Choose(0, Letters.Length)
        from weight in Gen.Choose(1, 1000)
        select (ids[..count], weight / 100.0),
        ranking => Assert.Equal(ranking.Item1, RankFusion.Fuse([(ranking.Item2, ranking.Item1), (1, [])])));

    [Fact]
    public void Every_id_is_joined_once_and_one_that_is_nowhere_behind_comes_first() => Property.Check(
        from first in Gen.Shuffle(Letters)
        from second in Gen.Shuffle(Letters)
        from count in Gen.Choose(0, Letters.Length)
        from weight in Gen.Choose(1, 300)
        select (first, second[..count], weight / 100.0),
        rankings =>
        {
            var (first, second, weight) = rankings;

            var joined = RankFusion.Fuse([(1, first), (weight, second)]).ToList();

            Assert.Equal(Letters, joined.Order(StringComparer.Ordinal));
            foreach (var (better, worse) in joined.SelectMany((worse, at) => joined.Take(at).Select(better => (better, worse))))
                Assert.False(IsAhead(first, worse, better) && IsAhead(second, worse, better), $"{worse} is ahead of {better} in both.");
        });

    [Fact]
    public void What_both_find_comes_before_what_one_finds()
        => Assert.Equal(["c", "a", "x", "b", "y"], RankFusion.Fuse([(1, ["a", "b", "c"]), (1, ["x", "y", "c"])]));

    [Fact]
    public void Tie_goes_to_the_ranking_that_came_first()
    {
        Assert.Equal(["a", "x", "b", "y"], RankFusion.Fuse([(1, ["a", "b"]), (1, ["x", "y"])]));
        Assert.Equal(["b", "a"], RankFusion.Fuse([(1, ["b", "a"]), (1, ["a", "b"])]));
    }

    [Fact]
    public void Heavier_ranking_counts_for_more()
    {
        Assert.Equal(["x", "y", "a", "b"], RankFusion.Fuse([(1, ["a", "b"]), (2, ["x", "y"])]));
        Assert.Equal(["a", "b", "x", "y"], RankFusion.Fuse([(1, ["a", "b"]), (0.3, ["x", "y"])]));
        // What the lighter one finds as well moves up, and what it alone finds does not.
        Assert.Equal(["b", "a", "x"], RankFusion.Fuse([(1, ["a", "b"]), (0.3, ["b", "x"])]));
    }

    private static bool IsAhead(string[] ranking, string one, string other)
    {
        var (here, there) = (Array.IndexOf(ranking, one), Array.IndexOf(ranking, other));
        return here >= 0 && (there < 0 || here < there);
    }
}
