using Elaoms.Core.Calls;
using Elaoms.Core.Changes;
using Elaoms.Core.Records;
using Elaoms.Core.Records.Facts;
using Elaoms.Core.Records.Memories;
using Elaoms.Tests.Records;
using Xunit;

namespace Elaoms.Tests.Changes;

/// <summary>What is found of a forgotten value in what was said, and what is not.</summary>
public sealed class ForgottenTextTests
{
    private static readonly CallerKey Caller = new(new string('a', 64));
    private static readonly byte[] Key = "a key of this deployment"u8.ToArray();

    [Theory]
    [InlineData("Oslo", null, "I live in Oslo.", "I live in [forgotten].")]
    [InlineData("Oslo", null, "OSLO, oslo; Oslo's", "[forgotten], [forgotten]; [forgotten]'s")]
    [InlineData("Oslo", null, "Osloer live in Oslo-Nord.", "Osloer live in [forgotten]-Nord.")]
    [InlineData("José", null, "I am Jose.", "I am [forgotten].")]
    [InlineData("Straße", null, "die STRASSE dort", "die [forgotten] dort")]
    [InlineData("Baker Street", null, "at Baker-Street or bakerstreet", "at [forgotten] or [forgotten]")]
    [InlineData("Anna", "name", "It's A-N-N-A, Anna.", "It's [forgotten], [forgotten].")]
    [InlineData("Anna Smith", "name", "Anna here, Mrs Smith.", "[forgotten] here, Mrs [forgotten].")]
    [InlineData("Anna Smith", null, "Anna here, Anna Smith.", "Anna here, [forgotten].")]
    [InlineData("Will May", "name", "I will come in May, says Will May.", "I will come in May, says [forgotten].")]
    [InlineData("dog Rex", "pet", "Rex is a dog.", "[forgotten] is a dog.")]
    [InlineData("anna@example.com", null, "It is Anna@Example.com!", "It is [forgotten]!")]
    [InlineData("anna@example.com", null, "It is anna at example dot com.", "It is [forgotten].")]
    [InlineData("anna@example.com", null, "a n n a at example dot com", "[forgotten]")]
    [InlineData("+1 202 555 0123", null, "Call 202-555-0123 or (555) 0123.", "Call [forgotten] or ([forgotten].")]
    [InlineData("+12025550123", null, "two oh two five five five zero one two three please", "[forgotten] please")]
    [InlineData("+12025550123", null, "two zero two triple five oh one twenty three", "[forgotten]")]
    [InlineData("4711", null, "It is forty-seven eleven, 4711, not 47112.", "It is [forgotten], [forgotten], not 47112.")]
    [InlineData("25", null, "ich bin fünfundzwanzig", "ich bin [forgotten]")]
    [InlineData("2", "children", "I have two, or 2, not 12.", "I have [forgotten], or [forgotten], not 12.")]
    [InlineData("1990-05-03", "birthday", "born May 3rd, 1990, or 3 May or 03.05.1990", "born [forgotten], or [forgotten] or [forgotten]")]
    [InlineData("1990-05-03", "birthday", "el 3 de mayo de 1990", "el [forgotten]")]
    [InlineData("東京", null, "私は東京に住んでいます", "私は[forgotten]に住んでいます")]
    public void Value_is_found_in_what_was_said(string value, string? fact, string said, string left)
        => Assert.Equal(left, Forget(value, fact, said));

    [Theory]
    [InlineData("Oslo", "the capital of Norway")]
    [InlineData("Anna", "Hannah and Annabel")]
    [InlineData("5550123", "555 0124")]
    [InlineData("x", "x marks it")]
    [InlineData("!?", "what!?")]
    [InlineData("Oslo", "[forgotten] Os[forgotten]lo")]
    [InlineData("forgotten", "I am [forgotten]")]
    public void Other_words_stay(string value, string said) => Assert.Equal(said, Forget(value, fact: null, said));

    [Fact]
    public void Value_that_is_said_after_it_was_forgotten_stays()
    {
        var rules = Rules(Change(1, [.. Values.Of("Oslo", fact: null)]));

        Assert.Equal("[forgotten]", rules.Apply(Call(hour: 1, "Oslo")).Memories[0].Text);
        Assert.Equal("Oslo", rules.Apply(Call(hour: 2, "Oslo")).Memories[0].Text);
    }

