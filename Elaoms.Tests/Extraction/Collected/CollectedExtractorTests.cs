using Elaoms.Core.Calls;
using Elaoms.Core.Processing.Extraction;
using Elaoms.Core.Records;
using Elaoms.Core.Records.Facts;
using Elaoms.Core.Records.Memories;
using Elaoms.Core.Search;
using Elaoms.Extraction.Collected;
using Elaoms.Tests.Storage;
using Xunit;

namespace Elaoms.Tests.Extraction.Collected;

/// <summary>What the platform's analysis collected, checked against what was said.</summary>
public sealed class CollectedExtractorTests
{
    [Theory]
    [InlineData("home", "Oslo", "We moved to Oslo in spring.")]
    [InlineData("home_city", "Malmö", "i live in malmo now")]
    [InlineData("home", "Lyon", "J'habite à Lyon depuis deux ans.")]
    [InlineData("name", "Anna Schmidt", "schmidt, anna, that's me")]
    [InlineData("customer_name", "Zoë McDonald", "It's Zoe Mc Donald here.")]
    [InlineData("name", "Ruth", "Ruth, that is r u t h.")]
    [InlineData("last_name", "Novak", "n o v a k")]
    [InlineData("name", "佐藤", "佐藤です")]
    [InlineData("preferred_name", "Will", "Call me Will.")]
    [InlineData("email", "sam.smith@example.org", "sam dot smith at example dot org")]
    [InlineData("email", "j.doe99@mail.example.com", "It is j dot d o e ninety nine at mail dot example dot com.")]
    [InlineData("phone", "+12025550123", "two oh two, five five five, oh one two three")]
    [InlineData("phone", "+442079460958", "It's 020 7946 0958.")]
    [InlineData("phone", "02025550177", "zero two oh two double five five oh one double seven")]
    [InlineData("phone", "+4930123456", "null drei null, zwölf, vierunddreißig, sechsundfünfzig")]
    [InlineData("birthday", "1985-05-04", "The fourth of May, nineteen eighty five.")]
    [InlineData("birthday", "4 May 1985", "05/04/1985")]
    [InlineData("date_of_birth", "1962-12-21", "am einundzwanzigsten Dezember 1962")]
    [InlineData("preferred_contact", "email", "Just drop me an e-mail.")]
    [InlineData("preferred_contact", "phone", "Rufen Sie mich an, per Telefon bitte.")]
    [InlineData("preferred_language", "es", "¿Podemos hablar en español?")]
    [InlineData("language", "German", "Können wir Deutsch reden?")]
    [InlineData("allergy", "peanuts", "I can't have a peanut near me.")]
    [InlineData("pets", "dog Bruno", "My dog Bruno chewed the cable.")]
    [InlineData("open_request", "Customer wants a call back about the invoice", "Could you call me back about my invoice?")]
    [InlineData("contact_time", "after 5 pm", "After five pm is best.")]
    [InlineData("children", "3", "We have three children at home.")]
    [InlineData("customer_since", "2015", "I've been with you since twenty fifteen.")]
    [InlineData("plan", "gold", "I'm on the gold plan")]
    [InlineData("diet", "no pork", "We eat no pork.")]
    public void Value_that_a_caller_turn_says_is_supported_by_it(string key, string value, string said)
    {
        var fact = Assert.Single(Facts(key, value, rationale: null, ("agent", "Good morning."), ("user", "Hello."), ("user", said)));

        Assert.Equal((FactBasis.Supported, 2), (fact.Basis, fact.Source.Turn));
        Assert.NotNull(fact.Source.Quote);
    }

