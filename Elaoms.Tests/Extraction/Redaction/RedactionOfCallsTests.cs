using System.Diagnostics;
using Elaoms.Core.Calls;
using Elaoms.Core.Processing.Extraction;
using Xunit;

namespace Elaoms.Tests.Extraction.Redaction;

/// <summary>Secrets that are asked for, said in pieces, and repeated.</summary>
public sealed class RedactionOfCallsTests
{
    [Fact]
    public void Card_that_is_asked_for_and_said_in_pieces_is_redacted_but_for_its_end()
        => Assert.Equal(
            [
                "a: Can I have your card number please?",
                "c: Sure, it's [card number]",
                "a: Okay, [card number].",
                "c: [card number]",
                "a: mm-hm",
                "c: [card number]",
                "a: So the card ending in 1234. And the expiry date?",
                "c: [card code].",
                "a: And the security code on the back of the card?",
                "c: [card code].",
                "a: [card code], thanks. How many nights?",
                "c: 3 nights, arriving on 12 March. There's 120 of us.",
            ],
            RedactedTurns.After(
                "a: Can I have your card number please?",
                "c: Sure, it's 4111",
                "a: Okay, 4111.",
                "c: 1111 1111",
                "a: mm-hm",
                "c: 1234",
                "a: So the card ending in 1234. And the expiry date?",
                "c: September 2028.",
                "a: And the security code on the back of the card?",
                "c: 737.",
                "a: 737, thanks. How many nights?",
                "c: 3 nights, arriving on 12 March. There's 120 of us."));

    [Fact]
    public void Card_that_nobody_names_is_redacted_once_its_pieces_make_one()
        => Assert.Equal(
            ["a: How can I help?", "c: [card number]", "a: mm-hm", "c: and then [card number]", "a: yes", "c: [card number]", "a: go on",
                "c: [card number]"],
            RedactedTurns.After("a: How can I help?", "c: 4242", "a: mm-hm", "c: and then 4242", "a: yes", "c: four two four two",
                "a: go on", "c: 4242"));

    [Fact]
    public void Small_numbers_of_many_turns_make_no_card()
    {
        var turns = Enumerable.Range(0, 60).Select(lot => $"c: Apples, lot {lot}.").ToArray();

        Assert.Equal(turns, RedactedTurns.After(turns));
    }

    [Theory]
    [InlineData("a: I need a card for the booking.")]
    [InlineData("a: Hotel Mirador, necesito una tarjeta para la reserva.")]
    public void Card_for_an_order_is_no_order_number(string question)
        => Assert.Equal([question, "c: OK, [card number]."], RedactedTurns.After(question, "c: OK, 4242 4242 4242 4242."));

    [Fact]
    public void Secret_is_redacted_wherever_it_is_repeated()
    {
        var call = RedactedTurns.Call("c: My password is hunter two, my card number is 4012 8888 8888 1882.",
            "a: So hunter2 and 4012 8888?", "c: Yes, h u n t e r 2.") with
        {
            Title = "Password hunter2",
            Summary = "The caller gave hunter2 and the number 4012888888881882, order number 5521.",
            Collected = [new CollectedValue("notes", "wants hunter two changed")],
        };

        var redacted = TestExtraction.Redact(call).Call;

        Assert.Equal(["My password is [password], my card number is [card number].", "So [password] and [card number]?",
            "Yes, [password]."], redacted.Turns.Select(turn => turn.Text));
        Assert.Equal("Password [password]", redacted.Title);
        Assert.Equal("The caller gave [password] and the number [card number], order number 5521.", redacted.Summary);
        Assert.Equal([new CollectedValue("notes", "wants [password] changed")], redacted.Collected);
    }

