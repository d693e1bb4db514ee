using System.Text.Json;
using Elaoms.Core.Records.Facts;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Elaoms.Tests.Records.Facts;

/// <summary>In which order facts were said, and which of them end others.</summary>
public sealed class FactFoldTests
{
    [Fact]
    public void Facts_are_ordered_by_time_conversation_and_turn_with_the_analysis_at_the_end_of_its_call()
    {
        Fact[] facts =
        [
            Said(0, "likes", "a", turn: 3), Said(0, "likes", "b", turn: 7), Collected(0, "interests", "c", turn: 1),
            Said(0, "likes", "d", turn: 0) with { Source = new FactSource("c00", FactSource.Statement, 0) }, Said(1, "likes", "e", turn: 0),
        ];

        Assert.Equal(["a", "b", "c", "d", "e"], Holding([.. facts.Reverse()]));
    }

    [Theory]
    [InlineData("open_request")]
    [InlineData("pending_request")]
    [InlineData("promise")]
    public void Request_or_promise_that_was_collected_from_a_turn_was_said_there(string key)
    {
        Fact[] facts = [Collected(0, key, "without a turn"), Said(0, "likes", "later", turn: 2), Collected(0, key, "first", turn: 1)];

        Assert.Equal(["first", "later", "without a turn"], Holding(facts));
    }

    [Fact]
    public void Fact_that_ends_something_never_holds_itself()
    {
        Assert.Equal(
            ["jazz", "tea"],
            Holding(Ending(0, "likes", "jazz", turn: 0), Said(0, "likes", "jazz", turn: 1), Said(1, "dislikes", "tea")));
    }

    [Fact]
    public void Fact_ended_once_stays_so_from_then_whatever_is_said_later()
    {
        Assert.Equal([], Holding(Said(0, "likes", "jazz"), Ending(1, "likes", "jazz"), Ending(2, "likes", "jazz")));
        Assert.Equal(["Rome"], Holding(Said(0, "home", "Oslo"), Said(1, "home", "Bergen"), Said(2, "home", "Rome")));
    }

    [Fact]
    public void Report_ends_requests_and_promises_with_half_of_their_words()
    {
        Assert.Equal(["repair the printer", "invoice address"], Holding(
            Said(0, "open_request", "send the invoice to my new address"), Said(0, "promise", "invoice to the new address"),
            Said(0, "open_request", "repair the printer"), Said(0, "likes", "invoice address"),
            Ending(1, "open_request", "The invoice went to the new address.", source: FactSource.Report)));
    }

    [Fact]
    public void Report_of_less_than_half_ends_no_request_and_the_callers_own_word_does()
    {
        Fact request = Said(0, "open_request", "send the invoice to my new address");
        Fact ending = Ending(1, "open_request", "invoice");

        Assert.Empty(Holding(request, ending));
        Assert.Single(Holding(request, ending with { Source = ending.Source with { Kind = FactSource.Report } }));
    }

    [Theory]
    [InlineData("phone_number", "callback_number", true, true)]
    [InlineData("phone_number", "phone_number", true, false)]
    [InlineData("phone_number", "callback_number", false, false)]
    public void Fields_of_one_analysis_stand_side_by_side_unless_they_have_one_key(
        string first, string second, bool isOneCall, bool bothHold)
        => Assert.Equal(
            bothHold ? ["1", "2"] : ["2"], Holding(Collected(0, first, "1"), Collected(isOneCall ? 0 : 1, second, "2")));

    [Fact]
    public void Statements_of_one_turn_under_two_keys_are_no_fields_of_one_analysis()
        => Assert.Equal(["2"], Holding(Said(0, "phone_number", "1"), Said(0, "callback_number", "2")));

    [Fact]
    public void Value_ends_only_its_opposite_and_only_one_that_is_no_better_believed()
    {
        Assert.Equal(2, Holding(Said(0, "likes", "jazz"), Said(1, "dislikes", "tea")).Count());
        Assert.Single(Holding(Said(0, "likes", "jazz"), Said(1, "dislikes", "jazz")));
        Assert.Equal(2, Holding(Said(0, "likes", "jazz"), Said(1, "dislikes", "jazz") with { Basis = FactBasis.Unsupported }).Count());
    }

