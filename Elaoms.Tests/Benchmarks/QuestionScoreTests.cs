using Elaoms.Benchmarks.Locomo;
using Xunit;

namespace Elaoms.Tests.Benchmarks;

public sealed class QuestionScoreTests
{
    private static readonly Place[] Evidence = [new("a", 1), new("b", 2)];

    [Fact]
    public void Score_of_all_evidence_in_front_is_one_in_all()
        => Assert.Equal((1, 1, 1, 1, 1, 1, 1), Values(new("a", 1), new("b", 2), new("c", 3)));

    [Fact]
    public void Score_of_no_results_and_of_others_is_nought()
    {
        Assert.Equal((0, 0, 0, 0, 0, 0, 0), Values());
        Assert.Equal((0, 0, 0, 0, 0, 0, 0), Values(new("c", 1), new("c", null)));
    }

    [Fact]
    public void Score_counts_turns_to_the_tenth_and_the_fifth_result()
    {
        Assert.Equal((0.5, 1, 0.5, 0.2, 0, 1, 0), Values([.. Others(4), Evidence[0]]));
        Assert.Equal((0.5, 1, 0, 1.0 / 6, 0, 1, 0), Values([.. Others(5), Evidence[0]]));
        Assert.Equal((0.5, 1, 0, 0.1, 0, 1, 0), Values([.. Others(9), Evidence[1]]));
        Assert.Equal((0, 0, 0, 0, 0, 0, 0), Values([.. Others(10), Evidence[1]]));
    }

    [Fact]
    public void Score_of_calls_counts_another_turn_of_the_same_call_and_calls_in_the_order_of_the_results()
    {
        Assert.Equal((0, 0, 0, 0, 1, 1, 1), Values(new Place("a", 7)));
        Assert.Equal((0, 0, 0, 0, 0, 1, 1), Values(new("x", 1), new("y", 1), new("b", 7)));
        Assert.Equal((0, 0, 0, 0, 0, 1, 0), Values(new("x", 1), new("x", 2), new("y", 1), new("b", 7)));
        Assert.Equal((0, 0, 0, 0, 0, 0, 0), Values(new("x", 1), new("y", 2), new("z", 1), new("b", 7)));
    }

    [Fact]
    public void Score_of_sessions_says_whether_any_and_all_with_evidence_are_among_so_many_calls()
    {
        var score = QuestionScore.Of(Evidence, [new("x", 1), new("x", 2), new("b", 7), new("y", 1), new("a", 7)]);

        Assert.Equal([0, 1, 1, 1], score.AnySession);
        Assert.Equal([0, 0, 1, 1], score.AllSessions);
        Assert.Equal((0, 2), (score.FirstRecall, score.OfOneCall));
    }

    private static IEnumerable<Place> Others(int count) => Enumerable.Range(0, count).Select(turn => new Place("x", turn));

    private static (double, double, double, double, double, double, double) Values(params Place[] results)
    {
        var score = QuestionScore.Of(Evidence, results);
        return (score.Recall, score.Hit, score.ShallowRecall, score.ReciprocalRank, score.FirstCall, score.AmongCalls,
            score.CallAmongResults);
    }
}
