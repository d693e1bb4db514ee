using System.Globalization;
using System.Text;
using Elaoms.ElevenLabs.Import;

namespace Elaoms.Cli.Importing;

/// <summary>What an import tells.</summary>
internal static class ImportText
{
    private static readonly (ConversationOutcome Outcome, string Text)[] Others =
    [
        (ConversationOutcome.Known, "were here already"),
        (ConversationOutcome.Erased, "are of erased callers and were left alone"),
        (ConversationOutcome.OptedOut, "are of callers who opted out and were left alone"),
        (ConversationOutcome.CallFailed, "failed as calls and teach nothing"),
        (ConversationOutcome.NotOver, "are not over or not analysed yet"),
        (ConversationOutcome.Stuck, "have been processing for more than an hour"),
        (ConversationOutcome.OfAnother, "are of other callers, or name none"),
        (ConversationOutcome.Gone, "were deleted at ElevenLabs meanwhile"),
        (ConversationOutcome.Unreadable, "could not be read"),
        (ConversationOutcome.Failed, "could not be read now: run it again"),
    ];

    public static string Of(ImportProgress done)
        => Text(
            $"{done.Of(ConversationOutcome.Imported)} of {done.Listed} conversations were imported. A running server learns them.",
            done,
            done.Recordings == 0 ? [] : [Line(done.Recordings, "recordings were imported")]);

    public static string Of(ImportSurvey survey)
    {
        var done = survey.Progress;
        var lines = new List<string>
        {
            string.Create(
                CultureInfo.InvariantCulture, $"{survey.Callers,9} callers would be known, {survey.NewCallers} of them for the first time"),
        };
        foreach (var (group, counts) in survey.Groups)
        {
            lines.Add($"by {group}:");
            lines.AddRange(counts.Select(count => Line(count.Value, count.Key)));
        }

        return Text(
            $"{done.Of(ConversationOutcome.Imported)} of {done.Listed} conversations would be imported. Nothing was changed.", done, lines);
    }

    public static int CodeOf(ImportProgress done)
        => done.Of(ConversationOutcome.Failed) + done.Of(ConversationOutcome.Unreadable) == 0 ? ExitCode.Success : ExitCode.Failure;

    private static string Text(FormattableString first, ImportProgress done, IReadOnlyList<string> more)
    {
        var text = new StringBuilder().AppendLine(first.ToString(CultureInfo.InvariantCulture));
        foreach (var (outcome, what) in Others.Where(other => done.Of(other.Outcome) > 0))
            text.AppendLine(Line(done.Of(outcome), what));
        foreach (var line in more)
            text.AppendLine(line);
        return text.ToString();
    }

    private static string Line(long count, string what) => string.Create(CultureInfo.InvariantCulture, $"{count,9} {what}");
}

/// <summary>Writes how far an import is, a line for each thousand conversations; the number of those that are left is not known.</summary>
/// <param name="output">Where to.</param>
/// <param name="end">Until when conversations are listed, in Unix seconds.</param>
internal sealed class ImportLines(TextWriter output, double end) : IProgress<ImportProgress>
{
    private const int Step = 1000;
    private long _next = Step;

    public void Report(ImportProgress value)
    {
        if (value.Listed < _next || value.Last is not (>= 0 and < 1e11 and var last))
            return;
        _next = value.Listed + Step;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{value.Listed} listed, {value.Of(ConversationOutcome.Imported)} new, up to "
                + $"{DateTimeOffset.UnixEpoch.AddSeconds(last):yyyy-MM-dd}; {value.LeftUntil(end):0%} of the time is left"));
    }
}
