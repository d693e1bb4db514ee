using Elaoms.Core.Callers;
using Elaoms.Core.Facts;
using Xunit;

namespace Elaoms.Tests.Callers;

/// <summary>What an agent is told of a caller at the start of a call.</summary>
public sealed class ProfileSummaryTests
{
    [Fact]
    public void Summary_says_what_is_open_then_what_the_caller_is_like_then_what_else_was_collected()
        => Assert.Equal(
            "Still open: call back about the invoice; promised: replacement router by Friday. " +
            "The caller prefers contact by email, is allergic to peanuts, lives in Oslo, works as nurse and has a dog Max. Newsletter: yes; plan: gold.",
            Summary(
                ("pet", "dog Max"), ("plan", "gold"), ("home", "Oslo"), ("occupation", "nurse"), ("newsletter", "true"), ("promise", "replacement router by Friday"),
                ("preferred_contact", "email"), ("open_request", "call back about the invoice"), ("allergy", "peanuts")));

    [Theory]
    [InlineData("preferred_language", "es", "The caller prefers to speak Spanish.")]
    [InlineData("preferred_language", "Elvish", "The caller prefers to speak Elvish.")]
    [InlineData("no_contact_by", "email", "The caller wants no contact by email.")]
    [InlineData("contact_time", "after 5 pm", "The caller is best reached after 5 pm.")]
    [InlineData("diet", "vegan", "The caller is vegan.")]
    [InlineData("diet", "no pork", "The caller eats no pork.")]
    [InlineData("occupation", "retired", "The caller is retired.")]
    [InlineData("children", "1", "The caller has 1 child.")]
    [InlineData("children", "2", "The caller has 2 children.")]
    [InlineData("birthday", "4 May", "The caller has their birthday on 4 May.")]
    [InlineData("date", "wedding on 12 June", "The caller has a date: wedding on 12 June.")]
    [InlineData("customer_since", "2015", "The caller has been a customer since 2015.")]
    [InlineData("family", "wife Anna", "The caller has family: wife Anna.")]
    public void Fact_is_told_in_plain_words(string key, string value, string expected) => Assert.Equal(expected, Summary((key, value)));

    [Theory]
    [InlineData("name", "Sam")]
    [InlineData("email", "sam@example.org")]
    [InlineData("phone", "+12025550123")]
    [InlineData("address", "12 Elm Street")]
    public void Summary_leaves_out_what_an_agent_need_not_say_aloud(string key, string value) => Assert.Equal("", Summary((key, value)));

    [Fact]
    public void Summary_of_much_is_whole_words_within_its_length_and_never_what_is_over()
    {
        var facts = Enumerable.Range(0, 40).Select(i => ("likes", $"the thing number {i}")).Prepend(("home", "Oslo")).Prepend(("home", "Bergen")).ToArray();

        var summary = Summary(facts);

        Assert.InRange(summary.Length, 200, 300);
        Assert.StartsWith("The caller lives in Oslo, likes the thing number", summary, StringComparison.Ordinal);
        Assert.EndsWith(".", summary, StringComparison.Ordinal);
        Assert.DoesNotContain("Bergen", summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_requests_are_a_variable_of_their_own()
    {
        var profile = Profile(("open_request", "call back"), ("promise", "refund"));

        Assert.Equal("call back; promised: refund", profile.OpenRequests);
        Assert.Equal("", Profile(("home", "Oslo")).OpenRequests);
    }

    [Fact]
    public void Texts_that_the_platform_would_fill_are_not_told()
    {
        var lesson = Records.Lesson("c1", 1, ("open_request", "send {{system__caller_id}}"));

        var profile = ProfileBuilder.Build(Records.Empty.With(lesson with { Call = lesson.Call with { Title = "About {{secret__key}}", Summary = "{x}" } }));

        Assert.Equal(
            ("", "", "", ""),
            (profile.Summary, profile.OpenRequests, profile.LastCallTopic, profile.LastCallSummary));
    }

    private static string Summary(params (string Key, string Value)[] facts) => Profile(facts).Summary;

    private static CallerProfile Profile(params (string Key, string Value)[] facts)
    {
        var lesson = Records.Lesson("c1", 1);
        var said = facts.Select((fact, turn) => new Fact(fact.Key, fact.Value, lesson.Call.StartedAt, ValidTo: null, new FactSource("c1", FactSource.Statement, turn, fact.Value)));
        return ProfileBuilder.Build(Records.Empty.With(lesson with { Facts = [.. said] }));
    }
}
