using Elaoms.Core.Calls;
using Elaoms.Core.Records.Facts;
using Elaoms.Core.Text;

namespace Elaoms.Core.Processing.Extraction;

/// <summary>
/// What the end of a call says of requests: what a call that failed was about is still open, and what the agent or the platform's summary
/// reports as done is not.
/// </summary>
internal static class OutcomeFacts
{
    private const int MaxReports = 20;
    private const int MaxReportLength = 200;

    /// <summary>The facts.</summary>
    /// <param name="call">The call, redacted.</param>
    /// <param name="found">What was found in it otherwise.</param>
    public static IEnumerable<ExtractedFact> Of(Call call, IReadOnlyList<ExtractedFact> found)
    {
        if (Errand(call, found) is { } errand)
            yield return new ExtractedFact(FactKinds.OpenRequest.Key, errand.Text, FactSource.FailedCall, errand.Turn, errand.Text);
        var telling = Reports(call).Where(report => FactWords.BuiltIn.ContentOf(report.Sentence).Count > 0);
        foreach (var (turn, sentence) in telling.Take(MaxReports))
        {
            yield return new ExtractedFact(
                FactKinds.OpenRequest.Key, sentence, FactSource.Report, turn, sentence, Ends: true, FactBasis.Supported);
        }
    }

    // A request that was collected or stated says better what is open.
    private static CallErrand? Errand(Call call, IReadOnlyList<ExtractedFact> found)
        => call.IsUnresolved
            && !found.Any(fact => !fact.Ends && FactKinds.Of(fact.Key) == FactKinds.OpenRequest)
            ? CallErrand.Of(call.Turns)
            : null;

    private static IEnumerable<(int? Turn, string Sentence)> Reports(Call call)
    {
        var agent = call.Turns.Where(turn => turn.Role == Turn.AgentRole).Select(turn => turn.Text);
        var reports = CallWordsByLanguage.BuiltIn.Of(agent) is { } words ? OfAgent(call, words) : [];
        return call.Summary is { } summary && CallWordsByLanguage.BuiltIn.Of([summary]) is { } ofSummary
            ? reports.Concat(Sentences(summary, ofSummary).Select(sentence => ((int?)null, sentence)))
            : reports;
    }

    // A report stands at the caller's turn before it: what was asked by then is done, and what the agent promises now is not.
    private static IEnumerable<(int? Turn, string Sentence)> OfAgent(Call call, CallWords words)
    {
        int? asked = null;
        foreach (var turn in call.Turns)
        {
            if (turn.Role == Turn.UserRole)
                asked = turn.Position;
            if (turn.Role != Turn.AgentRole || asked is null)
                continue;
            foreach (var sentence in Sentences(turn.Text, words))
                yield return (asked, sentence);
        }
    }

    private static IEnumerable<string> Sentences(string text, CallWords words)
        => CallWords.SentencesOf(text)
            .Where(sentence => !sentence.EndsWith('?') && words.Reports(WordReader.WordsOf(sentence)))
            .Select(sentence => PlainText.Shorten(sentence, MaxReportLength));
}
