using Elaoms.Core.Memories;
using Elaoms.Core.Recall.Ranking;
using Elaoms.Tests.Callers;
using FsCheck.Fluent;
using Xunit;

namespace Elaoms.Tests.Recall.Ranking;

public sealed class CallerIndexTests
{
    [Fact]
    public void Search_puts_the_rarer_word_first()
    {
        var index = Index("order one", "order two", "order three parrots", "order four");

        Assert.Equal("order three parrots", index.Search("my order of parrots", 10)[0].Text);
        Assert.Equal(4, index.Search("my order of parrots", 10).Count);
        Assert.Equal(2, index.Search("order", 2).Count);
        Assert.Empty(index.Search("penguin", 10));
    }

    [Fact]
    public void Search_puts_the_shorter_text_and_the_more_often_said_word_first()
    {
        Assert.Equal("the parrot", Index("a parrot and very many other words beside it", "the parrot").Search("parrots", 1)[0].Text);
        Assert.Equal("parrot parrot cat", Index("parrot dog cat", "parrot parrot cat").Search("parrot", 1)[0].Text);
    }

    [Fact]
    public void Search_of_equals_puts_the_more_salient_and_then_the_newer_and_then_the_first_first()
    {
        var at = FixedClock.Start;
        Memory[] memories =
        [
            Memory("1", "parrot", Salience.Low, at), Memory("2", "parrot", Salience.Low, at.AddDays(1)), Memory("3", "parrot", Salience.Medium, at), Memory("4", "parrot", Salience.Low, at),
        ];

        var found = new CallerIndex(Records.Empty with { Memories = memories }).Search("parrot", 10);

        Assert.Equal(["3", "2", "1", "4"], found.Select(memory => memory.Id));
    }

    [Theory]
    [InlineData("what is it about?")]
    [InlineData("")]
    [InlineData("?!")]
    public void Search_of_common_words_gives_what_matters_most(string query)
    {
        var record = Records.With(("plan", "gold"));

        Assert.Equal(["fact-plan", "c1-turn-0"], new CallerIndex(record).Search(query, 10).Select(memory => memory.Id));
        Assert.Single(new CallerIndex(record).Search(query, 1));
    }

    [Fact]
    public void Search_finds_facts_that_hold_and_none_that_do_not()
    {
        var record = Records.Empty.With(Records.Lesson("c1", 1, ("plan", "gold"))).With(Records.Lesson("c2", 2, ("plan", "tin")));

        var found = Assert.Single(new CallerIndex(record).Search("plan", 10));

        Assert.Equal(("Plan: tin.", Sector.Semantic, Salience.High, "c2", null, null), (found.Text, found.Sector, found.Salience, found.ConversationId, found.Turn, found.Role));
        Assert.Empty(new CallerIndex(record).Search("gold", 10));
    }

    [Fact]
    public void Search_of_a_record_without_memories_finds_nothing()
    {
        Assert.Empty(new CallerIndex(Records.Empty).Search("parrot", 10));
        Assert.Empty(new CallerIndex(Records.Empty).Search("", 10));
        Assert.Equal("+12025550123", new CallerIndex(Records.Empty).Profile.PhoneNumber);
    }

    [Fact]
    public void Search_gives_only_texts_with_a_word_of_the_query_each_once_and_as_scored() => Property.Check(
        from texts in Gen.Elements("parrot", "cat", "dog", "the", "zebra").ListOf().Select(words => string.Join(' ', words)).ListOf()
        from query in Gen.Elements("parrot", "cat", "dog").NonEmptyListOf()
        select (texts, query),
        values =>
        {
            var index = Index([.. values.texts]);
            var scores = new Bm25([.. values.texts]).Score(values.query).ToDictionary(hit => hit.Document, hit => hit.Score);

            var found = index.Search(string.Join(' ', values.query), 1000);

            Assert.Equal(values.texts.Count(text => values.query.Any(word => text.Contains(word, StringComparison.Ordinal))), found.Count);
            Assert.Equal(found.Count, found.Distinct().Count());
            var ordered = found.Select(memory => scores[memory.Turn!.Value]).ToList();
            Assert.Equal(ordered.OrderDescending(), ordered);
            Assert.All(ordered, score => Assert.True(score > 0));
        });

    // idf = ln(1 + (3 - 1 + 0.5) / (1 + 0.5)); norm = 1.2 * (0.25 + 0.75 * 2 / 2)
    [Fact]
    public void Bm25_gives_the_score_of_the_formula()
        => Assert.Equal([(0, Math.Log(1 + 2.5 / 1.5) * 1 * 2.2 / (1 + 1.2))], new Bm25(["parrot cat", "dog cat", "dog zebra"]).Score(["parrot", "parrot"]));

    private static CallerIndex Index(params string[] texts)
        => new(Records.Empty with { Memories = [.. texts.Select((text, i) => Memory($"m{i}", text, Salience.Low, FixedClock.Start) with { Turn = i })] });

    private static Memory Memory(string id, string text, double salience, DateTimeOffset at) => new(id, text, Sector.Episodic, salience, at, "user", "c", 0);
}
