using Elaoms.Core.Recall.Ranking;
using Xunit;

namespace Elaoms.Tests.Recall.Ranking;

public sealed class Bm25Tests
{
    // Three texts, two of them of the first call; one text and one call hold the term.
    [Fact]
    public void Bm25_gives_the_scores_of_the_formula()
    {
        var bm25 = new Bm25();
        bm25.Add(0, [bm25.Number("parrot"), bm25.Number("cat")]);
        bm25.Add(0, [bm25.Number("dog")]);
        bm25.Add(1, [bm25.Number("dog"), bm25.Number("dog"), bm25.Number("zebra")]);
        var (texts, calls) = (new double[3], new double[2]);

        bm25.Score(["parrot"], texts, calls);

        Assert.Equal([Math.Log(1 + 2.5 / 1.5) * 2.2 / (1 + 1.2), 0, 0], texts);
        Assert.Equal([Math.Log(1 + 1.5 / 1.5) * 2.2 / (1 + 1.2), 0], calls);
    }

    // idf of a term in two of three texts and in both calls; lengths against averages of 2 and 3.
    [Fact]
    public void Bm25_adds_up_terms_and_weighs_how_often_they_are_said()
    {
        var bm25 = new Bm25();
        bm25.Add(0, [bm25.Number("parrot"), bm25.Number("cat")]);
        bm25.Add(0, [bm25.Number("dog")]);
        bm25.Add(1, [bm25.Number("dog"), bm25.Number("dog"), bm25.Number("zebra")]);
        var (texts, calls) = (new double[] { 0, 0, 1 }, new double[2]);

        bm25.Score(["dog", "penguin"], texts, calls);

        var (idf, callIdf) = (Math.Log(1 + 1.5 / 2.5), Math.Log(1 + 0.5 / 2.5));
        double[] expected = [0, idf * 2.2 / (1 + 1.2 * (0.7 + 0.3 * 0.5)), 1 + idf * 2 * 2.2 / (2 + 1.2 * (0.7 + 0.3 * 1.5))];
        Assert.All(expected.Zip(texts), pair => Assert.Equal(pair.First, pair.Second, 12));
        double[] expectedCalls = [callIdf, callIdf * 2 * 2.2 / (2 + 1.2)];
        Assert.All(expectedCalls.Zip(calls), pair => Assert.Equal(pair.First, pair.Second, 12));
        Assert.Equal(2, bm25.Calls);
    }
}