    [Theory]
    [InlineData("name", "Anna Berg", "Anna", true)]
    [InlineData("name", "Anna", "Anna Berg", false)]
    [InlineData("full_name", "Anna Berg", "Mrs. Berg", true)]
    [InlineData("likes", "the window seats", "window seat", true)]
    [InlineData("likes", "window", "a window seat", true)]
    [InlineData("home", "New Oslo", "Oslo", false)]
    [InlineData("home", "Oslo", "oslo", true)]
    [InlineData("home", "Oslo", "", true)]
    public void Ending_is_about_a_fact_by_the_form_of_its_kind(string key, string value, string ending, bool isAbout)
        => Assert.Equal(isAbout, FactFold.IsAbout(Said(0, key, value), ending));

    [Fact]
    public void Facts_that_hold_are_one_for_each_value_of_many_in_the_order_in_which_they_were_said_first()
        => Assert.Equal(
            ["likes = jazz", "home = Oslo", "likes = Tea"],
            Current(
                Said(0, "likes", "jazz"), Said(1, "home", "Bergen"), Said(2, "home", "Oslo"), Said(3, "likes", "tea"),
                Said(4, "likes", "Tea"))
                .Select(fact => $"{fact.Key} = {fact.Value}"));

    [Fact]
    public void Fact_was_said_from_the_first_time_to_the_last_also_by_the_analysis_and_is_told_as_it_is_best_believed()
    {
        var fact = Assert.Single(Current(
            Collected(0, "interests", "Jazz") with { Basis = FactBasis.Unsupported }, Said(1, "likes", "jazz"),
            Collected(2, "hobbies", "JAZZ") with { Basis = FactBasis.Unsupported }));

        Assert.Equal(("likes", "jazz", Hour(0), Hour(2), 3), (fact.Key, fact.Value, fact.Since, fact.LastSaid, fact.Count));
        Assert.Equal(("c1", FactBasis.SelfIdentified), (fact.Source.ConversationId, fact.Basis));
    }

    [Theory]
    [InlineData(FactBasis.Answered, FactBasis.Spelled, FactBasis.Spelled)]
    [InlineData(FactBasis.Spelled, FactBasis.Answered, FactBasis.Spelled)]
    [InlineData(FactBasis.BareWord, FactBasis.Unsupported, FactBasis.BareWord)]
    [InlineData(FactBasis.BareWord, FactBasis.SecondName, FactBasis.SecondName)]
    public void Fact_has_the_best_reason_of_all_times_that_it_was_said(FactBasis first, FactBasis second, FactBasis expected)
        => Assert.Equal(
            expected,
            Assert.Single(Current(Said(0, "home", "Oslo") with { Basis = first }, Said(1, "home", "oslo") with { Basis = second })).Basis);

    [Fact]
    public void Name_is_the_one_with_the_most_words_and_of_equals_the_shorter_then_the_last()
    {
        Assert.Equal("Olivia Berg", Name("Olivia Berg", "Mrs. Berg", "Olivia"));
        Assert.Equal("Berg", Name("Mrs. Berg", "Berg", "Mrs. Berg"));
        Assert.Equal("Jose Berg", Name("José Berg", "Jose Berg"));

        static string Name(params string[] names)
            => Assert.Single(Current([.. names.Select((name, hour) => Said(hour, "name", name))])).Value;
    }

    [Fact]
    public void Name_that_nobody_said_stands_beside_the_one_that_was_said_and_what_is_part_of_both_is_of_the_better()
    {
        var current = Current(
            Said(0, "name", "Anna Berg"), Collected(1, "full_name", "Anna Holm") with { Basis = FactBasis.Unsupported },
            Collected(2, "first_name", "Anna") with { Basis = FactBasis.Unsupported });

        Assert.Equal(
            [("Anna Berg", FactConfidence.Confirmed, 2), ("Anna Holm", FactConfidence.Unconfirmed, 1)],
            current.Select(fact => (fact.Value, fact.Confidence, fact.Count)));
    }

    [Fact]
    public void Fact_counts_once_for_each_turn_and_for_each_call_of_whose_analysis_alone_it_is()
    {
        Assert.Equal(2, Count(Said(0, "likes", "tea", turn: 1), Said(0, "likes", "tea", turn: 3)));
        Assert.Equal(1, Count(Said(0, "likes", "tea", turn: 1), Said(0, "likes", "the tea", turn: 1)));
        Assert.Equal(1, Count(Said(0, "likes", "tea", turn: 1), Collected(0, "hobbies", "tea")));
        Assert.Equal(1, Count(Collected(0, "interests", "tea"), Collected(0, "hobbies", "tea")));
        Assert.Equal(2, Count(Collected(0, "interests", "tea"), Said(1, "likes", "tea", turn: 1)));

        static int Count(params Fact[] facts) => Assert.Single(Current(facts)).Count;
    }

