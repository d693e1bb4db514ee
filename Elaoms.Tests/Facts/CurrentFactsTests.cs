using Elaoms.Core.Callers;
using Elaoms.Core.Facts;
using Elaoms.Tests.Callers;
using FsCheck.Fluent;
using Xunit;

namespace Elaoms.Tests.Facts;

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
        var fact = Assert.Single(Record(Said("likes = the window seats"), Said("home = Oslo", "likes = window seat"), Said("likes = Window seats")).CurrentFacts, one => one.Kind == FactKinds.Likes);

        Assert.Equal((3, Hour(0), Hour(2), "c2"), (fact.Count, fact.Since, fact.LastSaid, fact.Source.ConversationId));
    }

    [Fact]
    public void Fact_collected_from_a_turn_was_not_said_once_more()
        => Assert.Equal(1, Assert.Single(Record(Said("home = Oslo", "home_city = Oslo")).CurrentFacts).Count);

    [Fact]
    public void Collected_value_is_of_the_kind_that_its_key_means()
        => Assert.Equal(["home = Oslo"], Current(Said("home_city = Bergen"), Said("home = Oslo")));

    [Fact]
    public void Fields_of_one_analysis_do_not_end_each_other()
    {
        var record = Record(Said("phone_number = 1", "callback_number = 2"));

        Assert.Equal(["1", "2"], record.Facts.Where(fact => fact.ValidTo is null).Select(fact => fact.Value));
        Assert.Equal("2", Assert.Single(record.CurrentFacts).Value);
        Assert.Equal(("1", "2"), (ProfileBuilder.Build(record).Facts["phone_number"], ProfileBuilder.Build(record).Facts["callback_number"]));
    }

    [Fact]
    public void Facts_are_the_same_in_whatever_order_the_calls_come() => Property.Check(
        from calls in Gen.Elements("home = Oslo", "home = Bergen", "-home = Oslo", "likes = jazz", "-likes = jazz", "dislikes = jazz", "name = Anna", "name = Anna Schmidt", "home_city = Rome", "-likes = ")
            .ListOf().Select(said => said.Take(3).ToArray()).ListOf()
        let lessons = calls.Take(6).Select(Lesson).ToList()
        from shuffled in Gen.Shuffle<CallLesson>(lessons)
        select (lessons, shuffled),
        calls => Assert.Equal(Teach(calls.lessons).Facts, Teach(calls.shuffled).Facts));

    private static List<string> Current(params string[][] calls) => [.. Record(calls).CurrentFacts.Select(fact => $"{fact.Key} = {fact.Value}")];

    private static CallerRecord Record(params string[][] calls) => Teach(calls.Select(Lesson));

    private static CallerRecord Teach(IEnumerable<CallLesson> lessons) => lessons.Aggregate(Records.Empty, (record, lesson) => record.With(lesson));

    private static string[] Said(params string[] facts) => facts;

    // Keys of kinds are said by the caller, turn by turn; others are collected.
    private static CallLesson Lesson(string[] said, int call)
    {
        var lesson = Records.Lesson($"c{call}", call);
        var facts = said.Select((text, turn) =>
        {
            var parts = text.TrimStart('-').Split(" = ");
            var isKind = FactKinds.Of(parts[0]).Key == parts[0] && FactKinds.IsKnown(parts[0]);
            var source = isKind ? new FactSource(lesson.Call.ConversationId, FactSource.Statement, turn, text) : new FactSource(lesson.Call.ConversationId, FactSource.DataCollection);
            return new Fact(parts[0], parts[1], lesson.Call.StartedAt, ValidTo: null, source, Ends: text.StartsWith('-'));
        });
        return lesson with { Facts = [.. facts] };
    }

    private static DateTimeOffset Hour(int hour) => FixedClock.Start.AddHours(hour);
}