    [Theory]
    [InlineData("home", "Oslo", "We moved to Bergen.")]
    [InlineData("hobby", "sailing", "I don't do any sailing.")]
    [InlineData("allergy", "Nüsse", "Ich habe keine Allergie gegen Nüsse, nicht gegen Nüsse.")]
    [InlineData("pet", "dog", "We have no dog.")]
    [InlineData("name", "Anna Schmidt", "This is Anna.")]
    [InlineData("phone", "+12025550123", "two oh two, five five five")]
    [InlineData("household_size", "2", "I have two invoices here.")]
    [InlineData("email", "sam@example.org", "You have my mail.")]
    [InlineData("birthday", "1985-05-04", "In May.")]
    [InlineData("plan", "gold", "Which plans are there?")]
    [InlineData("promise", "refund by Friday", "Hello.")]
    [InlineData("callback_requested", "true", "Yes.")]
    public void Value_that_no_turn_says_is_unsupported(string key, string value, string said)
    {
        var fact = Assert.Single(Facts(key, value, rationale: null, ("agent", "Good morning."), ("user", said)));

        Assert.Equal((FactBasis.Unsupported, FactConfidence.Unconfirmed, null), (fact.Basis, fact.Confidence, fact.Source.Turn));
    }

    [Theory]
    [InlineData("newsletter", "true", "Would you like our newsletter?", "Yes, please.", true)]
    [InlineData("newsletter", "true", "Would you like our newsletter?", "No, thanks.", false)]
    [InlineData("newsletter", "false", "Would you like our newsletter?", "No, thanks.", true)]
    [InlineData("newsletter", "ja", "Möchten Sie unseren Newsletter?", "Ja, gern.", true)]
    [InlineData("newsletter", "true", "Anything else?", "Yes.", false)]
    [InlineData("preferred_contact", "email", "Shall we keep writing to you by email?", "Oui, d'accord.", true)]
    [InlineData("address", "12 Elm Street", "Is it still 12 Elm Street?", "That's right, correct.", false)]
    [InlineData("address", "12 Elm Street", "Is it still 12 Elm Street?", "Correct.", true)]
    [InlineData("address", "12 Elm Street", "We have 12 Elm Street here.", "Correct.", false)]
    public void Yes_supports_what_the_agent_has_just_asked(string key, string value, string asked, string answer, bool isSupported)
        => Assert.Equal(
            isSupported,
            Assert.Single(Facts(key, value, rationale: null, ("agent", asked), ("user", answer))).Basis == FactBasis.Supported);

    [Fact]
    public void Rationale_points_to_the_turn_that_is_meant()
    {
        (string, string)[] turns =
        [
            ("user", "I have two invoices."), ("agent", "How many people live with you?"), ("user", "There are two of us."),
        ];

        Assert.Equal(2, Assert.Single(Facts("household_size", "2", "The caller said \"There are two of us\".", turns)).Source.Turn);
        Assert.Equal(2, Assert.Single(Facts("household_size", "2", "Two people live there.", turns)).Source.Turn);
        Assert.Null(Assert.Single(Facts("household_size", "2", "Inferred.", turns)).Source.Turn);
        var callback = Facts(
            "callback", "true", "The agent offered to ring again tomorrow, and the caller agreed.",
            ("user", "Yes."), ("agent", "Shall I ring you again tomorrow?"), ("user", "Yes."));
        Assert.Equal(2, Assert.Single(callback).Source.Turn);
    }

    [Fact]
    public void Promise_is_supported_by_the_agent_who_made_it()
    {
        var fact = Assert.Single(Facts(
            "promise", "refund by Friday", rationale: null, ("user", "Where is my money?"),
            ("agent", "You'll have the refund by Friday.")));

        Assert.Equal((FactBasis.Supported, 1), (fact.Basis, fact.Source.Turn));
    }

    [Theory]
    [InlineData("allergies", """["peanuts","shellfish"]""", "allergies = peanuts, allergies = shellfish")]
    [InlineData("allergies", "peanuts, shellfish", "allergies = peanuts, allergies = shellfish")]
    [InlineData(
        "open_requests", "send the invoice; call back, in the evening",
        "open_requests = send the invoice, open_requests = call back, in the evening")]
    [InlineData("allergies", "n/a", "")]
    [InlineData("notes", "one; two", "notes = one; two")]
    public void Values_of_a_kind_that_has_many_are_one_fact_each(string key, string value, string expected)
        => Assert.Equal(
            expected,
            string.Join(", ", Facts(key, value, rationale: null, ("user", "Hello.")).Select(fact => $"{fact.Key} = {fact.Value}")));

