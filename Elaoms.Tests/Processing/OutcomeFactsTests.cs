using Elaoms.Core.Calls;
using Elaoms.Core.Processing.Extraction;
using Elaoms.Core.Records;
using Elaoms.Core.Records.Facts;
using Elaoms.Extraction.Collected;
using Elaoms.Extraction.Redaction;
using Elaoms.Tests.Storage;
using Xunit;

namespace Elaoms.Tests.Processing;

/// <summary>Which requests are open after some calls.</summary>
public sealed class OutcomeFactsTests
{
    private const string Request = "c: I want a replacement card, please.";

    [Theory]
    [InlineData("failure", "I want a replacement card, please.")]
    [InlineData("success", "")]
    [InlineData("unknown", "")]
    public void Call_that_failed_leaves_its_errand_open(string outcome, string expected)
        => Assert.Equal(expected, Open(Call(outcome, Request, "a: Our system is down.")));

    [Theory]
    [InlineData("a: I've ordered your replacement card.")]
    [InlineData("a: Your replacement card is on its way.")]
    [InlineData("a: Good news. The replacement card has been sent to you.")]
    public void Later_report_closes_it(string report)
    {
        Assert.Equal("", Open(Call("failure", Request, report)));
        Assert.Equal("", Open(Call("failure", Request), Call("success", "c: Hello.", report)));
    }

    [Theory]
    [InlineData("a: Has your replacement card been sent?")]
    [InlineData("a: Once the replacement card has been sent, call us.")]
    [InlineData("a: The replacement card has not been sent.")]
    [InlineData("a: Your appointment has been scheduled.")]
    [InlineData("c: My replacement card has been ordered, they said.")]
    public void Anything_else_leaves_it_open(string turn)
        => Assert.NotEqual("", Open(Call("failure", Request), Call(null, "c: Hello.", turn)));

    [Theory]
    [InlineData("Neue Rechnung schicken", "a: Ihre neue Rechnung ist bereits verschickt, das ist erledigt.")]
    [InlineData("enviar la factura nueva", "a: La factura nueva ha sido enviada a su casa, ya está.")]
    [InlineData("envoyer la nouvelle facture", "a: La nouvelle facture a été envoyée chez vous, c'est fait.")]
    [InlineData("send the new invoice", "a: The new invoice has been posted to you.")]
    public void Report_closes_a_collected_request_in_each_language(string request, string report)
    {
        Assert.Equal(
            $"{request} (unconfirmed)", Open(Call(null, "c: Hello.") with { Collected = [new CollectedValue("open_request", request)] }));
        Assert.Equal("", Open(
            Call(null, "c: Hello.") with { Collected = [new CollectedValue("open_request", request)] }, Call(null, "c: Hello.", report)));
    }

    [Fact]
    public void Summary_that_reports_it_closes_it()
        => Assert.Equal("", Open(Call("failure", Request), Call("success", "c: Hello.") with
        {
            Summary = "The caller asked again. The replacement card was ordered and the caller thanked the agent.",
        }));

    [Fact]
    public void Report_of_nothing_in_particular_closes_nothing()
        => Assert.NotEqual("", Open(Call("failure", Request), Call(null, "c: Hello.", "a: All set, it's done.")));

    [Fact]
    public void Promise_of_the_turn_that_reports_stays_and_a_later_report_ends_it()
    {
        var call = Call(null, "c: Where is my refund?", "a: Your refund has been approved, you'll have the refund by Friday.") with
        {
            Collected = [new CollectedValue("promise", "refund by Friday")],
        };

        Assert.Equal("promised: refund by Friday", Open(call));
        Assert.Equal("", Open(call, Call(null, "c: Hello.", "a: The refund has been issued.")));
    }

    private static CallExtractor Extractor { get; } = new(new Redactor(), [new CollectedExtractor()]);

    private static string Open(params Call[] calls)
    {
        var record = new CallerRecord { Caller = new Caller(CallerKind.Phone, "+12025550123") };
        for (var at = 0; at < calls.Length; at++)
        {
            var extracted = Extractor.ExtractAsync(
                calls[at] with { StartedAt = FixedClock.Start.AddHours(at) }, $"c{at}", Stores.NameOf("{}"), at, CancellationToken.None);
            Assert.True(extracted.IsCompletedSuccessfully);
            record = record.With(extracted.GetAwaiter().GetResult());
        }

        Assert.DoesNotContain(record.Known().Current, fact => fact.Source.Kind == FactSource.Report);
        return ProfileBuilder.Build(record).OpenRequests;
    }

    private static Call Call(string? outcome, params string[] turns) => new()
    {
        CallerIdentification = CallerIdentification.Known,
        Outcome = outcome,
        IsUnresolved = outcome == "failure",
        Turns = [.. turns.Select((turn, at) => new Turn(at, turn[0] == 'c' ? Turn.UserRole : Turn.AgentRole, turn[3..], at))],
        Collected = [],
    };
}
