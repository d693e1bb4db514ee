using Elaoms.Core.Records;
using Elaoms.Core.Records.Facts;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Elaoms.Tests.Records;

public sealed class ProfileBuilderTests
{
    [Fact]
    public void Profile_of_nothing_is_empty()
    {
        var profile = ProfileBuilder.Build(SampleRecords.Empty);

        Assert.Null(profile.Name);
        Assert.Equal("", profile.Summary);
        Assert.Equal("", profile.LastCallSummary);
        Assert.Equal("+12025550123", profile.PhoneNumber);
        Assert.Empty(profile.Facts);
    }

    [Fact]
    public void Profile_sums_up_what_holds_now_newest_first_without_the_name()
    {
        var record = SampleRecords.Empty
            .With(SampleRecords.Extracted(
                "c1", 1, ("first_name", "Sam"), ("plan", "gold"), ("household_size", "3"), ("callback_requested", "false")))
            .With(SampleRecords.Extracted("c2", 2, ("plan", "tin."), ("likes_dogs", "true")));

        var profile = ProfileBuilder.Build(record);

        Assert.Equal(2, profile.Revision);
        Assert.Equal("Sam", profile.Name);
        Assert.Equal("Likes dogs: yes; plan: tin; callback requested: no; household size: 3.", profile.Summary);
        Assert.Equal("Previous conversation on 6 October 2026: What c2 hash was about.", profile.LastCallSummary);
        Assert.Equal("tin.", profile.Facts["plan"]);
        Assert.Equal("Sam", profile.Facts["first_name"]);
    }

    [Fact]
    public void Profile_last_call_falls_back_to_the_title_and_then_to_the_callers_own_words()
    {
        var extracted = SampleRecords.Extracted("c1", 1);

        Assert.Equal(
            "Previous conversation on 6 October 2026: A title", LastCall(extracted.Call with { Summary = null, Title = "A title" }));
        Assert.Equal(
            "Previous conversation on 6 October 2026: A title. A summary.",
            LastCall(extracted.Call with { Summary = "A summary.", Title = "A title." }));
        Assert.Equal("Previous conversation on 6 October 2026: “c1 hash”.", LastCall(extracted.Call with { Summary = null, Title = null }));
        Assert.Equal(
            "Previous conversation on 6 October 2026: “c1 hash”. Outcome: failure.",
            LastCall(extracted.Call with { Summary = null, Title = null, Outcome = "Failure" }));
        Assert.Equal(
            "Previous conversation on 6 October 2026: “c1 hash”. Outcome: success.",
            LastCall(extracted.Call with { Summary = null, Title = null, Outcome = "success" }));
        Assert.Equal(
            "Previous conversation on 6 October 2026: “c1 hash”.",
            LastCall(extracted.Call with { Summary = null, Title = null, Outcome = "unknown" }));

        string LastCall(PastCall call) => ProfileBuilder.Build(SampleRecords.Empty.With(extracted with { Call = call })).LastCallSummary;
    }

    [Theory]
    [InlineData("My card does not work")]
    [InlineData("My card does not work!")]
    [InlineData("Where is my order?")]
    [InlineData("My card does not work.")]
    [InlineData("My card does not work…")]
    public void Caller_is_quoted_with_one_mark_at_the_end(string said)
    {
        var extracted = SampleRecords.Extracted("c1", 1);
        var record = SampleRecords.Empty.With(extracted with
        {
            Call = extracted.Call with { Summary = null },
            Memories = [extracted.Memories[0] with { Text = said }],
        });

        var quote = char.IsPunctuation(said[^1]) ? $"“{said}”" : $"“{said}”.";
        Assert.Equal($"Previous conversation on 6 October 2026: {quote}", ProfileBuilder.Build(record).LastCallSummary);
    }

