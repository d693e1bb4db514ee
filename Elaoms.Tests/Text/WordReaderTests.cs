using System.Globalization;
using Elaoms.Core.Text;
using FsCheck.Fluent;
using Xunit;

namespace Elaoms.Tests.Text;

public sealed class WordReaderTests
{
    private static readonly string Signs = "aB1äßÉ '’-@+.٣４Ａ世한か\u3099\u0301\u200D\U0001D7CF\U00020000\uD800[";

    [Theory]
    [InlineData((int)(WordOptions.Search), "Don't say Ätna!", "don t say atna")]
    [InlineData((int)(WordOptions.Search), "Stra\u00dfe, Jose\u0301, e\u0301", "straße jose e")]
    [InlineData((int)(WordOptions.Search), "１２ Ａpfel 世界か\u3099", "12 apfel 世 界 か")]
    [InlineData((int)(WordOptions.None), "１２ Ａpfel 世界", "１２ ａpfel 世界")]
    [InlineData((int)(WordOptions.AsciiDigits | WordOptions.SharpSAsTwo), "٣４1 Straße", "341 strasse")]
    [InlineData((int)(WordOptions.JoinsAtApostrophes | WordOptions.KeepsAtAndPlus), "Ann’s, 'a@b.org' +44", "anns a@b org +44")]
    [InlineData((int)(WordOptions.JoinsOverInvisible), "un\u200Bknown", "unknown")]
    [InlineData((int)(WordOptions.None), "un\u200Bknown", "un known")]
    public void Words_are_as_the_options_say(int options, string text, string expected)
        => Assert.Equal(expected, string.Join(' ', WordReader.WordsOf(text, (WordOptions)options)));

    [Fact]
    public void Word_that_does_not_fit_is_skipped_where_words_are_searched_for()
        => Assert.Equal(
            ["a", new string('x', WordReader.MaxLength), "b"],
            WordReader.WordsOf($"a {new string('y', WordReader.MaxLength + 1)} {new string('x', WordReader.MaxLength)} b"));

    [Fact]
    public void Place_of_a_word_is_that_of_its_letters_in_the_text() => Property.Check(
        from letters in Gen.Elements(Signs.ToCharArray()).ArrayOf()
        select new string(letters),
        text =>
        {
            var end = 0;
            foreach (var word in WordReader.PlacesOf(text))
            {
                Assert.InRange(word.Start, end, text.Length);
                Assert.InRange(word.End, word.Start + 1, text.Length);
                Assert.Equal(word.Text, WordReader.Plain(text[word.Start..word.End]));
                end = word.End;
            }

            Assert.Equal(
                WordReader.WordsOf(text), WordReader.WordsOf(text, WordOptions.Search).Where(word => word.Length <= WordReader.MaxLength));
        });

    [Fact]
    public void Reading_words_allocates_nothing()
    {
        Span<char> buffer = stackalloc char[WordReader.MaxLength];
        var text = string.Create(CultureInfo.InvariantCulture, $"Where does 7 Élan live, 世界? {'ß'}");
        Count(text, buffer);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var words = Count(text, buffer);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(8, words);

        static int Count(string text, Span<char> buffer)
        {
            var count = 0;
            for (var reader = new WordReader(text, buffer); reader.Next();)
                count++;
            return count;
        }
    }
}