    [Fact]
    public void Fact_is_over_when_nothing_says_so_any_more()
    {
        var fold = Fold(Said(0, "home", "Bergen"), Said(1, "home", "Oslo"), Said(2, "likes", "jazz"), Ending(3, "likes", "jazz"));

        Assert.True(fold.IsOver(Said(0, "home", "Bergen")));
        Assert.False(fold.IsOver(Said(0, "home_city", "oslo")));
        Assert.True(fold.IsOver(Said(2, "likes", "jazz")));
    }

    [Fact]
    public void State_goes_on_as_if_all_calls_came_at_once() => Property.Check(
        from facts in Facts.ListOf()
        from at in Gen.Choose(0, 6)
        select (facts.DistinctBy(fact => (fact.ValidFrom, fact.Key, fact.Value)).ToList(), at),
        calls =>
        {
            var (facts, at) = calls;
            var first = new FactFold(new FactState()).Add(facts.Where(fact => fact.ValidFrom < Hour(at)));
            var state = JsonSerializer.Deserialize<FactState>(JsonSerializer.Serialize(first.ToState()))!;

            var fold = new FactFold(state).Add(facts.Where(fact => fact.ValidFrom >= Hour(at)));

            var expected = Fold([.. facts]);
            Assert.Equal(expected.Current(), fold.Current());
            Assert.Equal(JsonSerializer.Serialize(expected.ToState()), JsonSerializer.Serialize(fold.ToState()));
        });

    [Fact]
    public void Facts_that_take_too_much_room_are_left_out_the_oldest_first_and_never_count_as_over()
    {
        var many = Enumerable.Range(0, 200).Select(hour => Said(hour, "likes", $"thing {hour} {new string('x', 300)}")).ToList();

        var fold = Fold([Said(0, "home", "Oslo"), .. many]);

        var holding = fold.Holding.Select(held => held.Fact).ToList();
        Assert.Contains(holding, fact => fact.Value == "Oslo");
        Assert.Equal(many[^(holding.Count - 1)..].Select(fact => fact.Value), holding.Skip(1).Select(fact => fact.Value));
        Assert.InRange(holding.Count, 50, 100);
        Assert.False(fold.IsOver(many[0]));
        Assert.False(fold.IsOver(many[^holding.Count]));
        Assert.True(fold.IsOver(Said(0, "home", "Rome")));
        Assert.True(fold.IsOver(Said(199, "likes", "nothing")));
        Assert.Equal(many[^holding.Count].ValidFrom, fold.ToState().LeftOutUntil);
    }

    [Fact]
    public void Fact_said_again_takes_no_more_room()
    {
        var repeated = Enumerable.Range(20, 300).Select(hour => Said(hour, "likes", $"jazz {new string('x', 300)}"));
        var few = Enumerable.Range(0, 20).Select(hour => Said(hour, "likes", $"thing {hour} {new string('x', 300)}"));
        var many = Enumerable.Range(400, 200).Select(hour => Said(hour, "likes", $"other {hour} {new string('x', 300)}"));

        Assert.Equal(21, Fold([.. few, .. repeated]).Holding.Count());
        Assert.InRange(Fold([.. few, .. repeated, .. many]).Holding.Count(), 50, 100);
    }

    [Fact]
    public void Fact_is_held_by_key_words_and_confidence()
    {
        Fact[] facts =
        [
            Said(0, "likes", "tea"), Said(1, "likes", "the tea"), Said(2, "interests", "tea"), Said(3, "likes", "tea") with
            {
                Basis = FactBasis.Unsupported,
            },
        ];

        Assert.Equal(
            [("likes", "the tea", 2), ("interests", "tea", 1), ("likes", "tea", 1)],
            Fold(facts).Holding.Select(held => (held.Fact.Key, held.Fact.Value, held.Value.Count)));
        Assert.Equal(("tea", 4), (Assert.Single(Current(facts)).Value, Assert.Single(Current(facts)).Count));
    }

    [Fact]
    public void Fact_under_two_keys_has_the_last_words_and_the_best_reason()
    {
        var fact = Assert.Single(Current(
            Said(0, "likes", "the window seat") with { Basis = FactBasis.Spelled }, Said(1, "interests", "window seat")));

        Assert.Equal(("window seat", FactBasis.Spelled), (fact.Value, fact.Basis));
    }

