using Elaoms.Core.Records.Facts;
using Elaoms.Extraction.Rules;
using Xunit;

namespace Elaoms.Tests.Extraction.Rules;

public sealed class CallerStatementsTests
{
    private const int Length = 4000;

    [Theory]
    [InlineData("my ")]
    [InlineData("please could you ")]
    [InlineData("have just recently ")]
    [InlineData("a at b dot ")]
    [InlineData("7 ")]
    [InlineData("7")]
    [InlineData("a")]
    [InlineData("\"")]
    public void Endless_repetition_does_not_keep_the_rest_of_the_call_from_being_read(string words)
    {
        var endless = ("c: i've been " + string.Concat(Enumerable.Repeat(words, Length)))[..Length];

        Assert.Contains(
            Statements.Of(Statements.Call(endless, "c: My name is Sarah Connor.")),
            statement => statement is { Key: "name", Value: "Sarah Connor", Ends: false });
    }

    [Fact]
    public void Turn_without_full_stops_is_read_to_its_end()
        => Assert.Equal("name=Dana Reyes", Statements.In(
            "c: " + string.Concat(Enumerable.Repeat("and so i went on and on about the weather ", 20)) + "anyway my name is dana reyes"));

    [Theory]
    [InlineData("c: My name's Dana.", "Dana", FactBasis.SelfIdentified)]
    [InlineData("a: Your name? | c: Dana.", "Dana", FactBasis.Answered)]
    [InlineData("a: Your name? | c: Dana, that's D-A-Y-N-A.", "Dayna", FactBasis.Spelled)]
    [InlineData("c: Hi, Dana Whitcombe. I need a plumber.", "Dana Whitcombe", FactBasis.BareWord)]
    [InlineData("a: Who's calling? | c: It's Tarnwick Kingsway.", "Tarnwick Kingsway", FactBasis.BareWord)]
    public void Name_is_believed_for_how_it_was_said(string turns, string name, FactBasis basis)
    {
        var statement = Assert.Single(Statements.Of(Statements.Call(turns.Split(" | "))));

        Assert.Equal(("name", name, basis), (statement.Key, statement.Value, statement.Basis));
    }

    [Theory]
    [InlineData("a: Who are you? | c: Dana Reyes.", "name=Dana Reyes")]
    [InlineData("a: And who are you, please? | c: Dana Reyes.", "name=Dana Reyes")]
    [InlineData("a: Could you tell me who you are? | c: Dana Reyes.", "name=Dana Reyes")]
    [InlineData("a: May I ask who you are? | c: Dana Reyes.", "name=Dana Reyes")]
    [InlineData("a: Painting is a way to be who you are. Thanks for telling me! | c: Thanks, Melanie. That means a lot.", "")]
    [InlineData("a: Who are you travelling with? | c: Melanie.", "")]
    [InlineData("a: Did you have to miss school? | c: Uh, yeah, occasionally.", "")]
    [InlineData("a: It's categorized under Rock, and it's from Your Name. | c: Sweet, thanks.", "")]
    [InlineData("a: Please give me the time, the location and the name of the event. | c: The event starts at eight.", "")]
    [InlineData("a: And the name, please? | c: Dana Reyes.", "name=Dana Reyes")]
    public void Name_is_answered_only_where_the_agent_asks_who_the_caller_is(string turns, string expected)
        => Assert.Equal(expected, Statements.In(turns));

