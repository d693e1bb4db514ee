using Elaoms.Core.Calls;
using Elaoms.Core.Records.Memories;
using Elaoms.Core.Text;

namespace Elaoms.Core.Search.Parts;

/// <summary>Chooses for a query of common words, which asks for nothing: what the calls were about, and neither goodbyes nor
/// back-channels.</summary>
internal static class GeneralQuery
{
    private const sbyte AboutTheCall = 1;
    private const sbyte SmallTalk = -1;
    private const int LongestSmallTalk = 1000;

    /// <summary>The scores of a call's memories; larger is better.</summary>
    /// <param name="memories">The memories, the turns in order.</param>
    public static sbyte[] About(IReadOnlyList<Memory> memories)
    {
        var scores = memories.Select(memory => IsSummary(memory) ? AboutTheCall : IsSmallTalk(memory) ? SmallTalk : (sbyte)0).ToArray();
        var turns = memories.Where(memory => memory.Turn is not null)
            .Select(memory => new Turn(memory.Turn!.Value, memory.Role ?? "", memory.Text, 0)).ToList();
        if (memories.Any(IsSummary) || CallErrand.Of(turns) is not { } errand)
            return scores;
        for (var at = 0; at < scores.Length; at++)
        {
            if (memories[at].Turn == errand.Turn)
                scores[at] = AboutTheCall;
        }

        return scores;
    }

    private static bool IsSummary(Memory memory) => memory is { Role: null, Turn: null };

    private static bool IsSmallTalk(Memory memory)
        => memory.Role is not null && memory.Text.Length <= LongestSmallTalk
            && CallWordsByLanguage.BuiltIn.All.IsClosing(WordReader.WordsOf(memory.Text));
}