    [Theory]
    [InlineData("card_number", "4111 1111 1111 1112")]
    [InlineData("cardNumber", "four one one one")]
    [InlineData("cvv", "737")]
    [InlineData("card_expiry", "09/28")]
    [InlineData("iban", "DE89 3704 0044 0532 0130 00")]
    [InlineData("bank_account_number", "12345678")]
    [InlineData("password", "bluebird")]
    [InlineData("pin", "4821")]
    [InlineData("verification_code", "482913")]
    [InlineData("ssn", "078-05-1120")]
    [InlineData("passport_number", "C01X00T47")]
    [InlineData("driversLicenseNumber", "D1234567")]
    [InlineData("mothers_maiden_name", "Quillfeather")]
    [InlineData("api_key", "q7w8e9r0t1y2u3i4")]
    [InlineData("steuer_id", "12 345 678 903")]
    [InlineData("dni", "12345678Z")]
    [InlineData("nhs_number", "943 476 5919")]
    [InlineData("blood_pressure", "140/90")]
    [InlineData("kartennummer", "4111 1111 1111 1112")]
    [InlineData("contraseña", "girasol")]
    [InlineData("mot_de_passe", "tournesol")]
    public void Value_collected_as_a_secret_is_no_fact_and_redacted_elsewhere(string key, string value)
    {
        var redacted = TestExtraction.Redact(RedactedTurns.Call("c: Hello.",
            "a: So it is " + value + ".") with
        { Collected = [new CollectedValue(key, value), new CollectedValue("plan", "gold")] }).Call;

        Assert.Equal([new CollectedValue("plan", "gold")], redacted.Collected);
        Assert.DoesNotContain(value, redacted.Turns[1].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("card_last_four", "1111")]
    [InlineData("card_type", "Visa")]
    [InlineData("password_reset", "true")]
    [InlineData("password", "false")]
    [InlineData("order_number", "4111111111111111")]
    [InlineData("phone_number", "378282246310005")]
    [InlineData("confirmation_code", "AB1234")]
    [InlineData("account_number", "12345678")]
    [InlineData("weight", "82")]
    [InlineData("birthday", "1990-11-07")]
    public void Other_collected_value_stays(string key, string value)
        => Assert.Equal([new CollectedValue(key, value)],
            TestExtraction.Redact(RedactedTurns.Call("c: Hello.") with { Collected = [new CollectedValue(key, value)] }).Call.Collected);

    [Fact]
    public void Redacting_again_changes_nothing()
    {
        var redacted = TestExtraction.Redact(RedactedTurns.Call("a: Your card number?",
            "c: 4111 1111 1111 1111, code 737, my password is bluebird77.") with
        { Summary = "IBAN DE89 3704 0044 0532 0130 00" }).Call;

        var again = TestExtraction.Redact(redacted).Call;

        Assert.Equal(redacted.Turns, again.Turns);
        Assert.Equal(redacted.Summary, again.Summary);
    }

    [Theory]
    [InlineData("a: What is your security word?", "c: blue", "a: Blue, thanks. What colour would you like?", "c: The blue one, please.")]
    [InlineData("a: Wie lautet Ihr Passwort?", "c: Rosen", "a: Danke. Was möchten Sie?", "c: Zwölf Rosen, bitte.")]
    public void Common_word_that_is_a_secret_stays_elsewhere(string question, string answer, string echo, string other)
    {
        var turns = RedactedTurns.Call([question, answer, .. Enumerable.Repeat("a: Okay.", 4), echo,
            other]) with
        { Summary = "Wants " + other[3..] };

        var redacted = TestExtraction.Redact(turns).Call;

        Assert.Equal("[password]", redacted.Turns[1].Text);
        Assert.Equal([echo[3..], other[3..]], redacted.Turns.Skip(6).Select(turn => turn.Text));
        Assert.Equal(turns.Summary, redacted.Summary);
    }

    [Fact]
    public void Word_that_the_agent_reads_back_at_once_is_redacted()
        => Assert.Equal(
            ["a: What is your security word?", "c: [password]", "a: [password], thanks."],
            RedactedTurns.After("a: What is your security word?", "c: blue", "a: Blue, thanks."));

    [Fact]
    public void Redactions_are_counted_by_kind_in_all_texts()
    {
        var call = RedactedTurns.Call("c: My password is hunter two, my card is 4012 8888 8888 1881.", "a: So hunter2?") with
        {
            Summary = "Card 4012888888881881.",
            Collected = [new CollectedValue("card_number", "4012888888881881"), new CollectedValue("plan", "gold")],
        };

        var counts = TestExtraction.Redact(call).Counts;

        Assert.Equal(3, counts[RedactionKind.CardNumber]);
        Assert.Equal(2, counts[RedactionKind.Password]);
        Assert.Equal(2, counts.Count);
    }

    [Theory]
    [InlineData("7 ")]
    [InlineData("seven ")]
    [InlineData("my password is my pin is ")]
    [InlineData("card number ")]
    [InlineData("my passport number, my password, 4111 ")]
    [InlineData("D E 8 9 ")]
    [InlineData("double ")]
    [InlineData("[card number] ")]
    [InlineData("[")]
    [InlineData("sk-")]
    [InlineData("-----BEGIN " + "PRIVATE KEY-----")]
    [InlineData("a, b and c. ")]
    [InlineData("twenty and ")]
    public void Time_for_a_long_text_grows_with_its_length_only(string piece)
    {
        var small = Work(piece, 2_000);
        var large = Work(piece, 32_000);

        // Sixteen times the text; a quadratic step would take 256 times as long. The clock is coarse and the machine shared.
        Assert.InRange(large.TotalMilliseconds, 0, (small.TotalMilliseconds + 20) * 80);
    }

    private static TimeSpan Work(string piece, int length)
    {
        var text = string.Concat(Enumerable.Repeat(piece, length / piece.Length));
        var call = RedactedTurns.Call("a: What is your password, your card number and your name?", "c: " + text, "a: " + text);
        TestExtraction.Redact(call);
        var start = Process.GetCurrentProcess().TotalProcessorTime;
        TestExtraction.Redact(call);
        return Process.GetCurrentProcess().TotalProcessorTime - start;
    }
}