    [Fact]
    public void Value_of_a_known_kind_that_was_redacted_is_no_fact()
        => Assert.Empty(
            Facts("phone", "4111 1111 1111 1111", rationale: null, ("agent", "Your card number?"), ("user", "4111 1111 1111 1111")));

    [Fact]
    public void Turn_that_supports_a_value_takes_the_sector_and_salience_of_its_kind()
    {
        var call = Call(
            [
                ("agent", "How may I help?"), ("user", "We moved to Oslo."), ("user", "Please write to me by e-mail."),
                ("user", "I'm really frustrated."),
                ("user", "I've been with you since 2015."), ("user", "The parcel came on Monday."),
                ("agent", "You'll have the refund by Friday."),
            ],
            new CollectedValue("home", "Oslo"), new CollectedValue("preferred_contact", "email"),
            new CollectedValue("customer_since", "2015"), new CollectedValue("promise", "refund by Friday"))
            with
        { Summary = "Complaint about a late parcel." };

        var index = new CallerIndex(new CallerRecord { Caller = Sam }.With(TestExtraction.Extract(call, "c", Stores.NameOf("{}"), 1)));

        (string Query, Sector Sector, double Salience)[] expected =
        [
            ("where does the caller live, Oslo", Sector.Semantic, Salience.High),
            ("write by e-mail", Sector.Procedural, Salience.Medium),
            ("frustrated", Sector.Emotional, Salience.Medium),
            ("since 2015", Sector.Reflective, Salience.Medium),
            ("came on Monday", Sector.Episodic, Salience.Low),
            ("refund by Friday", Sector.Episodic, Salience.High),
            ("complaint late", Sector.Episodic, Salience.Medium),
        ];
        Assert.All(expected, one => Assert.Equal(
            (one.Sector, one.Salience), (index.Search(one.Query, 1)[0].Memory.Sector, index.Search(one.Query, 1)[0].Memory.Salience)));
    }

    [Fact]
    public async Task Call_made_to_be_slow_is_read_in_a_moment()
    {
        var turn = string.Concat(Enumerable.Repeat("double seven n o not five thousand and ", 200));
        var collected = Enumerable.Range(0, 200)
            .Select(i => new CollectedValue($"key_{i}", "seven seven five thousand n o and double " + i, turn[..1000])).ToArray();

        var call = Call([.. Enumerable.Repeat(("user", turn), 500)], collected);

        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        await new CollectedExtractor().ExtractAsync(
            new CallToExtract(
                call, new RedactedCall(call, [.. call.Turns.Select(_ => (IReadOnlyList<RedactedSpan>)[])]), new DateOnly(2026, 10, 6)),
            CancellationToken.None);

        Assert.InRange(System.Diagnostics.Stopwatch.GetElapsedTime(started).TotalSeconds, 0, 30);
    }

    private static readonly Caller Sam = new(CallerKind.Phone, "+12025550123");

    private static IEnumerable<Fact> Facts(string key, string value, string? rationale, params (string Role, string Text)[] turns)
        => TestExtraction.Extract(Call(turns, new CollectedValue(key, value, rationale)), "c", Stores.NameOf("{}"), 1).Facts
            .Where(fact => fact.Source.Kind == FactSource.DataCollection);

    private static Call Call((string Role, string Text)[] turns, params CollectedValue[] collected) => new()
    {
        CallerIdentification = CallerIdentification.Known,
        Caller = Sam,
        StartedAt = FixedClock.Start,
        Turns = [.. turns.Select((turn, at) => new Turn(at, turn.Role, turn.Text, at))],
        Collected = collected,
    };
}
