using System.Globalization;
using Elaoms.Core.Records;
using Elaoms.Core.Records.Facts;
using Elaoms.Core.Records.Memories;
using Elaoms.Core.Search;
using Elaoms.Tests.Records;
using Xunit;

namespace Elaoms.Tests.Search.Ranking;

/// <summary>How turns are found by the facts that they state.</summary>
public sealed class StatedFactsTests
{
    [Fact]
    public void Turn_is_found_by_the_words_of_the_fact_it_states()
    {
        var index = Index(Call("c1", ("We've moved to Oslo.", ["home = Oslo"]), ("It rains a lot.", [])));

        var found = index.Search("where does the caller live", 1);

        Assert.Equal("We've moved to Oslo.", Assert.Single(found).Memory.Text);
    }

    [Fact]
    public void Turn_says_what_of_it_is_so_no_longer()
    {
        var index = Index(
            Call(
                "c1",
                ("I live in Bergen and prefer e-mail.", ["home = Bergen", "preferred_contact = email"]),
                ("I'm a baker.", ["occupation = baker"])),
            Call("c2", ("We've moved to Oslo.", ["home = Oslo"]), ("I'm a nurse now.", ["occupation = nurse"])));

        Assert.Equal("Bergen Semantic 0.9", Of(index, "I live in Bergen"));
        Assert.Equal("baker Episodic 0.3", Of(index, "baker"));
        Assert.Equal(" Semantic 0.9", Of(index, "moved to Oslo"));
    }

    [Fact]
    public void Turn_whose_fact_holds_again_says_nothing_of_it()
    {
        var index = Index(
            Call("c1", ("I live in Oslo.", ["home = Oslo"])),
            Call("c2", ("I live in Rome.", ["home = Rome"])),
            Call("c3", ("Back home to Oslo we went.", ["home = Oslo"])));

        Assert.Equal(" Semantic 0.9", Of(index, "I live in Oslo"));
        Assert.Equal("Rome Episodic 0.3", Of(index, "I live in Rome"));
    }

    [Fact]
    public void Turn_that_states_a_fact_last_says_how_often_it_was_said()
    {
        var index = Index(Call("c1", ("I love jazz.", ["likes = jazz"])), Call("c2", ("Jazz is what I like best.", ["likes = jazz"])));

        Assert.Equal(
            [("Jazz is what I like best.", 2), ("I love jazz.", 1)],
            index.Search("jazz", 5).OrderByDescending(found => found.Count).Select(found => (found.Memory.Text, found.Count)));
    }

    [Fact]
    public void Facts_of_the_analysis_are_memories_of_their_own_each_with_an_id()
    {
        var index = Index(
            SampleRecords.Extracted("c1", 1, ("prefers", "sea view"), ("plan", "gold")),
            SampleRecords.Extracted("c2", 2, ("prefers", "late checkout")));

        Assert.Equal(
            ["Plan: gold.", "Preferences: late checkout.", "Preferences: sea view."],
            index.Search("gold sea view late checkout", 10).Where(found => found.Memory.Turn is null)
                .Select(found => found.Memory.Text).Order(StringComparer.Ordinal));
    }

    private static string Of(CallerIndex index, string query)
    {
        var found = index.Search(query, 1)[0];
        return string.Create(
            CultureInfo.InvariantCulture, $"{string.Join(", ", found.Over)} {found.Memory.Sector} {found.Memory.Salience}");
    }

    private static CallerIndex Index(params ExtractedCall[] extractedCalls)
        => new(extractedCalls.Aggregate(SampleRecords.Empty, (record, extracted) => record.With(extracted)));

    private static ExtractedCall Call(string conversation, params (string Text, string[] Facts)[] turns)
    {
        var extracted = SampleRecords.Extracted(conversation, conversation[1] - '0');
        return extracted with
        {
            Facts = [.. turns.SelectMany((turn, at) => turn.Facts.Select(fact => fact.Split(" = ")).Select(fact =>
                new Fact(
                    fact[0], fact[1], extracted.Call.StartedAt,
                    new FactSource(conversation, FactSource.Statement, at, turn.Text))))],
            Memories = [.. turns.Select((turn, at) =>
                new Memory(
                    $"{conversation}-turn-{at}", turn.Text, Sector.Semantic, Salience.High, extracted.Call.StartedAt.AddSeconds(at), "user",
                    conversation, at))],
        };
    }
}
