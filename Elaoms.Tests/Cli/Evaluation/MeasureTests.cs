using Elaoms.Cli.Evaluation;
using Elaoms.Cli.Evaluation.Input;
using Elaoms.Cli.Evaluation.Learning;
using Elaoms.Cli.Evaluation.Measures;
using Xunit;

namespace Elaoms.Tests.Cli.Evaluation;

public sealed class MeasureTests
{
    [Theory]
    [InlineData(0, 10, 0.0, 0.278)]
    [InlineData(10, 10, 0.722, 1.0)]
    [InlineData(53, 100, 0.433, 0.625)]
    [InlineData(1, 1, 0.207, 1.0)]
    public void Interval_is_Wilsons(int count, int of, double low, double high)
    {
        var proportion = new Proportion(count, of);

        Assert.Equal(low, proportion.Low!.Value, 0.0006);
        Assert.Equal(high, proportion.High!.Value, 0.0006);
    }

    [Fact]
    public void Share_of_none_is_none()
    {
        var proportion = new Proportion(0, 0);

        Assert.Null(proportion.Share);
        Assert.Equal("-", proportion.ToString());
    }

    [Theory]
    [InlineData("name", "Anna Weber", "anna weber", "Right")]
    [InlineData("name", "René O'Neil", "rene oneil", "Right")]
    [InlineData("name", "René O'Neil", "rene o neil", "Right")]
    [InlineData("name", "Anna", "anna weber", "Part")]
    [InlineData("name", "Name Anna Weber", "anna weber", "More")]
    [InlineData("name", "Password", "anna weber", "Other")]
    [InlineData("name", "", "anna weber", "Other")]
    [InlineData("email", "anna@weber.example", "anna at weber dot example", "Right")]
    [InlineData("email", "anna22@weber.example", "anna twenty two at weber dot example", "Right")]
    [InlineData("email", "ana@weber.example", "anna@weber.example", "Other")]
    [InlineData("phone", "+12025550123", "202 555 0123", "Right")]
    [InlineData("phone", "2025550123", "two oh two double five five oh one twenty three", "Right")]
    [InlineData("phone", "2025550123", "2025550124", "Other")]
    [InlineData("phone", "123", "0123", "Other")]
    [InlineData("address", "12 Mill Lane", "12 mill lane, hull", "Right")]
    [InlineData("address", "12 Mill Lane", "flat 3 12 mill lane kingston upon hull hu1 4ab", "Part")]
    [InlineData("address", "My address is 12 Mill Lane", "12 mill lane", "More")]
    [InlineData("address", "14 Mill Lane", "12 mill lane", "Other")]
    public void Values_are_compared_by_what_they_say(string kind, string value, string label, string expected)
        => Assert.Equal(expected, ValueComparison.Compare(kind, value, label).ToString());

    [Theory]
    [InlineData("it is 4 1 1 1, thanks", "4111", true)]
    [InlineData("it is four double one one", "4111", true)]
    [InlineData("it is 41112", "4111", false)]
    [InlineData("ssn4111", "4111", true)]
    [InlineData("blue kites", "blue kite", false)]
    [InlineData("BLUE-KITE!", "blue kite", true)]
    [InlineData("anything", "", false)]
    public void Value_is_found_as_whole_runs(string text, string value, bool expected)
        => Assert.Equal(expected, ComparableText.Of(text).Find(ComparableText.Of(value)).Any());

    [Theory]
    [InlineData("my pin is 4821 ok", "my pin is [password] ok", "password:4821")]
    [InlineData("4821", "[card code]", "card code:4821")]
    [InlineData(
        "4111 1111 and 123, thanks", "[card number] and [card code], thanks", "card number:4111 1111", "card code:123")]
    [InlineData("I said [card number] already", "I said [card number] already")]
    [InlineData("same", "same")]
    [InlineData("all changed here", "quite [password] other", "password:?")]
    public void Redactions_are_found_with_what_they_replace(string said, string kept, params string[] expected)
    {
        var found = Redactions.Find(said, kept);

        Assert.Equal(expected, found.Select(one => $"{one.Kind}:{(one.IsPlaced ? said[one.Start..one.End] : "?")}"));
    }

