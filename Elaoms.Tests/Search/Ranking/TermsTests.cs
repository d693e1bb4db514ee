using Elaoms.Core.Text.Languages;
using Elaoms.Core.Search.Parts;
using Xunit;

namespace Elaoms.Tests.Search.Ranking;

public sealed class TermsTests
{
    private static readonly Terms English = new(LanguageSet.BuiltIn, beside: null);

    [Theory]
    [InlineData("", "")]
    [InlineData("what is the of and", "")]
    [InlineData("I don't", "")]
    [InlineData("The dogs were running", "dog run")]
    [InlineData("CAFÉ café cafe\u0301", "cafe cafe cafe")]
    [InlineData("She bought, taught and went", "bui teach go")]
    [InlineData("children's people", "child person")]
    [InlineData("Straße", "straße")]
    [InlineData("order 4711-B", "order 4711 b")]
    [InlineData("e-mail: sam@example.com", "e mail sam exampl com")]
    [InlineData("李明 called", "李 明 call")]
    [InlineData("東京tower", "東 京 tower")]
    [InlineData("서울", "서 울")]
    [InlineData("Ｆｉｎｄ ２４！", "find 24")]
    [InlineData("Ångström Nguyễn Łódź Đà Nẵng", "angstrom nguyen lodz da nang")]
    [InlineData("À Ÿ ÿ × ÷ ž Ž ƀ ̀ Ḁ ỹ", "y y z z ƀ y")]
    [InlineData("😀 !? ...", "")]
    [InlineData("a\u200Db", "b")]
    public void Terms_are_words_without_case_accents_and_endings(string text, string expected)
        => Assert.Equal(expected, string.Join(' ', English.In(text, 64)));

    [Theory]
    [InlineData("Ich habe die Lieferung und die Lieferungen bekommen", "lieferung lieferung bekomm")]
    [InlineData("Meine Bestellung ist noch nicht da", "bestellung nicht")]
    public void Terms_beside_a_language_know_its_common_words_and_endings(string text, string expected)
        => Assert.Equal(expected, string.Join(' ', new Terms(LanguageSet.BuiltIn, LanguageSet.BuiltIn.Of("de")).In(text, 64)));

    [Fact]
    public void Terms_are_as_many_as_asked_at_most()
    {
        Assert.Equal(3, English.In("one two three four", 3).Count);
        Assert.Equal(64, English.In(string.Join(' ', Enumerable.Range(100, 100)), Terms.MaxQueryTerms).Count);
    }

    [Fact]
    public void Terms_of_more_than_40_characters_are_left_out()
    {
        Assert.Single(English.In(new string('x', 40), 9));
        Assert.Empty(English.In(new string('x', 41), 9));
    }

    [Fact]
    public void Terms_of_any_text_do_not_throw_and_none_is_empty() => Property.Check(Property.Any<FsCheck.NonNull<string>>(), text =>
    {
        var terms = English.In(text.Get, int.MaxValue);

        Assert.Equal(terms, English.In(text.Get + " ", int.MaxValue));
        Assert.DoesNotContain("", terms);
    });
}