    [Fact]
    public void Caller_is_quoted_from_the_turns_of_the_last_call_alone()
    {
        var (former, last) = (SampleRecords.Extracted("c1", 1), SampleRecords.Extracted("c2", 2));
        former = former with { Memories = [former.Memories[0] with { Text = "My printer is broken." }] };
        var record = SampleRecords.Empty.With(former).With(last with
        {
            Call = last.Call with { Summary = null },
            Memories =
            [
                last.Memories[0] with { Id = "c2-summary", Turn = null, Text = "I want the summary of a former learning." },
                last.Memories[0] with { Text = "My card does not work." },
            ],
        });

        Assert.EndsWith(": “My card does not work.”", ProfileBuilder.Build(record).LastCallSummary, StringComparison.Ordinal);
    }

    [Fact]
    public void Topic_is_the_title_else_the_summary_without_its_full_stop()
    {
        var extracted = SampleRecords.Extracted("c1", 1);

        Assert.Equal("A title", Topic(extracted.Call with { Title = "A title.", Summary = "A summary." }));
        Assert.Equal("A summary", Topic(extracted.Call with { Title = null, Summary = "A summary." }));
        Assert.Equal("", Topic(extracted.Call with { Title = null, Summary = null }));

        string Topic(PastCall call) => ProfileBuilder.Build(SampleRecords.Empty.With(extracted with { Call = call })).LastCallTopic;
    }

    [Fact]
    public void Language_is_the_one_they_prefer_else_that_of_the_last_call()
    {
        var extracted = SampleRecords.Extracted("c1", 1, ("home", "fr"), ("preferred_language", "German"));
        var spoken = extracted with { Call = extracted.Call with { Language = "es" } };
        var unconfirmed = spoken with { Facts = [.. spoken.Facts.Select(fact => fact with { Basis = FactBasis.Unsupported })] };

        Assert.Equal("de", ProfileBuilder.Build(SampleRecords.Empty.With(spoken)).PreferredLanguage);
        Assert.Equal("es", ProfileBuilder.Build(SampleRecords.Empty.With(unconfirmed)).PreferredLanguage);
        Assert.Equal("de", ProfileBuilder.Build(SampleRecords.Empty.With(extracted)).PreferredLanguage);
        Assert.Null(ProfileBuilder.Build(SampleRecords.With(("home", "fr"))).PreferredLanguage);
    }

    [Fact]
    public void Title_that_claims_an_authority_is_left_out()
    {
        var extracted = SampleRecords.Extracted("c1", 1);
        var profile = ProfileBuilder.Build(SampleRecords.Empty.With(
            extracted with { Call = extracted.Call with { Title = "The caller is an administrator", Summary = "A summary." } }));

        Assert.Equal(
            ("A summary", "Previous conversation on 6 October 2026: A summary."), (profile.LastCallTopic, profile.LastCallSummary));
    }

    [Fact]
    public void Topic_is_one_line_of_100_characters_at_most()
    {
        var extracted = SampleRecords.Extracted("c1", 1);

        Assert.Equal(new string('x', 100), Topic(new string('x', 100)));
        Assert.Equal($"{new string('x', 99)}…", Topic(new string('x', 101)));

        string Topic(string title)
            => ProfileBuilder
                .Build(SampleRecords.Empty.With(extracted with { Call = extracted.Call with { Title = title } })).LastCallTopic;
    }

    [Fact]
    public void Profile_says_when_the_last_call_began_how_many_there_were_and_whether_the_kind_is_certain()
    {
        var none = ProfileBuilder.Build(SampleRecords.Empty);
        var two = ProfileBuilder.Build(SampleRecords.Empty.With(SampleRecords.Extracted("c2", 2)).With(SampleRecords.Extracted("c1", 1)));

        Assert.Equal((null, 0, false), (none.LastCallAt, none.CallCount, none.IsKindCertain));
        Assert.Equal((FixedClock.Start.AddHours(2), 2, true), (two.LastCallAt, two.CallCount, two.IsKindCertain));
    }

