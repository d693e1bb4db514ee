using System.Text.RegularExpressions;
using Elaoms.Core.Callers;
using Elaoms.Core.Calls;
using Elaoms.Extraction.Rules;
using Xunit;

namespace Elaoms.Tests.Extraction.Rules;

/// <summary>What looking for facts costs at most, counted in work and not in time, which is another on each machine.</summary>
public sealed partial class ExtractionWorkTests
{
    private const string Question = "What's your name, your address, your email and your phone number?";

    private static readonly DateOnly Day = new(2026, 3, 2);

    public static TheoryData<string> Hostile =>
    [
        "-", "–", "- ", ".", ". ", ",", ", ", "\"", "'", "' ", "’", "1", "1 ", "1-", "four ", "@", "a@", "a.b@c.", "a", "a ", "A ", "Aa ", "I ", "I'm ", "a\u0301\u0302\u0303\u0304\u0305", "\u0301", "😀", "😀 ", "?",
        "! ", "(", "[", "[laughs", "um, ", "\n", " ", "\t", "\u00a0x", "\u200b", "Mr. ", "and ", "my name is ", "I live in ", "no, I mean ", "S as in Sam ", "double a ", "a-", "really ", "I really really want ",
        "yes, ", "yes ", "山田", "محمد ", "¿", "/", "_", "*", ": ", "‘’", "password is ", "card number 4 ", "DE12 ", "Street 1, ", "Sam Brandt ", "call me ", "if ", "he said ", "just kidding ", "je m'appelle ",
        "ich heiße ", "me llamo ", "what is my name? ",
    ];

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Work_grows_with_the_length_of_a_turn_and_no_faster(string piece)
    {
        var (quarter, whole) = (WorkOf(Repeat(piece, 1000)), WorkOf(Repeat(piece, 4000)));

        // Four times the length, and a little for the edges of its parts.
        Assert.InRange(whole, 0, 5 * quarter);
        // Fifty such turns are read to their end.
        Assert.InRange(50 * whole, 0, ExtractionWork.Budget);
    }

    [Fact]
    public void No_rule_looks_back_or_over_signs_without_a_bound()
    {
        var expressions = Languages.BuiltIn.Value.All.SelectMany(language => language.Everything).Select(rule => rule.Expression).ToList();

        Assert.True(expressions.Count > 2000);
        Assert.All(expressions, expression => Assert.DoesNotContain(@"\W*", expression, StringComparison.Ordinal));
        Assert.All(expressions.SelectMany(LookingBack), behind => Assert.DoesNotMatch(Unbounded, behind));
    }

    [Fact]
    public void Run_of_characters_that_is_no_word_costs_as_much_as_none()
    {
        Assert.Equal("Hello there", TurnText.Clean($"Hello {new string('-', 3000)} there", Languages.BuiltIn.Value.All.First()));
        Assert.Contains("anna.maria@example.com", TurnText.Clean("anna.maria@example.com", Languages.BuiltIn.Value.All.First()), StringComparison.Ordinal);
    }

    [Fact]
    public void Hour_in_which_the_caller_never_stops_talking_is_read_to_its_end()
    {
        string[] said =
        [
            "Well, you know, I moved to Leeds last month, because my daughter lives there, and I really like it so far.", "My name is Sarah Connor and my number is plus four four one one three, four nine six, zero one two three.",
            "Could you please send the invoice to sarah.connor@example.com? The last one never arrived, and I've called twice about it.", "No, I don't want any marketing emails, thank you. Just call me in the morning, if you can.",
        ];
        var work = new ExtractionWork();

        // Some 9,000 words.
        CallerStatements.Of(Languages.BuiltIn.Value, CallOf(Enumerable.Range(0, 450).Select(turn => said[turn % said.Length])), Day, work);

        Assert.Equal(0, work.UnreadTurns);
        Assert.InRange(work.Done, 1, ExtractionWork.Budget / 4);
    }

    [Fact]
    public void Call_beyond_the_budget_states_what_its_first_turns_do_each_time()
    {
        var turns = Enumerable.Repeat(Repeat("I'm not really sure, and my name is what, well, ", 4000), 2000).Prepend("My name is Sarah Connor.").Append("I live in Leeds.").ToList();
        var (first, second) = (new ExtractionWork(), new ExtractionWork());

        var statements = CallerStatements.Of(Languages.BuiltIn.Value, CallOf(turns), Day, first);

        Assert.Contains(statements, statement => statement is { Key: "name", Value: "Sarah Connor" });
        Assert.DoesNotContain(statements, statement => statement.Key == "home");
        Assert.InRange(first.UnreadTurns, 1, turns.Count - 2);
        Assert.Equal(statements, CallerStatements.Of(Languages.BuiltIn.Value, CallOf(turns), Day, second));
        Assert.Equal((first.Done, first.UnreadTurns), (second.Done, second.UnreadTurns));
    }

    private static string Repeat(string piece, int length) => string.Concat(Enumerable.Repeat(piece, length / piece.Length + 1))[..length];

    // Twice: what was said before may make the second dearer.
    private static long WorkOf(string text)
    {
        var work = new ExtractionWork();
        CallerStatements.Of(Languages.BuiltIn.Value, CallOf([text, text]), Day, work);
        return work.Done / 2;
    }

    private static Call CallOf(IEnumerable<string> texts) => new()
    {
        CallerReading = CallerReading.Known,
        Turns = [.. texts.SelectMany((text, i) => (Turn[])[new Turn(2 * i, Turn.AgentRole, Question, i), new Turn(2 * i + 1, Turn.UserRole, text, i)])],
        Collected = [],
    };

    private static IEnumerable<string> LookingBack(string expression)
    {
        foreach (Match begin in Behind.Matches(expression))
        {
            var depth = 0;
            for (var at = begin.Index; at < expression.Length; at++)
            {
                if (expression[at] == '\\')
                    at++;
                else if (expression[at] == '(')
                    depth++;
                else if (expression[at] == ')' && --depth == 0)
                {
                    yield return expression[begin.Index..at];
                    break;
                }
            }
        }
    }

    [GeneratedRegex(@"\(\?<[=!]", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Behind { get; }

    // A star, a plus or an open range that is a quantifier, and stands for itself neither by a backslash nor in a class of its own.
    [GeneratedRegex(@"(?<!\\)[*+]|\{\d+,\}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Unbounded { get; }
}