    [Fact]
    public void Fact_counts_for_itself_in_a_turn_that_states_several()
    {
        Assert.Equal(
            [1, 1, 1],
            Current(Said(0, "likes", "tea", turn: 1), Said(0, "likes", "jazz", turn: 1), Said(0, "home", "Oslo", turn: 1))
                .Select(fact => fact.Count));
        Assert.Equal(1, Assert.Single(Current(Collected(0, "phone_number", "1"), Collected(0, "callback_number", "2"))).Count);
        Assert.Equal(1, Assert.Single(Current(Collected(0, "interests", "tea"), Collected(0, "hobbies", "tea", turn: 1))).Count);
        Assert.Equal(
            2,
            Assert.Single(Current(
                Collected(0, "interests", "tea"), Collected(0, "hobbies", "tea", turn: 1), Collected(0, "likes", "tea", turn: 2))).Count);
    }

    [Fact]
    public void Fact_that_ended_and_is_collected_of_the_same_call_counts_anew()
        => Assert.Equal(2, Assert.Single(Current(
            Said(0, "likes", "tea", turn: 1), Ending(0, "likes", "tea", turn: 2), Collected(0, "interests", "tea"),
            Said(1, "likes", "tea"))).Count);

    [Fact]
    public void Calls_are_in_order_of_their_start_and_of_their_conversation_on_a_tie()
    {
        var (first, second, third) = (new CallPlace(Hour(0), "b"), new CallPlace(Hour(1), "a"), new CallPlace(Hour(1), "b"));

        Assert.True(first < second && second < third && third > first && !(third < second) && !(second > third));
        Assert.True(first <= second && second <= new CallPlace(Hour(1), "a") && !(third <= second));
        Assert.True(third >= second && second >= new CallPlace(Hour(1), "a") && !(first >= second));
    }

    [Fact]
    public void Names_are_sure_until_a_second_one_and_again_once_another_call_gives_it()
    {
        Assert.True(Names("Anna Berg", "Anna", "Anna Berg").IsSure);
        Assert.False(Names("Anna Berg", "Peter Holm").IsSure);
        Assert.True(Names("Anna Berg", "Peter Holm", "Peter").IsSure);
        Assert.False(Names("Anna Berg", "Peter Holm", "Peter Holm", "Anna Berg", "Anna Berg").IsSure);
        Assert.False(Fold(Said(0, "name", "Anna Berg"), Said(1, "name", "Peter Holm"), Said(1, "name", "Peter", turn: 2)).Names.IsSure);

        static NameHistory Names(params string[] names) => Fold([.. names.Select((name, hour) => Said(hour, "name", name))]).Names;
    }

    private static readonly Gen<Fact> Facts =
        from hour in Gen.Choose(0, 6)
        from said in Gen.Elements(
            "home = Oslo", "home = Bergen", "-home = Oslo", "likes = jazz", "-likes = jazz", "dislikes = jazz", "name = Anna",
            "name = Mrs. Schmidt", "name = Anna Schmidt", "name = Peter", "home_city = Rome", "-likes = ", "interests = Jazz")
        from turn in Gen.Choose(-1, 3)
        from basis in Gen.Elements(FactBasis.Supported, FactBasis.Unsupported, FactBasis.Spelled)
        let parts = said.TrimStart('-').Split(" = ")
        let source = new FactSource(
            $"c{hour}", turn < 0 ? FactSource.DataCollection : FactSource.Statement, turn < 0 ? null : turn)
        select new Fact(parts[0], parts[1], Hour(hour), source, said[0] == '-', basis);

    private static FactFold Fold(params Fact[] facts) => new FactFold(new FactState()).Add(facts);

    private static IEnumerable<string> Holding(params Fact[] facts) => Fold(facts).Holding.Select(held => held.Fact.Value);

    private static IReadOnlyList<CurrentFact> Current(params Fact[] facts) => Fold(facts).Current();

    private static Fact Ending(int hour, string key, string value, int turn = 0, string source = FactSource.Statement)
        => Said(hour, key, value, turn) with { Ends = true, Source = new FactSource($"c{hour}", source, turn, value) };

    // Each hour is a call.
    private static Fact Said(int hour, string key, string value, int turn = 0)
        => new(
            key, value, Hour(hour), new FactSource($"c{hour}", FactSource.Statement, turn), Basis: FactBasis.SelfIdentified);

    private static Fact Collected(int hour, string key, string value, int? turn = null)
        => new(
            key, value, Hour(hour), new FactSource($"c{hour}", FactSource.DataCollection, turn), Basis: FactBasis.Supported);

    private static DateTimeOffset Hour(int hour) => FixedClock.Start.AddHours(hour);
}
