using Elaoms.Extraction.Redaction.Tokens;

namespace Elaoms.Extraction.Redaction;

/// <summary>Parts the numbers of an answer when several were asked for: "3345 and 6677".</summary>
internal static class AnswerSplitter
{
    /// <summary>The numbers of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="asked">What was asked for before it.</param>
    public static IReadOnlyList<NumberRun> Split(AnalyzedText text, AskedSecrets? asked)
    {
        var wanted = asked?.NumbersLeft() ?? 0;
        if (wanted < 2 || text.Runs.Count >= wanted)
            return text.Runs;
        var runs = new List<NumberRun>();
        foreach (var run in text.Runs)
        {
            var first = 0;
            for (var part = 1; part < run.Parts.Count; part++)
            {
                if (!IsParted(text.Tokens, run.Parts[part - 1].EndToken, run.Parts[part].FirstToken))
                    continue;
                runs.Add(run.Slice(first, part));
                first = part;
            }

            runs.Add(run.Slice(first, run.Parts.Count));
        }

        return runs;
    }

    private static bool IsParted(TokenizedText tokens, int end, int next)
    {
        for (var token = end; token < next; token++)
        {
            if (tokens.Has(VocabularySection.Conjunctions, token))
                return true;
        }

        return tokens.IsSentenceBetween(end - 1, next);
    }
}
