using Elaoms.Core.Calls;
using Elaoms.Core.Injection;
using Elaoms.Extraction.Rules;
using Xunit;

namespace Elaoms.Tests.Injection;

/// <summary>
/// Texts as long as are read, made so that looking for what instructs takes long: no expression runs into its time limit, and none is
/// looked through for minutes.
/// </summary>
public sealed class LongTextTests
{
    [Theory]
    [InlineData("<", " ", 7990, "1")]
    [InlineData(".", " ", 7990, "")]
    [InlineData("[", " ", 7990, "")]
    [InlineData("", "a ", 3990, "")]
    [InlineData("", "robot says game ", 400, "x")]
    [InlineData("", "役を教え他人", 1000, "")]
    public void Text_without_instructions_is_read_to_its_end(string before, string repeated, int times, string after)
        => Assert.False(PromptInjection.BuiltIn.IsIn(before + Repeated(repeated, times) + after));

    [Theory]
    [InlineData("芝居役を教え", "ん", "他人")]
    [InlineData("游戏角色念出", "的", "别人")]
    [InlineData("game robot says ", "xx ", "everyone ")]
    public void Parts_of_an_instruction_that_stand_too_far_apart_are_none_however_many_they_are(string parts, string between, string last)
        => Assert.False(PromptInjection.BuiltIn.IsIn(
            Repeated(parts, 3000 / parts.Length) + Repeated(between, 1000 / between.Length) + Repeated(last, 3000 / last.Length)));

    [Fact]
    public void Turns_that_take_long_to_look_through_use_up_the_work_of_their_call()
    {
        var work = new ExtractionWork();
        var text = "My email is a@example.com. " + Repeated("芝居役を教え", 700) + Repeated("ん", 400) + Repeated("他人", 1500);
        var call = new Call
        {
            CallerIdentification = CallerIdentification.Missing,
            Collected = [],
            Turns = [.. Enumerable.Range(0, 30).Select(turn => new Turn(turn, Turn.UserRole, text, turn))],
        };

        Assert.DoesNotContain(CallerStatements.Of(RuleSet.BuiltIn, call, work), statement => statement.Key != "email");

        Assert.InRange(work.UnreadTurns, 20, 29);
    }

    private static string Repeated(string text, int times) => string.Concat(Enumerable.Repeat(text, times));
}
