using Elaoms.Core.Injection;
using Elaoms.Core.Text.Languages;
using Elaoms.Extraction.Redaction;
using Elaoms.Extraction.Redaction.Tokens;
using Elaoms.Extraction.Rules;
using Xunit;

namespace Elaoms.Tests.Text;

/// <summary>How the file of a language is read, and that the files that are built in are sound.</summary>
public sealed class LanguageTests
{
    public static TheoryData<string> Codes => [.. LanguageSet.BuiltIn.All.Select(language => language.Code)];

    [Fact]
    public void File_holds_sections_of_phrases_between_commas_and_line_ends()
    {
        var language = Read(
            "# Comment.\n[calls: closing] good bye, see you\ntake care\n\n[months] may|mai = 5, June = 6\n[calls: closing] bye");

        Assert.Equal(["good bye", "see you", "take care", "bye"], language.Phrases("calls: closing"));
        Assert.Equal([("may", 5), ("mai", 5), ("June", 6)], language.Numbers("months").Select(month => (month.Key, month.Value)));
        Assert.Equal(6, language.Months["june"]);
        Assert.Equal(["calls: closing", "months"], language.Sections);
    }

    [Theory]
    [InlineData("card", "card")]
    [InlineData("card|long number", "card number, long number")]
    [InlineData("number on|of my|your card", "number on my card, number on your card, number of my card, number of your card")]
    public void Bar_stands_between_alternatives(string phrase, string expected)
        => Assert.Equal(expected, string.Join(", ", Read($"[redaction: card number] {phrase}").Phrases("redaction: card number")));

    [Fact]
    public void Words_are_compared_without_case_and_accents()
        => Assert.Equal(["fur", "o clock"], Read("[stop words] Für, o'clock").StopWords.Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("[months] may = 5\n[calls: closings] bye", "xx.txt: nothing reads a section [calls: closings].")]
    [InlineData("bye\n[calls: closing]", "xx.txt: 'bye' stands in no section.")]
    public void Section_that_nothing_reads_is_refused_by_its_file_and_name(string file, string expected)
        => Assert.Equal(expected, Assert.Throws<InvalidDataException>(() => Read(file)).Message);

    [Fact]
    public void Phrase_is_refused_where_it_needs_a_meaning_or_may_have_none()
    {
        var language = Read("[months] may\n[tens] twenty = two\n[calls: closing] bye = 1");

        Assert.Equal(
            "xx.txt: 'may' can't stand in [months].",
            Assert.Throws<InvalidDataException>(() => language.Numbers("months").ToList()).Message);
        Assert.Equal(
            "xx.txt: 'twenty = two' can't stand in [tens].",
            Assert.Throws<InvalidDataException>(() => language.Numbers("tens").ToList()).Message);
        Assert.Equal(
            "xx.txt: 'bye = 1' can't stand in [calls: closing].",
            Assert.Throws<InvalidDataException>(() => language.Phrases("calls: closing").ToList()).Message);
        Assert.Throws<ArgumentException>(() => language.Phrases("closing"));
    }

    [Fact]
    public void Section_that_a_file_lacks_is_empty()
    {
        var language = Read("");

        Assert.All(LanguageSections.All, section => Assert.Empty(language.Phrases(section)));
        Assert.Empty(language.StopWords);
        Assert.False(language.IsSpoken);
    }

    [Fact]
    public void Language_of_one_use_is_not_among_those_that_callers_speak()
    {
        var languages = LanguageSet.BuiltIn.With(Language.Read("pl", new StringReader("[injection: override] zignoruj")));

        Assert.Equal(["en", "de", "es", "fr"], LanguageSet.BuiltIn.Spoken.Select(language => language.Code));
        Assert.Equal(LanguageSet.BuiltIn.Spoken, languages.Spoken);
        Assert.Contains(languages.All, language => language.Code == "pl");
        Assert.Equal(["en", "de", "es", "fr"], new RuleSet(languages).All.Select(rules => rules.Code));
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void File_that_is_built_in_says_nothing_that_cannot_be_read(string code)
    {
        var language = LanguageSet.BuiltIn.Of(code);
        string[] numbers =
        [
            "months", "short months", "months in dates", "numbers", "tens", "hundreds", "thousands", "number stems", "digit words",
            "ordinals", "centuries", "repeats", "redaction: numbers", "collected: numbers", "collected: tens",
        ];
        string[] meanings = ["base forms", "titles", "language names", "collected: channels"];

        Assert.All(language.Sections, section => Assert.NotEmpty(
            numbers.Contains(section) ? language.Numbers(section).Select(one => one.Key)
            : meanings.Contains(section) ? language.Meanings(section).Select(one => one.Key)
            : language.Phrases(section)));
        Assert.All(
            language.Sections.Where(section => section is "months"),
            section => Assert.Equal(Enumerable.Range(1, 12), language.Numbers(section).Select(one => one.Value).Distinct()));
    }

    [Fact]
    public void Sections_of_redaction_and_injection_are_those_that_their_code_knows()
    {
        string[] others = ["redaction: numbers", "redaction: number nouns", "injection: key parts", "injection: key words"];
        var redaction = Enum.GetNames<VocabularySection>()
            .Except(["Numbers", "Repeats", "NumberJoiners", "Months", "Cues"]).Concat(Enum.GetNames<SecretCueKind>());
        var expected = redaction.Select(name => "redaction:" + name)
            .Concat(Enum.GetNames<InjectionConcept>().Select(name => "injection:" + name));

        Assert.Equal(
            expected.Select(name => name.ToLowerInvariant()).Order(StringComparer.Ordinal),
            LanguageSections.All.Except(others).Where(
                name => name.StartsWith("redaction:", StringComparison.Ordinal) || name.StartsWith("injection:", StringComparison.Ordinal))
                .Select(name => name.Replace(" ", "", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    private static Language Read(string file) => Language.Read("xx", new StringReader(file));
}
