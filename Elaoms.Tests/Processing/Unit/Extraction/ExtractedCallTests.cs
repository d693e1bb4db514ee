using Elaoms.Core.Calls;
using Elaoms.Core.Processing.Extraction;
using Elaoms.Core.Records;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Core.Records.Facts;
using Elaoms.Core.Records.Memories;
using Elaoms.Tests.Storage;
using Xunit;

namespace Elaoms.Tests.Processing.Unit.Extraction;

/// <summary>What is stored of a call: the call itself, and what was said.</summary>
public sealed class ExtractedCallTests
{
    private static readonly PayloadName Payload = Stores.NameOf("{}");

    private static readonly Call Full = new()
    {
        CallerIdentification = CallerIdentification.Known,
        AgentId = "agent",
        StartedAt = FixedClock.Start,
        DurationSeconds = 61.5,
        Title = "Title",
        Summary = "Summary",
        Language = "en",
        Outcome = "success",
        Turns = [new Turn(0, "agent", "Hello, who is it?", 0), new Turn(2, "user", "It is Anna.", 1.5)],
        Collected = [],
    };

    [Fact]
    public async Task Call_is_stored_as_it_came_with_its_redacted_words()
    {
        var extracted = await new CallExtractor(
            new GivenSpans
            {
                Change = call => call with { Title = "[Title]", Summary = "[Summary]" },
                Counts = new Dictionary<RedactionKind, int> { [RedactionKind.CardCode] = 2, [RedactionKind.ApiKey] = 1 },
            },
            []).ExtractAsync(Full, "c", Payload, 7.5, CancellationToken.None);

        Assert.Equal(
            new PastCall
            {
                ConversationId = "c",
                Payload = Payload.Value,
                PayloadVersion = new PayloadVersion(7.5, Payload.BodyHash, CallExtractor.RulesVersion),
                IsKindCertain = true,
                AgentId = "agent",
                StartedAt = FixedClock.Start,
                DurationSeconds = 61.5,
                Title = "[Title]",
                Summary = "[Summary]",
                Outcome = "success",
                Language = "en",
            },
            extracted.Call);
        Assert.Equal(new Dictionary<string, int> { ["card_code"] = 2, ["api_key"] = 1 }, extracted.Redactions);
        Assert.Empty(extracted.Facts);
        Assert.Equal(0, extracted.UnreadTurns);
    }

    [Fact]
    public async Task Sources_read_the_call_as_it_came_and_as_it_is_stored_on_its_day_in_utc()
    {
        var source = new GivenFacts();
        var call = Full with { StartedAt = new DateTimeOffset(2026, 3, 2, 0, 30, 0, TimeSpan.FromHours(2)) };

        await new CallExtractor(new GivenSpans(new RedactedSpan(0, 2, RedactionKind.Password)), [source])
            .ExtractAsync(call, "c", Payload, 1, CancellationToken.None);

        Assert.Same(call, source.Read!.Original);
        Assert.Equal("[password] is Anna.", source.Read.Redacted.Call.Turns[1].Text);
        Assert.Equal(new DateOnly(2026, 3, 1), source.Read.Day);
    }