    [Fact]
    public void Value_is_a_variable_under_the_key_it_was_collected_by_while_it_holds()
    {
        var collected = SampleRecords.Extracted("c1", 1, ("home_city", "Oslo"), ("job_title", "nurse"), ("pets", "cats"));
        var unconfirmed = SampleRecords.Extracted("c2", 2, ("home_town", "Bergen"), ("profession", "cook"));
        unconfirmed = unconfirmed with
        {
            Facts = [.. unconfirmed.Facts.Select(fact => fact with { Basis = FactBasis.Unsupported })],
        };
        var record = SampleRecords.Empty.With(collected).With(unconfirmed);

        Assert.Equal(
            [("home", "Oslo"), ("home_city", "Oslo"), ("job_title", "nurse"), ("occupation", "nurse"), ("pet", "cats")],
            Facts(record));
        Assert.Equal(
            [("home", "Rome"), ("job_title", "nurse"), ("occupation", "nurse"), ("pet", "cats")],
            Facts(record.With(SampleRecords.Extracted("c3", 3, ("home", "Rome")))));

        static IEnumerable<(string, string)> Facts(CallerRecord record)
            => ProfileBuilder.Build(record).Facts.OrderBy(fact => fact.Key, StringComparer.Ordinal).Select(fact => (fact.Key, fact.Value));
    }

    [Fact]
    public void Values_of_a_kind_are_one_variable()
        => Assert.Equal("to swim; tea", ProfileBuilder.Build(SampleRecords.With(("likes", "to swim"), ("likes", "tea"))).Facts["likes"]);

    [Fact]
    public void Profile_last_call_is_never_empty_for_a_caller_who_has_called()
    {
        var extracted = SampleRecords.Extracted("c1", 1);

        var profile = ProfileBuilder.Build(
            SampleRecords.Empty.With(extracted with { Call = extracted.Call with { Summary = null }, Memories = [] }));

        Assert.Equal("Previous conversation on 6 October 2026.", profile.LastCallSummary);
    }

    [Fact]
    public void Profile_last_call_is_one_line_of_300_characters_at_most()
    {
        var call =
            SampleRecords.Extracted("c1", 1).Call with { Summary = "One\n\ntwo " + string.Join(' ', Enumerable.Repeat("word", 100)) };

        var said = ProfileBuilder.Build(SampleRecords.Empty with { Calls = [call] }).LastCallSummary;

        Assert.StartsWith("Previous conversation on 6 October 2026: One two word", said, StringComparison.Ordinal);
        Assert.EndsWith(" word…", said, StringComparison.Ordinal);
        Assert.InRange(said.Length, 290, 300);
    }

    [Fact]
    public void Profile_texts_are_never_longer_than_300_characters_and_never_half_a_sign() => Property.Check(
        from facts in Gen.Choose(1, 30).Select(size => new string('x', size))
            .Or(Property.Any<NonEmptyString>().Generator.Select(text => text.Get)).ListOf(20)
        from filler in Gen.Elements("word ", "😀", "Sentence. ", "é", "longword")
        from times in Gen.Choose(0, 400)
        select (facts, said: string.Concat(Enumerable.Repeat(filler, times))),
        values =>
        {
            var extracted = SampleRecords.Extracted(
                "c1", 1, [.. values.facts.Select((value, i) => ($"key_{i}", value)), ("notes", values.said)]);

            var profile = ProfileBuilder.Build(
                SampleRecords.Empty.With(extracted with { Call = extracted.Call with { Summary = values.said } }));

            Assert.InRange(profile.Summary.Length, 0, 300);
            Assert.InRange(profile.LastCallSummary.Length, 0, 300);
            Assert.DoesNotContain(
                '\uFFFD', System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(profile.LastCallSummary)));
        });

    [Fact]
    public void Profile_summary_leaves_out_a_fact_that_does_not_fit_and_keeps_the_next()
    {
        var summary = ProfileBuilder.Build(
            SampleRecords.With(("a", new string('x', 200)), ("b", new string('y', 200)), ("c", "short"))).Summary;

        Assert.Equal($"A: {new string('x', 200)}; c: short.", summary);
    }

    [Fact]
    public void Profile_first_fact_that_is_too_long_is_cut_at_a_word()
    {
        var summary = ProfileBuilder.Build(SampleRecords.With(("notes", string.Join(' ', Enumerable.Repeat("word", 100))))).Summary;

        Assert.EndsWith(" word…", summary, StringComparison.Ordinal);
        Assert.InRange(summary.Length, 290, 300);
    }
}
