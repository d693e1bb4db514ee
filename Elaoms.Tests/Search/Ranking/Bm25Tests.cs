using Elaoms.Core.Search.Ranking;
using Xunit;

namespace Elaoms.Tests.Search.Ranking;

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
        var (texts, calls) = (new Bm25.TextScore[3], new double[2]);

        Assert.Equal(1, bm25.Score("parrot", calls, texts));

        Assert.Equal(new Bm25.TextScore(0, Math.Log(1 + 2.5 / 1.5) * 2.2 / (1 + 1.2)), texts[0]);
        Assert.Equal([Math.Log(1 + 1.5 / 1.5) * 2.2 / (1 + 1.2), 0], calls);
    }

    // idf of a term in two of three texts and in both calls; lengths against averages of 2 and 3.
    [Fact]
    public void Bm25_weighs_how_often_a_term_is_said_and_adds_to_the_calls()
    {
        var bm25 = new Bm25();
        bm25.Add(0, [bm25.Number("parrot"), bm25.Number("cat")]);
        bm25.Add(0, [bm25.Number("dog")]);
        bm25.Add(1, [bm25.Number("dog"), bm25.Number("dog"), bm25.Number("zebra")]);
        var (texts, calls) = (new Bm25.TextScore[2], new double[] { 0, 1 });

        Assert.Equal(0, bm25.Score("penguin", calls, texts));
        Assert.Equal(2, bm25.Score("dog", calls, texts));

        var (idf, callIdf) = (Math.Log(1 + 1.5 / 2.5), Math.Log(1 + 0.5 / 2.5));
        double[] expected = [idf * 2.2 / (1 + 1.2 * (0.25 + 0.75 * 0.5)), idf * 2 * 2.2 / (2 + 1.2 * (0.25 + 0.75 * 1.5))];
        Assert.Equal([1, 2], texts.Select(text => text.Text));
        Assert.All(expected.Zip(texts), pair => Assert.Equal(pair.First, pair.Second.Score, 12));
        double[] expectedCalls = [callIdf, 1 + callIdf * 2 * 2.2 / (2 + 1.2)];
        Assert.All(expectedCalls.Zip(calls), pair => Assert.Equal(pair.First, pair.Second, 12));
        Assert.Equal(2, bm25.Calls);
    }
}
