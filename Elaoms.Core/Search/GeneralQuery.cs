using Elaoms.Core.Calls;
using Elaoms.Core.Records.Facts;
using Elaoms.Core.Records.Memories;
using Elaoms.Core.Search.Ranking;
using Elaoms.Core.Text;

namespace Elaoms.Core.Search;

/// <summary>Chooses for a query of common words, which asks for nothing: what the calls were about, and neither goodbyes nor
/// back-channels.</summary>
internal static class GeneralQuery
{
    private const double AboutTheCall = 1;
    private const double SmallTalk = -1;

    /// <summary>The scores of all memories; larger is better.</summary>
    /// <param name="memories">The memories; those of a call follow each other, its turns in order.</param>
    public static double[] Scores(IReadOnlyList<RankedMemory> memories)
    {
        var scores = new double[memories.Count];
        for (var first = 0; first < memories.Count;)
        {
            var end = first;
            while (end < memories.Count && memories[end].Memory.ConversationId == memories[first].Memory.ConversationId)
                end++;
            ScoreCall(memories, first, end, scores);
            first = end;
        }

        return scores;
    }

    private static void ScoreCall(IReadOnlyList<RankedMemory> memories, int first, int end, double[] scores)
    {
        var hasSummary = false;
        var turns = new List<Turn>();
        for (var at = first; at < end; at++)
        {
            var memory = memories[at].Memory;
            var isSummary = memory is { Role: null, Turn: null } && memories[at].Fact is null;
            hasSummary |= isSummary;
            var isFact = memories[at].Fact is { Confidence: not FactConfidence.Unconfirmed };
            scores[at] = isSummary || isFact ? AboutTheCall : IsSmallTalk(memory) ? SmallTalk : 0;
            if (memory.Turn is { } position)
                turns.Add(new Turn(position, memory.Role ?? "", memory.Text, 0));
        }

        if (hasSummary || CallErrand.Of(turns) is not { } errand)
            return;
        for (var at = first; at < end; at++)
        {
            if (memories[at].Memory.Turn == errand.Turn)
                scores[at] = AboutTheCall;
        }
    }

    private static bool IsSmallTalk(Memory memory)
        => memory.Role is not null && CallWordsByLanguage.BuiltIn.All.IsClosing(WordReader.WordsOf(memory.Text));
}