    [Theory]
    // What is said right after the name is no part of it: a code, or what is told next.
    [InlineData("a: May I have your name, please? What is your booking number? | c: Tina Shah jfb 950.", "name=Tina Shah")]
    [InlineData("a: May I have your name, please? What is your booking number? | c: matthew k 394 l 4", "name=Matthew")]
    [InlineData(
        "a: May I have your name, please? What is your address? | c: Name Charlie address 20 Elm Street.",
        "name=Charlie; address=20 Elm Street")]
    [InlineData("a: May I have your name and password, please? | c: name melina pwd 4569", "name=Melina")]
    [InlineData("c: name is arun kumar acc no is 9999", "name=Arun Kumar")]
    [InlineData("a: May I have your name, please? | c: Annabelle Rose Fernandez.", "name=Annabelle Rose Fernandez")]
    // Who is spoken to is not who speaks.
    [InlineData("a: Your name, please? | c: Sure sam I am Olivia Jacob.", "name=Olivia Jacob")]
    [InlineData("a: How can I help you today? | c: Hi sam good morning.", "")]
    [InlineData("a: Your name, please? | c: My sweet name is Mani.", "name=Mani")]
    [InlineData("a: Okay. | c: olive oil brownie", "")]
    [InlineData("a: Okay. | c: Max looks so peaceful.", "")]
    [InlineData("a: Okay. | c: amy zahirski and my booking number is d 2", "name=Amy Zahirski?")]
    [InlineData("a: Your name, please? | c: Karthick Music Academy.", "")]
    public void Name_ends_where_something_else_begins(string turns, string expected) => Assert.Equal(expected, Statements.In(turns));

    [Theory]
    [InlineData("a: Your name and address, please? | c: Tim 1120 N Street Sacramento.", "name=Tim; address=1120 N Street Sacramento")]
    [InlineData(
        "a: Your name and address, please? | c: John M 41 Baker Circle East Elmhurst.",
        "name=John M; address=41 Baker Circle East Elmhurst")]
    [InlineData(
        "a: Your phone number? And your address? | c: Phone no 621 425 7829 address 200 Sunrise Mall Massapequa.",
        "phone=6214257829; address=200 Sunrise Mall Massapequa")]
    [InlineData("a: Okay. | c: address kartik prasad no 6420 4 th lane commercial street", "address=6420 4 th lane commercial street")]
    [InlineData(
        "a: Your address, please? | c: Rutherford Max 8292 Katherine Shore Apt 152 New Myron.",
        "address=8292 Katherine Shore Apt 152 New Myron")]
    [InlineData("a: Your address, please? | c: Avenue Victor Hugo 12, Lyon.", "address=Avenue Victor Hugo 12, Lyon")]
    [InlineData("a: Your address, please? | c: Victoria Street 12, Leeds.", "address=Victoria Street 12, Leeds")]
    public void Address_has_nothing_else_in_it(string turns, string expected) => Assert.Equal(expected, Statements.In(turns));

    [Theory]
    [InlineData("c: Um, my name is, uh, Dana Reyes, hello.", "Dana Reyes")]
    [InlineData("c: it’s  “new” – my   email is  dana@example.com ok", "dana@example.com")]
    [InlineData("c: [sighs] my number is 07700 900 123.", "07700 900 123")]
    public void Value_is_found_where_it_stands_in_the_original_turn(string turn, string said)
    {
        var call = Statements.Call(turn);

        var statement = Assert.Single(Statements.Of(call));

        Assert.Equal(said, call.Turns[0].Text[statement.Start..statement.End]);
    }

    [Theory]
    [InlineData("1/1/__")]
    [InlineData("__/__/____")]
    [InlineData("٤/٥/١٩٩٠")]
    [InlineData("1-1-😀")]
    public void Date_that_is_not_in_plain_figures_states_nothing_and_keeps_no_call_from_being_read(string said)
        => Assert.Equal("name=Dana Reyes", Statements.In($"a: Your date of birth? | c: {said} | c: My name is Dana Reyes."));

    [Fact]
    public void Languages_are_those_that_have_a_file_and_a_turn_is_read_in_its_own()
    {
        Assert.Equal(["de", "en", "es", "fr"], RuleSet.BuiltIn.All.Select(language => language.Code).Order(StringComparer.Ordinal));
        Assert.Equal(
            "email=a@example.de; email=b@example.es; email=c@example.fr; email=d@example.com",
            Statements.In("c: Hallo, meine E-Mail ist a@example.de. | c: Mire, ahora mi correo es b@example.es. | c: "
                + "Maintenant mon mail est c@example.fr, merci. | c: And now my email is d@example.com."));
    }
}