    [Theory]
    [InlineData("email_address", "email")]
    [InlineData("phonenumber", "phone")]
    [InlineData("current_city", "home")]
    [InlineData("name", "name")]
    [InlineData("quantity", null)]
    public void Label_marks_a_kind_of_fact(string slot, string? kind) => Assert.Equal(kind, LabelKinds.FactKindOf(slot));

    [Theory]
    [InlineData("card_number", null, true)]
    [InlineData("target_account_number", "finance", true)]
    [InlineData("account_number", null, true)]
    [InlineData("account_number", "software", false)]
    [InlineData("ssn", "insurance", true)]
    [InlineData("PIN", null, true)]
    [InlineData("shipping", null, false)]
    [InlineData("order_number", null, false)]
    public void Label_marks_a_secret(string slot, string? domain, bool expected)
        => Assert.Equal(expected, LabelKinds.IsSecret(slot, domain));

    [Theory]
    [InlineData(null, "Hi. I'm Anna Weber, i.e. ANNA.", "Hi. I'm Anna Weber, i.e. ANNA.")]
    [InlineData("lower", "Hi. I'm Anna Weber.", "hi. i'm anna weber.")]
    [InlineData("upper", "Hi. I'm Anna Weber.", "HI. I'M ANNA WEBER.")]
    [InlineData("sentence", "hi, Anna here! my Friend and I live in Hull. ok?", "Hi, anna here! My friend and I live in hull. Ok?")]
    [InlineData("sentence", "\"écoute, Anna\"", "\"Écoute, anna\"")]
    public void Casing_is_that_of_a_transcriber(string? casing, string text, string expected)
        => Assert.Equal(expected, TranscriptCasing.Apply(casing, text));

    [Fact]
    public void Sample_takes_each_with_the_same_chance_and_keeps_the_order()
    {
        var counts = new int[10];
        for (var seed = 0; seed < 2000; seed++)
        {
            var sample = new RandomSample<int>(3, seed);
            foreach (var number in Enumerable.Range(0, counts.Length))
                sample.Offer(number);
            Assert.Equal(sample.Chosen.Order(), sample.Chosen);
            foreach (var number in sample.Chosen)
                counts[number]++;
        }

        Assert.All(counts, count => Assert.InRange(count, 500, 700));
    }

    [Fact]
    public async Task Large_call_leaves_no_file_behind()
    {
        var words = string.Concat(Enumerable.Repeat("so it is. ", 700));
        var json = InventedCalls.Dialogue("a", [.. Enumerable.Repeat(words, 12)]);
        string folder;
        await using (var learner = new CallLearner())
        {
            folder = learner.TemporaryFolder;
            var learned = await learner.LearnAsync(CallForms.Read(json, "a", out _)!, CancellationToken.None);
            Assert.Null(learned.Refusal);
            Assert.True(Directory.Exists(folder));
            Assert.Empty(Directory.EnumerateFiles(folder));
        }

        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public async Task Calls_know_nothing_of_each_other()
    {
        await using var learner = new CallLearner();
        var first = CallForms.Read(InventedCalls.Named("a", "Anna Weber"), "a", out _)!;
        var second = CallForms.Read(InventedCalls.Dialogue("a", "Hello?", "Bye."), "a", out _)!;

        Assert.Equal("Anna Weber", (await learner.LearnAsync(first, CancellationToken.None)).Start.GreetedName);
        Assert.Empty((await learner.LearnAsync(second, CancellationToken.None)).Facts);
        Assert.Equal("Anna Weber", (await learner.LearnAsync(first, CancellationToken.None)).Start.GreetedName);
    }
}
