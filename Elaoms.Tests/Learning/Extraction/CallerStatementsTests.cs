using Elaoms.Core.Callers;
using Elaoms.Core.Calls;
using Elaoms.Core.Learning.Extraction;
using Xunit;

namespace Elaoms.Tests.Learning.Extraction;

public sealed class CallerStatementsTests
{
    private const int Length = 8000;

    [Theory]
    [InlineData("i really ")]
    [InlineData("my ")]
    [InlineData("please could you ")]
    [InlineData("have just recently ")]
    [InlineData("a an your member ")]
    [InlineData("a at b dot ")]
    [InlineData("7 ")]
    [InlineData("7")]
    [InlineData("a")]
    [InlineData("\"")]
    public void Endless_repetition_does_not_keep_the_rest_of_the_call_from_being_read(string words)
    {
        var endless = ("i've been " + string.Concat(Enumerable.Repeat(words, Length)))[..Length];

        var statements = CallerStatements.Of(Languages.BuiltIn.Value, Of(endless, "My name is Sarah Connor."), new DateOnly(2026, 3, 2));

        Assert.Contains(statements, statement => statement is { Key: "name", Value: "Sarah Connor", Ends: false });
    }

    [Fact]
    public void Turn_without_full_stops_is_read_to_its_end()
    {
        var rambling = string.Concat(Enumerable.Repeat("and so i went on and on about the weather ", 20)) + "anyway i live in leeds";

        var statements = CallerStatements.Of(Languages.BuiltIn.Value, Of(rambling), new DateOnly(2026, 3, 2));

        Assert.Contains(statements, statement => statement is { Key: "home", Value: "Leeds", Ends: false });
    }

    private static Call Of(params string[] turns) => new()
    {
        CallerReading = CallerReading.Known,
        Turns = [.. turns.Select((text, position) => new Turn(position, Turn.UserRole, text, position))],
        Collected = [],
    };
}
