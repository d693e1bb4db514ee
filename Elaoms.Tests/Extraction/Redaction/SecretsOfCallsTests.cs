using Elaoms.Core.Calls;
using Xunit;

namespace Elaoms.Tests.Extraction.Redaction;

/// <summary>Secrets that are asked for, said in pieces, and repeated.</summary>
public sealed class SecretsOfCallsTests
{
    [Fact]
    public void Card_that_is_asked_for_and_said_in_pieces_is_masked_but_for_its_end()
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
            MaskedCall.Turns(
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
    public void Card_that_nobody_names_is_masked_once_its_pieces_make_one()
        => Assert.Equal(
            ["a: How can I help?", "c: [card number]", "a: mm-hm", "c: and then [card number]", "a: yes", "c: [card number]", "a: go on", "c: [card number]"],
            MaskedCall.Turns("a: How can I help?", "c: 4242", "a: mm-hm", "c: and then 4242", "a: yes", "c: four two four two", "a: go on", "c: 4242"));

    [Fact]
    public void Small_numbers_of_many_turns_make_no_card()
    {
        var turns = Enumerable.Range(0, 60).Select(lot => $"c: Apples, lot {lot}.").ToArray();

        Assert.Equal(turns, MaskedCall.Turns(turns));
    }

    [Theory]
    [InlineData("a: I need a card for the booking.")]
    [InlineData("a: Hotel Mirador, necesito una tarjeta para la reserva.")]
    public void Card_for_an_order_is_no_order_number(string question)
        => Assert.Equal([question, "c: OK, [card number]."], MaskedCall.Turns(question, "c: OK, 4242 4242 4242 4242."));

    [Theory]
    [InlineData("a: Wie ist Ihre Kartennummer?", "c: vier eins eins eins, eins eins eins eins", "a: ja?", "c: doppel eins eins eins, eins eins eins eins", "[card number]")]
    [InlineData("a: ¿Me dice el número de tarjeta?", "c: cuatro uno uno uno uno uno uno uno", "a: sí", "c: uno uno uno uno, uno uno uno dos", "[card number]")]
    [InlineData("a: Quel est votre numéro de carte ?", "c: quatre un un un, un un un un", "a: oui", "c: quarante et un onze onze onze", "[card number]")]
    [InlineData("a: What is your NHS number?", "c: 943 476", "a: yes?", "c: 5919", "[health number]")]
    [InlineData("a: Ihre IBAN bitte?", "c: DE89 3704", "a: ja", "c: 0044 0532 0130 00", "[account number]")]
    public void Number_that_is_asked_for_is_masked_in_pieces(string question, string first, string between, string second, string mask)
        => Assert.Equal([question, "c: " + mask, between, "c: " + mask], MaskedCall.Turns(question, first, between, second));

    [Theory]
    [InlineData("a: Can you tell me your password?", "c: Sure. It's bluebird.", "c: Sure. It's [password].")]
    [InlineData("a: What is your password?", "c: h, u, n, t, e, r, 2", "c: [password]")]
    [InlineData("a: What is your PIN?", "c: four eight two one", "c: [password]")]
    [InlineData("a: Please tell me the code we sent you by text.", "c: 482 913", "c: [password]")]
    [InlineData("a: Nennen Sie mir bitte Ihr Passwort.", "c: Das ist Rosengarten.", "c: Das ist [password].")]
    [InlineData("a: ¿Cuál es su contraseña?", "c: Es girasol.", "c: Es [password].")]
    [InlineData("a: Pouvez-vous me donner votre mot de passe ?", "c: Oui, c'est tournesol.", "c: Oui, c'est [password].")]
    [InlineData("a: And your social?", "c: oh seven eight oh five one one two oh", "c: [health number]")]
    public void Answer_that_is_a_secret_is_masked(string question, string answer, string stored) => Assert.Equal([question, stored], MaskedCall.Turns(question, answer));

    [Theory]
    [InlineData("a: What's your password?", "c: I don't remember, I forgot it. My name is Sarah Connor.")]
    [InlineData("a: Have you tried resetting your password?", "c: Yes, yesterday.")]
    [InlineData("a: What's the password?", "c: I'd rather not. Call me on 07700 900123.")]
    [InlineData("a: Wie lautet Ihr Kennwort?", "c: Das weiß ich leider nicht mehr. Mein Name ist Jens.")]
    [InlineData("a: Pouvez-vous me donner votre mot de passe ?", "c: Non, je ne l'ai plus. Je m'appelle Fleur.")]
    [InlineData("a: Can I take your name and your membership number?", "c: Sam, 4532 0151 1283 0366")]
    [InlineData("a: What's your phone number?", "c: oh seven seven double oh nine hundred one two three")]
    [InlineData("a: And your date of birth?", "c: 7 November 1990")]
    [InlineData("a: May I have your account number?", "c: It's 12345678.")]
    [InlineData("a: ¿Un teléfono de contacto?", "c: seis uno dos, treinta y cuatro, cincuenta y seis, setenta y ocho")]
    public void Answer_that_is_no_secret_stays(string question, string answer) => Assert.Equal([question, answer], MaskedCall.Turns(question, answer));

    [Fact]
    public void Secret_is_masked_wherever_it_is_repeated()
    {
        var call = MaskedCall.Of("c: My password is hunter two, my card number is 4012 8888 8888 1882.", "a: So hunter2 and 4012 8888?", "c: Yes, h u n t e r 2.") with
        {
            Title = "Password hunter2",
            Summary = "The caller gave hunter2 and the number 4012888888881882, order number 5521.",
            Collected = [new CollectedValue("notes", "wants hunter two changed")],
        };

        var masked = TestExtraction.Redact(call).Call;

        Assert.Equal(["My password is [password], my card number is [card number].", "So [password] and [card number]?", "Yes, [password]."], masked.Turns.Select(turn => turn.Text));
        Assert.Equal("Password [password]", masked.Title);
        Assert.Equal("The caller gave [password] and the number [card number], order number 5521.", masked.Summary);
        Assert.Equal([new CollectedValue("notes", "wants [password] changed")], masked.Collected);
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
    [InlineData("nhs_number", "943 476 5919")]
    [InlineData("blood_pressure", "140/90")]
    [InlineData("kartennummer", "4111 1111 1111 1112")]
    [InlineData("contraseña", "girasol")]
    [InlineData("mot_de_passe", "tournesol")]
    public void Value_collected_as_a_secret_is_no_fact_and_masked_elsewhere(string key, string value)
    {
        var masked = TestExtraction.Redact(MaskedCall.Of("c: Hello.", "a: So it is " + value + ".") with { Collected = [new CollectedValue(key, value), new CollectedValue("plan", "gold")] }).Call;

        Assert.Equal([new CollectedValue("plan", "gold")], masked.Collected);
        Assert.DoesNotContain(value, masked.Turns[1].Text, StringComparison.Ordinal);
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
        => Assert.Equal([new CollectedValue(key, value)], TestExtraction.Redact(MaskedCall.Of("c: Hello.") with { Collected = [new CollectedValue(key, value)] }).Call.Collected);

    [Fact]
    public void Masking_again_changes_nothing()
    {
        var masked = TestExtraction.Redact(MaskedCall.Of("a: Your card number?", "c: 4111 1111 1111 1111, code 737, my password is bluebird77.") with { Summary = "IBAN DE89 3704 0044 0532 0130 00" }).Call;

        var again = TestExtraction.Redact(masked).Call;

        Assert.Equal(masked.Turns, again.Turns);
        Assert.Equal(masked.Summary, again.Summary);
    }
}
