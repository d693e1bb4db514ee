using System.Text.Json;
using Elaoms.Core.Records;
using Elaoms.Core.Records.Facts;
using Elaoms.Core.Storage.Records;
using FsCheck.Fluent;
using Xunit;

namespace Elaoms.Tests.Records.Facts;

/// <summary>What holds about a caller after several calls.</summary>
public sealed class CurrentFactsTests
{
    [Fact]
    public void Value_of_a_kind_that_has_one_ends_the_one_before()
        => Assert.Equal(["home = Oslo"], Current(Said("home = Bergen"), Said("home = Oslo")));

    [Fact]
    public void Values_of_a_kind_that_has_many_stand_side_by_side()
        => Assert.Equal(["likes = jazz", "likes = tea"], Current(Said("likes = jazz"), Said("likes = tea")));

    [Fact]
    public void Value_that_ends_is_over_and_the_others_stay()
        => Assert.Equal(["likes = tea"], Current(Said("likes = jazz", "likes = tea"), Said("-likes = jazz")));

    [Fact]
    public void Value_said_again_after_it_ended_holds_again()
        => Assert.Equal(["likes = jazz"], Current(Said("likes = jazz"), Said("-likes = jazz"), Said("likes = jazz")));

    [Fact]
    public void Ending_without_a_value_is_of_all_of_the_kind()
        => Assert.Equal(["home = Oslo"], Current(Said("likes = jazz", "likes = tea", "home = Oslo"), Said("-likes = ")));

    [Fact]
    public void Ending_comes_before_what_is_said_later_in_the_same_call()
        => Assert.Equal(["email = b@x.org"], Current(Said("email = a@x.org"), Said("-email = ", "email = b@x.org")));

    [Theory]
    [InlineData("send the invoice to my new address", "invoice", true)]
    [InlineData("send the invoice to my new address", "the new keys", false)]
    [InlineData("replacement router by Friday", "replacement router", true)]
    [InlineData("window seats", "a window seat", true)]
    public void Ending_is_about_what_has_its_words(string open, string ended, bool isOver)
        => Assert.Equal(isOver, Current(Said($"open_request = {open}"), Said($"-open_request = {ended}")).Count == 0);

    [Fact]
    public void Value_ends_its_opposite()
    {
        Assert.Equal(["dislikes = jazz"], Current(Said("likes = jazz"), Said("dislikes = Jazz")).Select(fact => fact.ToLowerInvariant()));
        Assert.Equal(["no_contact_by = email"], Current(Said("preferred_contact = email"), Said("no_contact_by = email")));
        Assert.Equal(["preferred_contact = email"], Current(Said("no_contact_by = email"), Said("preferred_contact = email")));
    }

    [Theory]
    [InlineData("Anna Schmidt", "Anna", "Anna Schmidt")]
    [InlineData("Anna", "Anna Schmidt", "Anna Schmidt")]
    [InlineData("Mrs. Thompson", "Olivia Thompson", "Olivia Thompson")]
    [InlineData("Sara", "Sarah", "Sarah")]
    [InlineData("José García", "Jose Garcia", "Jose Garcia")]
    [InlineData("McDonald", "Mcdonald", "Mcdonald")]
    public void Name_that_is_a_part_of_the_other_is_the_same_persons(string first, string second, string expected)
        => Assert.Equal([$"name = {expected}"], Current(Said($"name = {first}"), Said($"name = {second}")));

    [Fact]
    public void Fact_said_again_is_one_with_a_count_and_the_last_time()
    {
        var fact = Assert.Single(
            Record(Said("likes = the window seats"), Said("home = Oslo", "likes = window seat"), Said("likes = Window seats"))
                .Known().Current,
            one => one.Kind == FactKinds.Likes);

        Assert.Equal((3, Hour(0), Hour(2), "c2"), (fact.Count, fact.Since, fact.LastSaid, fact.Source.ConversationId));
    }

    [Fact]
    public void Fact_collected_from_a_turn_was_not_said_once_more()
        => Assert.Equal(1, Assert.Single(Record(Said("home = Oslo", "home_city = Oslo")).Known().Current).Count);

    [Fact]
    public void Collected_value_is_of_the_kind_that_its_key_means()
        => Assert.Equal(["home = Oslo"], Current(Said("home_city = Bergen"), Said("home = Oslo")));

    [Fact]
    public void Fields_of_one_analysis_do_not_end_each_other()
    {
        var record = Record(Said("phone_number = 1", "callback_number = 2"));

        Assert.Equal(["1", "2"], record.Known().Held.Select(fact => fact.Value));
        Assert.Equal("2", Assert.Single(record.Known().Current).Value);
        Assert.Equal(
            ("1", "2"), (ProfileBuilder.Build(record).Facts["phone_number"], ProfileBuilder.Build(record).Facts["callback_number"]));
    }

    [Fact]
    public void Value_that_nobody_said_stands_beside_the_one_that_somebody_did_and_ends_only_its_like()
    {
        var record = Teach(
        [
            Extracted(["home = Bergen"], 0), Extracted(["home_city = Oslo"], 1, FactBasis.Unsupported),
            Extracted(["home_city = Rome"], 2, FactBasis.Unsupported),
        ]);

        Assert.Equal(
            [("Bergen", FactConfidence.Confirmed), ("Rome", FactConfidence.Unconfirmed)],
            record.Known().Current.Select(fact => (fact.Value, fact.Confidence)));
        Assert.Equal("Bergen", ProfileBuilder.Build(record).Facts["home"]);
        Assert.Equal(["Lima"], record.With(Extracted(["home = Lima"], 3)).Known().Current.Select(fact => fact.Value));
    }

