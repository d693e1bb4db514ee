using Elaoms.Core.Recall.Ranking;
using Xunit;

namespace Elaoms.Tests.Recall.Ranking;

public sealed class TermsTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("what is the of and", "")]
    [InlineData("I don't", "")]
    [InlineData("The dogs were running", "dog run")]
    [InlineData("CAFÉ café cafe\u0301", "cafe cafe cafe")]
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
    public void Terms_are_words_without_case_accents_and_endings(string text, string expected) => Assert.Equal(expected, string.Join(' ', Terms.Of(text, 64)));

    [Fact]
    public void Terms_are_as_many_as_asked_at_most()
    {
        Assert.Equal(3, Terms.Of("one two three four", 3).Count);
        Assert.Equal(64, Terms.Of(string.Join(' ', Enumerable.Range(100, 100)), Terms.MaxQueryTerms).Count);
    }

    [Fact]
    public void Terms_of_more_than_40_characters_are_left_out()
    {
        Assert.Single(Terms.Of(new string('x', 40), 9));
        Assert.Empty(Terms.Of(new string('x', 41), 9));
    }

    [Fact]
    public void Terms_of_any_text_do_not_throw_and_none_is_empty() => Property.Check(Property.Any<FsCheck.NonNull<string>>(), text =>
    {
        var terms = Terms.Of(text.Get, int.MaxValue);

        Assert.Equal(terms, Terms.Of(text.Get + " ", int.MaxValue));
        Assert.DoesNotContain("", terms);
    });
}
