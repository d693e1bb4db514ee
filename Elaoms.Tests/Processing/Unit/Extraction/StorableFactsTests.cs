using Elaoms.Core.Calls;
using Elaoms.Core.Processing.Extraction;
using Elaoms.Core.Records.Facts;
using Elaoms.Tests.Storage;
using Xunit;

namespace Elaoms.Tests.Processing.Unit.Extraction;

/// <summary>Which facts of a call are stored, and with which words.</summary>
public sealed class StorableFactsTests
{
    private const string Text = "Secret one. My name is Anna. Bye.";

    private static readonly RedactedSpan First = new(0, 6, RedactionKind.Password);

    [Fact]
    public async Task Fact_is_stored_with_all_that_it_rests_on()
        => Assert.Equal(
            [
                new Fact(
                    "name", "Anna", FixedClock.Start, new FactSource("c", "statement", 3, "My name is Anna."), Ends: true,
                    FactBasis.Answered),
            ],
            await ExtractAsync([], new ExtractedFact("name", "Anna", FactSource.Statement, 3, Ends: true, Basis: FactBasis.Answered)));

    [Theory]
    [InlineData(null)]
    [InlineData(8)]
    public async Task Fact_of_no_turn_keeps_its_quote_up_to_300_characters(int? turn)
    {
        var facts = await ExtractAsync(
            [First],
            new ExtractedFact("note", "[a]", FactSource.Statement, turn, new string('q', 301)),
            new ExtractedFact("note", "b", FactSource.Statement, turn));

        Assert.Equal([new string('q', 300), null], facts.Select(fact => fact.Source.Quote));
    }

    [Theory]
    [InlineData(-1, -1, "given")]
    [InlineData(0, 6, "Secret one.")]
    [InlineData(23, 27, "My name is Anna.")]
    public async Task Fact_whose_place_is_known_is_quoted_from_the_turn_and_any_other_with_its_own_quote(int start, int end, string quote)
        => Assert.Equal(
            quote,
            Assert.Single(await ExtractAsync(
                [], new ExtractedFact("note", "nowhere", FactSource.Statement, 3, "given", Start: start, End: end))).Source.Quote);

    [Fact]
    public async Task Quote_of_its_own_is_cut_at_300_characters()
        => Assert.Equal(
            new string('q', 300),
            Assert.Single(await ExtractAsync(
                [], new ExtractedFact("note", "nowhere", FactSource.Statement, 3, new string('q', 301)))).Source.Quote);

    [Theory]
    [InlineData("ANNA", "My name is Anna.")]
    [InlineData("secret", "Secret one.")]
    [InlineData("nowhere", "Secret one. My name is Anna. Bye.")]
    [InlineData("", "Secret one. My name is Anna. Bye.")]
    public async Task Value_is_looked_for_in_its_turn(string value, string quote)
        => Assert.Equal(
            quote, Assert.Single(await ExtractAsync([], new ExtractedFact("note", value, FactSource.Statement, 3))).Source.Quote);

    [Theory]
    [InlineData("secret", -1, -1)]
    [InlineData("nowhere", 0, 6)]
    [InlineData("nowhere", 5, 9)]
    public async Task Fact_found_at_the_beginning_of_what_was_redacted_is_dropped(string value, int start, int end)
        => Assert.Empty(await ExtractAsync([First], new ExtractedFact("note", value, FactSource.Statement, 3, Start: start, End: end)));

    [Theory]
    [InlineData("", -1, -1)]
    [InlineData("Anna", -1, -1)]
    [InlineData("nowhere", 6, 9)]
    public async Task Fact_found_beside_what_was_redacted_is_kept(string value, int start, int end)
        => Assert.Single(await ExtractAsync([First], new ExtractedFact("note", value, FactSource.Statement, 3, Start: start, End: end)));

    [Theory]
    [InlineData(true, FactSource.DataCollection, "[x", false)]
    [InlineData(true, FactSource.DataCollection, "x]", false)]
    [InlineData(true, FactSource.DataCollection, "x", true)]
    [InlineData(false, FactSource.DataCollection, "[x]", true)]
    [InlineData(false, FactSource.Statement, "[x", false)]
    [InlineData(false, FactSource.Statement, "x]", false)]
    [InlineData(false, FactSource.Statement, "x", true)]
    public async Task Value_with_a_bracket_may_be_a_mark_where_there_are_marks(bool isRedacted, string source, string value, bool isKept)
        => Assert.Equal(isKept, (await ExtractAsync(isRedacted ? [First] : [], new ExtractedFact("note", value, source, 3))).Count == 1);

    [Fact]
    public async Task Collected_facts_come_before_said_ones()
        => Assert.Equal(
            ["c1", "c2", "s1", "s2"],
            (await ExtractAsync([], Said("a", "s1"), Collected("b", "c1"), Said("c", "s2"), Collected("d", "c2")))
                .Select(fact => fact.Value));

    [Theory]
    [InlineData("email", "ann@example.com", false)]
    [InlineData("email_address", "ann@example.com", false)]
    [InlineData("email", "anna@example.com", true)]
    [InlineData("work_email", "ann@example.com", true)]
    public async Task Collected_value_that_the_caller_corrected_is_dropped(string key, string value, bool isKept)
        => Assert.Equal(
            isKept ? [value, "ann@example.com"] : ["ann@example.com"],
            (await ExtractAsync([], Collected(key, value), Said("email", "ann@example.com", ends: true))).Select(fact => fact.Value));

    [Fact]
    public async Task Collected_value_stays_if_the_caller_ends_nothing_in_particular_or_only_a_report_does()
        => Assert.Equal(
            ["ann@example.com", "new card", "", "new card", "ann@example.com"],
            (await ExtractAsync(
                [],
                Collected("email", "ann@example.com"),
                Collected("open_request", "new card"),
                Said("email", "", ends: true),
                new ExtractedFact("open_request", "new card", FactSource.Report, Ends: true),
                Said("email", "ann@example.com"))).Select(fact => fact.Value));

    [Theory]
    [InlineData(FactBasis.Spelled, "home", "said")]
    [InlineData(FactBasis.Answered, "full_name", "home", "said")]
    public async Task Name_that_was_collected_goes_if_the_caller_spelled_it(FactBasis basis, params string[] keys)
        => Assert.Equal(
            keys,
            (await ExtractAsync(
                [], Collected("full_name", "Ana"), Collected("home", "Graz"),
                new ExtractedFact("said", "Anna", FactSource.Statement, Basis: basis))).Select(fact => fact.Key));

    private static ExtractedFact Collected(string key, string value) => new(key, value, FactSource.DataCollection);

    private static ExtractedFact Said(string key, string value, bool ends = false) => new(key, value, FactSource.Statement, Ends: ends);

    private static async Task<IReadOnlyList<Fact>> ExtractAsync(RedactedSpan[] spans, params ExtractedFact[] facts)
    {
        var call = new Call
        {
            CallerIdentification = CallerIdentification.Known,
            StartedAt = FixedClock.Start,
            Turns = [new Turn(1, Turn.AgentRole, "Hello Anna there, tell me.", 0), new Turn(3, Turn.UserRole, Text, 1)],
            Collected = [],
        };
        var extractor = new CallExtractor(new GivenSpans(spans), [new GivenFacts(facts)]);
        return (await extractor.ExtractAsync(call, "c", Stores.NameOf("{}"), 1, CancellationToken.None)).Facts;
    }
}