    [Fact]
    public void Value_that_was_said_is_confirmed_whatever_else_says_the_same()
    {
        var record = Teach(
        [
            Extracted(["home_city = Oslo"], 0, FactBasis.Unsupported), Extracted(["home = Oslo"], 1),
            Extracted(["home_city = oslo"], 2, FactBasis.Unsupported),
        ]);

        Assert.Equal(
            ("Oslo", FactBasis.SelfIdentified), (Assert.Single(record.Known().Current).Value, Assert.Single(record.Known().Current).Basis));
    }

    [Fact]
    public void Second_name_on_a_line_is_unsure_and_greets_nobody()
    {
        var record = Record(Said("name = Anna Berg"), Said("name = Peter Holm"));

        var name = Assert.Single(record.Known().Current);
        Assert.Equal((FactBasis.SecondName, "Peter Holm"), (name.Basis, name.Value));
        Assert.True(ProfileBuilder.Build(record).IsNameUnsure);
        Assert.Equal(FactBasis.SelfIdentified, Assert.Single(record.With(Extracted(["name = Peter Holm"], 2)).Known().Current).Basis);
    }

    [Fact]
    public void Name_that_nobody_said_is_no_name_to_address_anybody_by()
    {
        var profile = ProfileBuilder.Build(Teach([Extracted(["customer_name = Anna Berg"], 0, FactBasis.Unsupported)]));

        Assert.Null(profile.Name);
        Assert.Empty(profile.Facts);
    }

    [Theory]
    [InlineData(FactSource.Statement, FactBasis.SelfIdentified)]
    [InlineData(FactSource.DataCollection, FactBasis.Unsupported)]
    [InlineData(FactSource.CallSummary, FactBasis.Unsupported)]
    public void Fact_that_was_stored_without_a_reason_is_believed_if_the_caller_said_it(string source, FactBasis expected)
    {
        var json = $$"""{"key":"home","value":"Oslo","valid_from":"2026-10-06T12:00:00+00:00","source":"""
            + $$"""{"conversation_id":"c","kind":"{{source}}"},"later":1}""";

        var fact = JsonSerializer.Deserialize<Fact>(json, RecordJson.Default.Options)!;

        Assert.Equal((null, expected), (fact.Basis, fact.Grounds));
    }

    [Fact]
    public void Basis_is_stored_as_a_word()
    {
        var fact = Record(Said("home = Oslo")).Facts[0] with { Basis = FactBasis.SelfIdentified };
        var json = JsonSerializer.Serialize(fact, RecordJson.Default.Options);

        Assert.Contains("\"basis\":\"self_identified\"", json, StringComparison.Ordinal);
        Assert.Equal(fact, JsonSerializer.Deserialize<Fact>(json, RecordJson.Default.Options));
    }

    [Fact]
    public void Facts_are_the_same_in_whatever_order_the_calls_come() => Property.Check(
        from calls in Gen.Elements(
            "home = Oslo", "home = Bergen", "-home = Oslo", "likes = jazz", "-likes = jazz", "dislikes = jazz", "name = Anna",
            "name = Anna Schmidt", "home_city = Rome", "-likes = ")
            .ListOf().Select(said => said.Take(3).ToArray()).ListOf()
        from basis in Gen.Elements(FactBasis.Supported, FactBasis.Unsupported).ArrayOf(6)
        let extractedCalls = calls.Take(6).Select((said, call) => Extracted(said, call, basis[call])).ToList()
        from shuffled in Gen.Shuffle<ExtractedCall>(extractedCalls)
        select (extractedCalls, shuffled),
        calls => Assert.Equal(Teach(calls.extractedCalls).Facts, Teach(calls.shuffled).Facts));

    private static List<string> Current(params string[][] calls)
        => [.. Record(calls).Known().Current.Select(fact => $"{fact.Key} = {fact.Value}")];

    private static CallerRecord Record(params string[][] calls) => Teach(calls.Select(Extracted));

    private static CallerRecord Teach(IEnumerable<ExtractedCall> extractedCalls)
        => extractedCalls.Aggregate(SampleRecords.Empty, (record, extracted) => record.With(extracted));

    private static string[] Said(params string[] facts) => facts;

    // Keys of kinds are said by the caller, turn by turn; others are collected.
    private static ExtractedCall Extracted(string[] said, int call) => Extracted(said, call, FactBasis.Supported);

    private static ExtractedCall Extracted(string[] said, int call, FactBasis collected)
    {
        var extracted = SampleRecords.Extracted($"c{call}", call);
        var facts = said.Select((text, turn) =>
        {
            var parts = text.TrimStart('-').Split(" = ");
            var isKind = FactKinds.Of(parts[0]).Key == parts[0] && FactKinds.IsKnown(parts[0]);
            var source = isKind
                ? new FactSource(extracted.Call.ConversationId, FactSource.Statement, turn, text)
                : new FactSource(extracted.Call.ConversationId, FactSource.DataCollection);
            return new Fact(
                parts[0], parts[1], extracted.Call.StartedAt, source, Ends: text.StartsWith('-'),
                isKind ? FactBasis.SelfIdentified : collected);
        });
        return extracted with { Facts = [.. facts] };
    }

    private static DateTimeOffset Hour(int hour) => FixedClock.Start.AddHours(hour);
}
