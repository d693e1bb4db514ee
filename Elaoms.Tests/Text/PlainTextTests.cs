using Elaoms.Core.Text;
using Xunit;

namespace Elaoms.Tests.Text;

public sealed class PlainTextTests
{
    [Theory]
    [InlineData("", 10, "")]
    [InlineData(" a\r\n\tb\u00A0\u2028c ", 10, "a b c")]
    [InlineData("exactly 10", 10, "exactly 10")]
    [InlineData("one two three", 10, "one two…")]
    [InlineData("one two th", 9, "one two…")]
    [InlineData("One. Two. Three", 12, "One. Two.")]
    [InlineData("One! Two", 5, "One!")]
    [InlineData("One two. Three", 8, "One two.")]
    [InlineData("Sam. He asked about his order", 20, "Sam. He asked…")]
    [InlineData("Costs 3.50 euros", 9, "Costs…")]
    [InlineData("wordwithoutblank", 8, "wordwit…")]
    [InlineData("abc😀😀😀", 5, "abc…")]
    [InlineData("😀😀😀", 4, "😀…")]
    public void Shorten_cuts_after_a_sentence_else_after_a_word(string text, int max, string expected)
        => Assert.Equal(expected, PlainText.Shorten(text, max));

    [Theory]
    [InlineData("preferred_contact", "Preferred contact")]
    [InlineData("x", "X")]
    [InlineData("", "")]
    [InlineData("élan", "Élan")]
    public void Label_is_the_key_in_words(string key, string expected) => Assert.Equal(expected, PlainText.Label(key));

    [Fact]
    public void Shorten_any_text_is_no_longer_than_asked()
        => Property.Check(Property.Any<(FsCheck.NonNull<string>, FsCheck.PositiveInt)>(), values =>
        {
            var max = values.Item2.Get + 1;

            Assert.InRange(PlainText.Shorten(values.Item1.Get, max).Length, 0, max);
        });
}
