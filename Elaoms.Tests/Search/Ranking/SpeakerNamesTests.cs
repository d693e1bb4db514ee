using Elaoms.Core.Search.Parts;
using Xunit;

namespace Elaoms.Tests.Search.Ranking;

public sealed class SpeakerNamesTests
{
    [Fact]
    public void Names_are_what_one_side_calls_the_other()
    {
        var names = Learn(
            "Hey Sandra!", "Thanks, Sandra.", "Well, Sandra, yes.", "agent: Hello Miguel", "agent: Bye, Miguel!",
            "agent: Of course, Miguel, yes.");

        Assert.Equal(
            (SpeakerSide.Agent, SpeakerSide.Caller, SpeakerSide.Neither), (names.Of("sandra"), names.Of("miguel"), names.Of("hey")));
    }

    [Theory]
    [InlineData("Hey Sandra!", "Thanks, Sandra.")]
    [InlineData("I saw Sandra.", "I like Sandra.", "I know Sandra!", "So did Sandra.")]
    [InlineData("Sandra, yes.", "Sandra!", "Yes. Sandra, no.", "Sandra?")]
    [InlineData("Well, Sandra came.", "Yes, Sandra is.", "Hey Sandra was.", "Oh, Sandra has.")]
    [InlineData("Hey sandra!", "Thanks, sandra.", "Bye, sandra.")]
    [InlineData("Hey Sandra!", "Thanks, Sandra.", "Well, Sandra, yes.", "agent: Hey Sandra!")]
    [InlineData(
        "Hey Sandra!", "Thanks, Sandra.", "Well, Sandra, yes.", "I like Sandra a lot", "and Sandra too", "with Sandra there",
        "for Sandra there")]
    public void Names_are_not_what_is_seldom_said_or_said_of_somebody_or_by_both(params string[] turns)
        => Assert.Equal(SpeakerSide.Neither, Learn(turns).Of("sandra"));

    [Fact]
    public void Name_of_a_fact_is_the_callers() => Assert.Equal(
        (SpeakerSide.Caller, SpeakerSide.Caller, SpeakerSide.Neither),
        (new SpeakerNames(new NameUses(), "Anna-Maria").Of("maria"), new SpeakerNames(new NameUses(), "Anna-Maria").Of("anna"),
            new SpeakerNames(new NameUses(), null).Of("anna")));

    private static SpeakerNames Learn(params string[] turns)
    {
        var uses = new NameUses();
        foreach (var memory in Said.Call("c", 1, turns))
            uses.Count(memory.Text, SpeakerNames.SideOf(memory.Role));
        return new SpeakerNames(uses, callerName: null);
    }
}
