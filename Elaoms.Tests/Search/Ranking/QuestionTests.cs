using Elaoms.Core.Search.Parts;
using System.Globalization;
using Elaoms.Core.Text.Languages;
using Elaoms.Core.Search.Ranking;
using Xunit;

namespace Elaoms.Tests.Search.Ranking;

public sealed class QuestionTests
{
    private static readonly Language German = LanguageSet.BuiltIn.Of("de");
    private static readonly Language Spanish = LanguageSet.BuiltIn.Of("es");

    [Theory]
    [InlineData("2024-05-08", "2024-5-8")]
    [InlineData("on 8 May 2024", "2024-5-8")]
    [InlineData("on 8 May, 2024, or so", "2024-5-8")]
    [InlineData("on May 8th, 2024", "2024-5-8")]
    [InlineData("the 8th of May", "*-5-8")]
    [InlineData("in Sept", "*-9-*")]
    [InlineData("in September of 2023", "2023-9-*")]
    [InlineData("in 1999?", "1999-*-*")]
    [InlineData("in May and June", "*-5-* *-6-*")]
    [InlineData("8 May or 9 June", "*-5-8 *-6-9")]
    [InlineData("May 8 or June 9 2024", "*-5-8 2024-6-9")]
    [InlineData("from March 3 to 2025", "*-3-3 2025-*-*")]
    [InlineData("may I march?", "")]
    [InlineData("May I ask?", "")]
    [InlineData("order 4711, 12345 in 2 weeks", "")]
    [InlineData("99 April", "*-4-*")]
    [InlineData("8. Mai 2024", "2024-5-8")]
    [InlineData("im März", "*-3-*")]
    public void Question_names_dates(string query, string expected)
    {
        var dates = Read(query, German).Dates;

        Assert.Equal(expected, string.Join(' ', dates.Select(date => $"{Part(date.Year)}-{Part(date.Month)}-{Part(date.Day)}")));
    }

    [Theory]
    [InlineData("el 8 de mayo de 2024", "2024-5-8")]
    [InlineData("en mayo del 2024", "2024-5-*")]
    public void Question_names_dates_in_Spanish(string query, string expected)
    {
        var date = Assert.Single(Read(query, Spanish).Dates);

        Assert.Equal(expected, $"{Part(date.Year)}-{Part(date.Month)}-{Part(date.Day)}");
    }

    [Theory]
    [InlineData(null, 5, null, "2024-05-31", true)]
    [InlineData(null, 5, null, "2024-06-01", false)]
    [InlineData(2023, 5, null, "2024-05-31", false)]
    [InlineData(2024, null, null, "2024-05-31", true)]
    [InlineData(2023, null, null, "2024-05-31", false)]
    [InlineData(2024, 5, 8, "2024-05-15", true)]
    [InlineData(2024, 5, 8, "2024-05-01", true)]
    [InlineData(2024, 5, 8, "2024-05-16", false)]
    [InlineData(2023, 5, 8, "2024-05-08", false)]
    [InlineData(null, 12, 30, "2024-01-02", true)]
    [InlineData(null, 1, 2, "2023-12-30", true)]
    [InlineData(null, 2, 31, "2024-02-28", false)]
    public void Date_fits_the_days_around_it(int? year, int? month, int? day, string date, bool expected)
        => Assert.Equal(expected, new AskedDate(year, month, day).Fits(DateOnly.Parse(date, CultureInfo.InvariantCulture)));

    [Fact]
    public void Date_fits_at_the_ends_of_time()
    {
        Assert.False(new AskedDate(null, 5, 8).Fits(DateOnly.MinValue));
        Assert.False(new AskedDate(null, 5, 8).Fits(DateOnly.MaxValue));
    }

    [Theory]
    [InlineData("When was it?", true)]
    [InlineData("date of the visit", true)]
    [InlineData("And how long was it?", true)]
    [InlineData("Do you know since when?", true)]
    [InlineData("Who came when he was ill?", false)]
    [InlineData("up to date", false)]
    [InlineData("how", false)]
    [InlineData("", false)]
    [InlineData("Seit wann?", true)]
    public void Question_asks_when(string query, bool expected) => Assert.Equal(expected, Read(query, German).AsksWhen);

    [Theory]
    [InlineData("What did the caller's wife say?", nameof(SpeakerSide.Caller), "wife sai")]
    [InlineData("my customer number", nameof(SpeakerSide.Caller), "number")]
    [InlineData("what the agent promised me", nameof(SpeakerSide.Neither), "promis")]
    [InlineData("the agent's promise", nameof(SpeakerSide.Agent), "promis")]
    [InlineData("the customer", nameof(SpeakerSide.Caller), "custom")]
    [InlineData("the wife", nameof(SpeakerSide.Neither), "wife")]
    [InlineData("Anna's wife, Anna, wife", nameof(SpeakerSide.Caller), "wife")]
    public void Question_is_about_a_side(string query, string about, string terms)
    {
        var question = Read(query);

        Assert.Equal((about, terms), (question.About.ToString(), string.Join(' ', question.Terms)));
    }

    [Theory]
    [InlineData("what was the last call about", true)]
    [InlineData("the last one to call", false)]
    [InlineData("worum ging es im letzten Anruf", true)]
    public void Question_is_of_the_last_call(string query, bool expected) => Assert.Equal(expected, Read(query, German).OfLastCall);

    [Theory]
    [InlineData("Can you remind me what the agent promised?", nameof(SpeakerSide.Agent), "promis")]
    [InlineData("In which order did I bring up the parrot?", nameof(SpeakerSide.Caller), "parrot")]
    [InlineData("which order did I place", nameof(SpeakerSide.Caller), "order place")]
    [InlineData("what did I bring up, in which order", nameof(SpeakerSide.Caller), "")]
    public void Question_is_what_its_wrapper_holds(string query, string about, string terms)
    {
        var question = Read(query);

        Assert.Equal((about, terms), (question.About.ToString(), string.Join(' ', question.Terms)));
    }

    [Fact]
    public void Question_is_what_its_wrapper_holds_in_German()
        => Assert.Equal(["papagei"], Read("Erinnere mich, in welcher Reihenfolge ich den Papagei erwähnt habe", German).Terms);

    [Theory]
    [InlineData("what was it on 1 May?", true)]
    [InlineData("the last call", true)]
    [InlineData("the parrot on 1 May", false)]
    [InlineData("what was it?", false)]
    public void Question_may_ask_for_a_time_only(string query, bool expected) => Assert.Equal(expected, Read(query).IsOfTimeOnly);

    private static Question Read(string query, Language? beside = null)
        => Question.Read(query, new Terms(LanguageSet.BuiltIn, beside), new SpeakerNames(new NameUses(), "Anna"));

    private static string Part(int? part) => part?.ToString(CultureInfo.InvariantCulture) ?? "*";
}
