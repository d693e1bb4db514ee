using Elaoms.Extraction.Rules;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Elaoms.Tests.Extraction.Rules;

/// <summary>What looking for facts costs at most, counted in work and not in time, which is another on each machine.</summary>
public sealed class ExtractionWorkTests
{
    private const string Question = "a: What's your name, your address, your email, your date of birth and your phone number?";

    private static readonly string[] Pieces =
    [
        "-", "–", "- ", ".", ". ", ",", ", ", "\"", "'", "' ", "’", "1", "1 ", "1-", "four ", "@", "a@", "a.b@c.", "a", "a ", "A ", "Aa ",
        "I ", "I'm ", "a\u0301\u0302\u0303\u0304\u0305", "\u0301", "😀", "😀 ", "?",
        "! ", "(", "[", "[laughs", "<", "um, ", "\n", " ", "\t", "\u00a0x", "\u200b", "Mr. ", "and ", "my name is ", "I live in ",
        "no, I mean ", "S as in Sam ", "double a ", "a-", "really ", "I really really want ",
        "yes, ", "yes ", "山田", "محمد ", "¿", "/", "_", "*", ": ", "‘’", "at ", "dot ", "a at b dot ", "4 May ", "nineteen ", "Street 1, ",
        "Sam Brandt ", "call me ", "if ", "he said ", "just kidding ", "je m'appelle ",
        "ich heiße ", "me llamo ", "what is my name? ", "my my my name ", "van de der ", "not ", "don't call me ", "by email ", "plus ",
        "zwei und ", "quatre-vingt-", "x@", "my email is ", "my number is ", "my address is ",
    ];

    public static TheoryData<string> Hostile => [.. Pieces];

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
    public void Any_text_is_read_without_a_fault_at_a_bounded_cost()
    {
        var texts = Gen.Elements(Pieces.Append("Sam ").Append("is ").Append("07700 900123 ")).ListOf()
            .Select(parts => string.Concat(parts));
        var calls = texts.Select(text => text + text).Or(ArbMap.Default.ArbFor<string>().Generator.Where(text => text is not null));
        Prop.ForAll(calls.ToArbitrary(), text =>
        {
            var work = new ExtractionWork();
            var call = Statements.Call(Question, "c:" + text, "a:" + text, "c:" + text);
            var statements = Statements.Of(call, work);
            Assert.All(statements, statement => Assert.InRange(statement.End, statement.Start, call.Turns[statement.Turn].Text.Length));
            Assert.InRange(work.Done, 0, 100_000 + (2_000L * Math.Min(3 * text.Length, 12_000)));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    [Fact]
    public void Hour_in_which_the_caller_never_stops_talking_is_read_to_its_end()
    {
        string[] said =
        [
            "c: Well, you know, I moved to Leeds last month, because my daughter lives there, and I really like it so far.",
            "c: My name is Sarah Connor and my number is plus four four one one three, four nine six, zero one two three.",
            "c: Could you please send the invoice to sarah.connor@example.com? The last one never arrived, and I've called twice about it.",
            "c: No, I don't want any marketing emails, thank you. Just call me in the morning, if you can.",
        ];
        var work = new ExtractionWork();

        // Some 9,000 words.
        Statements.Of(Statements.Call(Enumerable.Range(0, 450).SelectMany(turn => (string[])[Question, said[turn % said.Length]])), work);

        Assert.Equal(0, work.UnreadTurns);
        Assert.InRange(work.Done, 1, ExtractionWork.Budget / 4);
    }

    [Fact]
    public void Call_beyond_the_budget_states_what_its_first_turns_do_each_time()
    {
        var endless = "c: " + Repeat("I'm not really sure, and my name is what, well, call me, it's ", 4000);
        var turns = Enumerable.Repeat(endless, 4000).Prepend("c: My name is Sarah Connor.")
            .Append("c: My email is sarah@example.com.").ToList();
        var (first, second) = (new ExtractionWork(), new ExtractionWork());

        var statements = Statements.Of(Statements.Call(turns), first);

        Assert.Contains(statements, statement => statement is { Key: "name", Value: "Sarah Connor" });
        Assert.DoesNotContain(statements, statement => statement.Key == "email");
        Assert.InRange(first.UnreadTurns, 1, turns.Count - 2);
        Assert.Equal(statements, Statements.Of(Statements.Call(turns), second));
        Assert.Equal((first.Done, first.UnreadTurns), (second.Done, second.UnreadTurns));
    }

    private static string Repeat(string piece, int length) => string.Concat(Enumerable.Repeat(piece, length / piece.Length + 1))[..length];

    // Twice: what was said before may make the second dearer.
    private static long WorkOf(string text)
    {
        var work = new ExtractionWork();
        Statements.Of(Statements.Call(Question, "c: My name is Sam. " + text, Question, "c: My name is Sam. " + text), work);
        return work.Done / 2;
    }
}
