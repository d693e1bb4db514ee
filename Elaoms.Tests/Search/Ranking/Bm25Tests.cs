using Elaoms.Core.Search.Ranking;
using Xunit;

namespace Elaoms.Tests.Search.Ranking;

public sealed class Bm25Tests
{
    [Theory]
    [InlineData(1, 3, 2.5 / 1.5)]
    [InlineData(2, 3, 1.5 / 2.5)]
    [InlineData(0, 2, 2.5 / 0.5)]
    [InlineData(3, 3, 0.5 / 3.5)]
    public void Term_counts_by_how_few_have_it(int with, int all, double odds)
    {
        Assert.Equal(Math.Log(1 + odds), Bm25.Idf(with, all), 12);
        Assert.Equal(Math.Log(1 + odds) * 2.2, Bm25.Most(with, all), 12);
    }

    [Theory]
    [InlineData(1, 1, 2.2 / 2.2)]
    [InlineData(2, 1, 2 * 2.2 / 3.2)]
    [InlineData(1, 0.5, 2.2 / (1 + 1.2 * (0.25 + 0.75 * 0.5)))]
    public void Text_counts_by_how_often_it_has_the_term_and_how_short_it_is(int count, double length, double expected)
        => Assert.Equal(expected, Bm25.Weight(count, length), 12);
}