    [Theory]
    [InlineData(true, 7d, 1791300046)]
    [InlineData(false, 7d, 7)]
    [InlineData(false, null, 1791244800)]
    [InlineData(false, -1d, 1791244800)]
    public async Task Start_of_a_call_that_does_not_say_it_is_its_event_or_else_the_day_of_receipt(
        bool isKnown, double? timestamp, long start)
    {
        var extracted = await ExtractAsync(Full with { StartedAt = isKnown ? FixedClock.Start : null }, timestamp);

        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(start), extracted.Call.StartedAt);
        Assert.Equal(timestamp ?? 0, extracted.Call.PayloadVersion.EventTimestamp);
    }

    [Fact]
    public async Task Facts_and_unread_turns_of_all_sources_are_taken()
    {
        var extracted = await new CallExtractor(
            new GivenSpans(),
            [
                new GivenFacts(Said("name", "Anna")) { UnreadTurns = 2 },
                new GivenFacts(Said("home", "Graz")) { UnreadTurns = 3 },
            ]).ExtractAsync(Full, "c", Payload, 1, CancellationToken.None);

        Assert.Equal(["Anna", "Graz"], extracted.Facts.Select(fact => fact.Value));
        Assert.Equal(5, extracted.UnreadTurns);
    }

    [Fact]
    public async Task Open_errand_of_a_call_that_failed_is_among_its_facts()
    {
        var call = Full with { IsUnresolved = true, Turns = [new Turn(4, "user", "I want a replacement card, please.", 1)] };

        Assert.Equal(
            [
                new Fact(
                    "open_request", "I want a replacement card, please.", FixedClock.Start,
                    new FactSource("c", "failed_call", 4, "I want a replacement card, please."), Basis: FactBasis.SelfIdentified),
            ],
            (await ExtractAsync(call)).Facts);
        Assert.DoesNotContain(
            (await ExtractAsync(call, 1, Said("open_request", "a card"))).Facts, fact => fact.Source.Kind == FactSource.FailedCall);
    }

    [Fact]
    public async Task Sentiment_is_the_last_feeling_that_the_caller_told()
    {
        var extracted = await ExtractAsync(
            Full,
            1,
            Said("emotion", "happy"),
            Said("emotion", "sad"),
            Said("reflective", "thankful"),
            new ExtractedFact("emotion", "worried", FactSource.DataCollection));

        Assert.Equal("sad", extracted.Call.Sentiment);
        Assert.Equal(["emotion"], extracted.Facts.Select(fact => fact.Key));
        Assert.Null((await ExtractAsync(Full, 1, Said("name", "Anna"))).Call.Sentiment);
    }

    [Theory]
    [InlineData("T", "S", "T: S")]
    [InlineData("T", null, "T")]
    [InlineData(null, "S", "S")]
    [InlineData(null, null, null)]
    public async Task Overview_is_the_first_memory(string? title, string? summary, string? overview)
    {
        var memories = (await ExtractAsync(Full with { Title = title, Summary = summary })).Memories;

        Assert.Equal(overview is null ? 2 : 3, memories.Count);
        if (overview is not null)
            Assert.Equal(
                new Memory(
                    $"{Payload.ConversationHash}-summary", overview, Sector.Episodic, Salience.Medium, FixedClock.Start, null, "c", null),
                memories[0]);
    }

    [Fact]
    public async Task Each_turn_is_a_memory_of_its_place_and_time()
    {
        var memories = (await ExtractAsync(Full with { Title = null, Summary = null })).Memories;

        Assert.Equal(
            [
                new Memory(
                    $"{Payload.ConversationHash}-turn-0", "Hello, who is it?", Sector.Episodic, Salience.Low, FixedClock.Start, "agent",
                    "c", 0),
                new Memory(
                    $"{Payload.ConversationHash}-turn-2", "It is Anna.", Sector.Episodic, Salience.Low,
                    FixedClock.Start.AddSeconds(1.5), "user", "c", 2),
            ],
            memories);
    }

    [Fact]
    public async Task Turn_is_stored_redacted()
        => Assert.Equal(
            "[password] is Anna.",
            (await new CallExtractor(new GivenSpans(new RedactedSpan(0, 2, RedactionKind.Password)), [])
                .ExtractAsync(Full, "c", Payload, 1, CancellationToken.None)).Memories[^1].Text);

    [Theory]
    [InlineData(-5, 0)]
    [InlineData(604_799, 604_799)]
    [InlineData(604_800, 604_800)]
    [InlineData(1e300, 604_800)]
    public async Task Turn_is_within_a_week_of_the_start(double said, double stored)
        => Assert.Equal(
            FixedClock.Start.AddSeconds(stored),
            (await ExtractAsync(Full with { Turns = [new Turn(0, "user", "Hello", said)] })).Memories[^1].Time);

    [Fact]
    public async Task Turn_is_what_the_weightiest_of_its_statements_makes_it()
    {
        var memories = (await ExtractAsync(
            Full,
            1,
            Said("likes", "tea"),
            Said("name", "Anna"),
            Said("preferred_contact", "email"),
            new ExtractedFact("open_request", "card", FactSource.Statement, 0, Ends: true),
            new ExtractedFact("emotion", "happy", FactSource.Statement))).Memories;

        Assert.Equal(
            [(Sector.Episodic, Salience.Low), (Sector.Semantic, Salience.High)],
            memories.Skip(1).Select(memory => (memory.Sector, memory.Salience)));
    }

    private static ExtractedFact Said(string key, string value) => new(key, value, FactSource.Statement, 2);

    private static Task<ExtractedCall> ExtractAsync(Call call, double? timestamp = 1, params ExtractedFact[] facts)
        => new CallExtractor(new GivenSpans(), [new GivenFacts(facts)])
            .ExtractAsync(call, "c", Payload, timestamp, CancellationToken.None);
}