    [Fact]
    public void Fact_of_the_value_goes_with_its_words_wherever_they_are()
    {
        const string words = "I was born on the third, in May.";
        var call = Call(hour: 0, words);
        var fact = new Fact("birthday", "1990-05-03", call.Call.StartedAt, new FactSource("c", FactSource.Statement, 0, words));
        var told = new Fact(
            "open_request", "send it to Oslo", call.Call.StartedAt, new FactSource("c", FactSource.Statement, 0, "Oslo"));

        var left = Rules(Change(1, [.. Values.Of("1990-05-03", "birthday"), .. Values.Of("Oslo", fact: null)])).Apply(
            call with { Facts = [fact, told] });

        // The rules of extraction understood a date that is not in the words.
        Assert.Equal("[forgotten]", left.Memories[0].Text);
        var request = Assert.Single(left.Facts);
        Assert.Equal(("send it to [forgotten]", "[forgotten]"), (request.Value, request.Source.Quote));
    }

    [Fact]
    public void Summary_and_title_are_words_too()
    {
        var call = Call(hour: 0, "Hello.");
        var left = Rules(Change(1, [.. Values.Of("Oslo", fact: null)])).Apply(
            call with { Call = call.Call with { Title = "Move to Oslo", Summary = "The caller moves to Oslo." } });

        Assert.Equal(("Move to [forgotten]", "The caller moves to [forgotten]."), (left.Call.Title, left.Call.Summary));
    }

    [Fact]
    public void Rejected_name_goes_as_a_fact_and_stays_as_a_word()
    {
        var call = Call(hour: 0, "My wife Anna calls too.");
        var name = new Fact("name", "Anna", call.Call.StartedAt, new FactSource("c", FactSource.Statement, 0, "My wife Anna calls too."));
        var family = name with { Key = "family", Value = "wife Anna" };

        var left = Rules(Change(1, [.. Values.Of("Anna", "name").Select(value => value with { Fact = "name" })]))
            .Apply(call with { Facts = [name, family] });

        Assert.Equal([family], left.Facts);
        Assert.Equal("My wife Anna calls too.", left.Memories[0].Text);
    }

    [Fact]
    public void Corrected_value_leaves_what_it_has_in_common_with_the_new_one()
    {
        var rules = Rules(Change(1, [.. Values.Of("Anna Smyth", "name", kept: "Anna Smith")]));

        Assert.Equal("[forgotten] or Mrs [forgotten]", rules.Apply(Call(hour: 0, "Anna Smyth or Mrs Smyth")).Memories[0].Text);
        Assert.Equal("Anna is here.", rules.Apply(Call(hour: 0, "Anna is here.")).Memories[0].Text);
        Assert.Empty(Values.Of("anna smith", "name", kept: "Anna Smith"));
    }

    [Fact]
    public void Stored_rule_says_nothing_of_the_value_and_nothing_to_another_caller()
    {
        var rule = Assert.Single(Values.Of("Oslo", fact: null));

        Assert.Equal((22, 4), (rule.Hash.Length, rule.Length));
        Assert.NotEqual(rule.Hash, new ForgottenValues(Key, new CallerKey(new string('b', 64))).Of("Oslo", fact: null)[0].Hash);
        Assert.NotEqual(rule.Hash, new ForgottenValues("another key"u8, Caller).Of("Oslo", fact: null)[0].Hash);
    }

    private static ForgottenValues Values => new(Key, Caller);

    private static string Forget(string value, string? fact, string said)
        => Rules(Change(1, [.. Values.Of(value, fact)])).Apply(Call(hour: 0, said)).Memories[0].Text;

    private static ChangeRules Rules(params CallerChange[] changes) => new(new CallerChanges { Changes = changes }, Values);

    private static CallerChange Change(int hour, IReadOnlyList<ForgottenValue> forgets) => new()
    {
        Id = "1",
        At = FixedClock.Start.AddHours(hour),
        By = "test",
        Kind = ChangeKind.Forget,
        Forgets = forgets,
    };

    private static ExtractedCall Call(int hour, string said)
    {
        var call = SampleRecords.Extracted("c", hour);
        return call with
        {
            Memories = [new Memory("c-turn-0", said, Sector.Episodic, Salience.Low, call.Call.StartedAt, "user", "c", 0)],
        };
    }
}
