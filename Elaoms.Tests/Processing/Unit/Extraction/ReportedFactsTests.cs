using Elaoms.Core.Calls;
using Elaoms.Core.Processing.Extraction;
using Elaoms.Core.Records.Facts;
using Xunit;

namespace Elaoms.Tests.Processing.Unit.Extraction;

/// <summary>What the end of a call says of requests, fact by fact.</summary>
public sealed class ReportedFactsTests
{
    private const string Request = "c: I want a replacement card, please.";
    private const string Sent = "The replacement card has been sent to you.";

    [Fact]
    public void Call_that_failed_gives_its_errand_as_an_open_request()
        => Assert.Equal(
            [
                new ExtractedFact(
                    "open_request", "I want a replacement card, please.", "failed_call", 1, "I want a replacement card, please."),
            ],
            Of(Call("a: Hello.", Request) with { IsUnresolved = true }));

    [Fact]
    public void Call_that_did_not_fail_gives_none() => Assert.Empty(Of(Call(Request)));

    [Theory]
    [InlineData("open_request", false, 0)]
    [InlineData("pending_request", false, 0)]
    [InlineData("open_request", true, 1)]
    [InlineData("name", false, 1)]
    public void Call_that_failed_gives_no_errand_beside_an_open_request(string key, bool ends, int errands)
        => Assert.Equal(
            errands,
            OutcomeFacts.Of(Call(Request) with { IsUnresolved = true }, [new ExtractedFact(key, "v", FactSource.Statement, Ends: ends)])
                .Count(fact => fact.Source == FactSource.FailedCall));

    [Fact]
    public void Call_that_failed_without_a_word_of_the_caller_gives_none()
        => Assert.Empty(Of(Call("a: Hello?") with { IsUnresolved = true }));

    [Fact]
    public void Report_of_the_agent_stands_at_the_last_turn_of_the_caller_before_it()
        => Assert.Equal(
            [Report(1, Sent), Report(3, "Your invoice has been posted.")],
            Of(Call(
                $"a: {Sent}", Request, $"a: Fine. {Sent} Anything else?", "c: And the invoice?", "a: Your invoice has been posted.",
                "t: The parcel has been sent.", "c: The garden chair has been sent.")));

    [Fact]
    public void Report_of_the_agent_alone_is_about_nothing_asked() => Assert.Empty(Of(Call($"a: {Sent}")));

    [Fact]
    public void Report_is_read_in_the_language_of_the_agent()
        => Assert.Equal(
            [Report(0, "Ihre neue Rechnung ist bereits verschickt, das ist erledigt.")],
            Of(Call(
                "c: Where is the invoice that you said you would send to me?",
                "a: Ihre neue Rechnung ist bereits verschickt, das ist erledigt.")));

    [Fact]
    public void Report_in_a_language_without_lists_is_none()
        => Assert.Empty(Of(Call(Request, "a: Xyzzy plugh frotz.") with { Summary = "Xyzzy plugh frotz." }));

    [Fact]
    public void Report_of_the_summary_comes_last_and_stands_at_no_turn()
        => Assert.Equal(
            [Report(0, "Your invoice has been posted."), Report(null, "The replacement card has been sent.")],
            Of(Call(Request, "a: Your invoice has been posted.") with
            {
                Summary = "The caller asked for a card. The replacement card has been sent.",
            }));

    [Fact]
    public void Report_of_the_summary_is_read_if_the_agent_said_nothing()
        => Assert.Equal([Report(null, Sent)], Of(Call(Request) with { Summary = Sent }));

    [Fact]
    public void Report_of_the_agent_is_read_if_the_summary_is_in_a_language_without_lists()
        => Assert.Equal([Report(0, Sent)], Of(Call(Request, $"a: {Sent}") with { Summary = "Xyzzy plugh frotz." }));

    [Theory]
    [InlineData("The replacement card has been sent?")]
    [InlineData("It has been done.")]
    [InlineData("The replacement card will be sent.")]
    public void Question_promise_and_report_of_nothing_are_none(string sentence)
        => Assert.Empty(Of(Call(Request, $"a: {sentence}")));

    [Fact]
    public void Report_is_cut_at_200_characters()
    {
        var sentence = "The replacement card has been sent to " + string.Concat(Enumerable.Repeat("street ", 40)) + "today.";

        var report = Assert.Single(Of(Call(Request, $"a: {sentence}")));

        Assert.Equal(sentence[..(sentence.IndexOf("street", StringComparison.Ordinal) + "street ".Length * 23 - 1)] + "…", report.Value);
        Assert.Equal(report.Value, report.Quote);
    }

    [Fact]
    public void Reports_of_a_call_are_the_first_twenty()
    {
        var sentences = Enumerable.Range(0, 25).Select(i => $"The parcel number{i} has been sent.").ToList();

        Assert.Equal(
            sentences.Take(20).Select(sentence => Report(0, sentence)), Of(Call(Request, $"a: {string.Join(' ', sentences)}")));
    }

    private static ExtractedFact Report(int? turn, string sentence)
        => new("open_request", sentence, "report", turn, sentence, Ends: true, FactBasis.Supported);

    private static IEnumerable<ExtractedFact> Of(Call call) => OutcomeFacts.Of(call, []);

    private static Call Call(params string[] turns) => new()
    {
        CallerIdentification = CallerIdentification.Known,
        Turns = [.. turns.Select((turn, at) => new Turn(at, Role(turn[0]), turn[3..], at))],
        Collected = [],
    };

    private static string Role(char letter) => letter switch
    {
        'c' => Turn.UserRole,
        'a' => Turn.AgentRole,
        _ => "tool",
    };
}
