using System.Text.Json;
using Elaoms.Core.Records.Facts;
using Xunit;

namespace Elaoms.Tests.Records.Facts;

/// <summary>How many people have given a name on a line.</summary>
public sealed class PeopleOnLineTests
{
    [Theory]
    [InlineData("Anna Berg | Tom Holm | Anna Berg", 2)]
    [InlineData("Anna Berg | Anna | Mrs. Berg | anna berg", 1)]
    [InlineData("Anna | Anna Berg", 1)]
    [InlineData("Sara Jones | Sarah Jones", 1)]
    [InlineData("Anna Berg | Anna Holm", 2)]
    [InlineData("Anna Berg | Tom Berg | Eva Berg | Max Berg", 4)]
    public void Person_counts_once_however_often_and_however_fully_the_name_is_given(string names, int people)
        => Assert.Equal(people, Count([.. names.Split(" | ").Select(name => new[] { name })]));

    [Fact]
    public void Call_counts_as_one_person_and_as_a_known_one_if_it_gives_a_known_name()
    {
        Assert.Equal(1, Count(["Anna Berg"], ["Tom Holm", "Anna Berg"], ["Anna Berg", "Eva Lund"]));
        Assert.Equal(1, Count(["Anna Berg", "Tom Holm"]));
        Assert.Equal(2, Count(["Anna Berg"], ["Tom Holm", "Eva Lund"]));
    }

    [Fact]
    public void Name_that_the_call_takes_back_does_not_count()
    {
        Assert.Equal(0, Count(["Tom Holm", "-Tom Holm"]));
        Assert.Equal(1, Count(["Anna Berg"], ["Tom Holm", "-Tom", "Anna Berg"]));
        Assert.Equal(1, Count(["Anna Berg"], ["Tom Holm", "-Tom Holm"]));
    }

    // "No, I'm not Anna, I'm Tom": the agent had taken one for the other.
    [Fact]
    public void Name_that_an_earlier_call_gave_and_this_one_denies_is_somebody_elses()
        => Assert.Equal(3, Count(["Anna Berg"], ["-Anna Berg", "Tom Holm"], ["-Tom Holm", "Eva Lund"]));

    [Theory]
    [InlineData(FactBasis.Unsupported, 1)]
    [InlineData(FactBasis.BareWord, 1)]
    [InlineData(FactBasis.Supported, 2)]
    [InlineData(FactBasis.Answered, 2)]
    public void Name_counts_if_it_is_confirmed(FactBasis basis, int people)
        => Assert.Equal(people, Fold([Said(0, "Anna Berg"), Said(1, "Tom Holm") with { Basis = basis }]).People.Count);

    [Fact]
    public void Names_are_those_of_the_caller_alone()
        => Assert.Equal(1, Fold(
        [
            Said(0, "Anna Berg"), Said(1, "Tom Holm") with { Key = "spouse" }, Said(2, "Admin (override)"),
            Said(3, "Eva") with { Key = "preferred_name" },
        ]).People.Count);

    [Fact]
    public void Name_that_one_call_in_25_gives_counts_as_a_mistake()
    {
        string[] wrong = ["Half", "Tom Holm", "Eva Lund", "Max Krug"];

        Assert.Equal(5, Count([["Anna Berg"], ["Anna Berg"], .. Calls(wrong, each: 1)]));
        Assert.Equal(4, Count([["Anna Berg"], ["Anna Berg"], .. Calls(wrong, each: 10)]));
        Assert.Equal(1, Count([["Anna Berg"], ["Anna Berg"], .. Calls(wrong, each: 26)]));

        static IEnumerable<string[]> Calls(string[] wrong, int each)
            => wrong.SelectMany(name => Enumerable.Repeat<string[]>(["Anna Berg"], each - 1).Append([name]));
    }

    [Fact]
    public void Name_that_a_second_call_gives_is_no_mistake()
    {
        var often = Enumerable.Repeat<string[]>(["Anna Berg"], 30).ToList();

        Assert.Equal(1, Count([.. often, ["Tom Holm"]]));
        Assert.Equal(2, Count([.. often, ["Tom Holm"], ["Tom"]]));
    }

    [Fact]
    public void Number_of_people_never_falls_with_a_further_call()
    {
        string[][] guests = [["Anna Berg"], ["Tom Holm"], ["Eva Lund"], ["Max Krug"]];

        Assert.Equal(4, Count(guests));
        Assert.Equal(4, Count([.. guests, .. Enumerable.Repeat<string[]>(["Anna Berg"], 200)]));
    }

    [Fact]
    public void Further_people_than_32_are_not_told_apart_and_need_no_room()
    {
        var all = Fold([.. Enumerable.Range(0, 500).Select(i => Said(i, $"{(char)('A' + i % 26)}{Letters(i)} Holm"))]).People;

        Assert.Equal((PeopleOnLine.MaxPeople, PeopleOnLine.MaxPeople, 500), (all.Count, all.People.Count, all.Calls));

        // Unlike any other in more than two letters.
        static string Letters(int i) => string.Concat(Enumerable.Repeat($"{(char)('a' + i / 26)}{(char)('a' + i % 26)}", 4));
    }

    [Fact]
    public void State_from_before_people_were_counted_tells_of_the_last_name()
    {
        var before = Fold([Said(0, "Anna Berg"), Said(1, "Tom Holm")]).ToState();
        var json = JsonSerializer.SerializeToNode(before)!.AsObject();
        Assert.True(json.Remove(nameof(FactState.People)));

        var fold = new FactFold(JsonSerializer.Deserialize<FactState>(json)!).Add([Said(2, "Tom Holm"), Said(3, "Eva Lund")]);

        Assert.Equal(2, fold.People.Count);
        Assert.Equal(0, new FactFold(new FactState()).People.Count);
    }

    private static int Count(params string[][] calls)
        => Fold([.. calls.SelectMany((names, hour) => names.Select((name, turn) => Said(hour, name, turn)))]).People.Count;

    private static FactFold Fold(IEnumerable<Fact> facts) => new FactFold(new FactState()).Add(facts);

    private static Fact Said(int hour, string name, int turn = 0) => new(
        "name", name.TrimStart('-'), FixedClock.Start.AddHours(hour), new FactSource($"c{hour}", FactSource.Statement, turn),
        name[0] == '-', FactBasis.SelfIdentified);
}
