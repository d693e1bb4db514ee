using System.Text.RegularExpressions;
using Xunit;

namespace Elaoms.Tests.Extraction.Redaction;

/// <summary>The tables of what is redacted and what stays, in four languages and in none.</summary>
public sealed partial class RedactionTableTests
{
    // What only its capitals tell apart from words.
    private static readonly string[] TellingCapitals = ["MORGA"];

    public static TheoryData<string> Lines { get; } = [.. RedactionCase.Lines];

    [Theory]
    [MemberData(nameof(Lines))]
    public void Secrets_are_redacted_and_all_else_stays(string line)
    {
        var sample = new RedactionCase(line);

        Assert.Equal(sample.Stored, RedactedTurns.After(sample.Turns));
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public void Casing_of_a_transcript_makes_no_difference(string line)
    {
        if (Array.Exists(TellingCapitals, word => line.Contains(word, StringComparison.Ordinal)))
            return;
        var sample = new RedactionCase(line);

        Assert.Equal(sample.Stored.Select(turn => Cased(turn, static text => text.ToLowerInvariant())),
            RedactedTurns.After(sample.Turns.Select(turn => Cased(turn, static text => text.ToLowerInvariant()))));
        Assert.Equal(sample.Stored.Select(turn => Cased(turn, static text => text.ToUpperInvariant())),
            RedactedTurns.After(sample.Turns.Select(turn => Cased(turn, static text => text.ToUpperInvariant()))));
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public void Spans_replaced_by_marks_are_the_redacted_text(string line)
    {
        var call = RedactedTurns.Call(new RedactionCase(line).Turns);

        var redacted = TestExtraction.Redact(call);

        Assert.Equal(redacted.Call.Turns.Select(turn => turn.Text),
            call.Turns.Select((turn, i) => RedactedTexts.WithMarks(turn.Text, redacted.Turns[i])));
        Assert.Equal(redacted.Turns.Sum(spans => spans.Count), redacted.Counts.Values.Sum());
        Assert.Equal(redacted.Call.Turns, TestExtraction.Redact(redacted.Call).Call.Turns);
    }

    private static string Cased(string turn, Func<string, string> cased)
        => turn[..3] + string.Concat(Mark.Split(turn[3..]).Select(part => Mark.IsMatch(part) ? part : cased(part)));

    [GeneratedRegex(@"(?<mark>\[[a-z ]+\])", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Mark { get; }
}
