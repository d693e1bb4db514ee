using Elaoms.Core.Processing.Extraction;
using Xunit;

namespace Elaoms.Tests.Processing.Unit.Extraction;

/// <summary>Which words of a redacted turn a fact is quoted with.</summary>
public sealed class TurnQuoteTests
{
    private static readonly string[] Words = [.. Enumerable.Range(0, 200).Select(i => $"w{i:D3}")];

    [Theory]
    [InlineData(0, 5, false)]
    [InlineData(0, 6, true)]
    [InlineData(6, 7, true)]
    [InlineData(9, 12, true)]
    [InlineData(10, 12, false)]
    [InlineData(4, 11, true)]
    [InlineData(19, 22, true)]
    [InlineData(-1, -1, false)]
    public void Part_is_redacted_if_it_shares_a_character_with_a_span(int start, int end, bool isRedacted)
        => Assert.Equal(isRedacted, TurnQuote.IsRedacted([Span(5, 10), Span(20, 25)], start, end));

    [Theory]
    [InlineData("One. Two three! Four.", "Two", "Two three!")]
    [InlineData("One! Two three? Four.", "three", "Two three?")]
    [InlineData("One? Two three\n Four.", "Two", "Two three")]
    [InlineData("One\n Two three. Four.", "three", "Two three.")]
    [InlineData("It costs 3.5 euros. Bye.", "euros", "It costs 3.5 euros.")]
    [InlineData("One. It costs 3.5 euros", "It", "It costs 3.5 euros")]
    [InlineData("A. Two three.", "Two", "Two three.")]
    [InlineData("Why ? So", "?", "Why ? So")]
    [InlineData("One. Two", "One", "One.")]
    [InlineData("One. Two.", "Two.", "Two.")]
    [InlineData("你好。我叫安娜。再见", "安娜", "我叫安娜。")]
    [InlineData("你好！我叫安娜！再见", "安娜", "我叫安娜！")]
    [InlineData("你好？我叫安娜？再见", "安娜", "我叫安娜？")]
    [InlineData("你好。安娜。再见", "安娜", "安娜。")]
    [InlineData("价格3.5你好安娜", "安娜", "价格3.5你好安娜")]
    public void Quote_is_the_sentence_around_the_part(string text, string part, string quote)
        => Assert.Equal(quote, Around(text, part));

    [Theory]
    [InlineData(-1, -1)]
    [InlineData(-1, 3)]
    [InlineData(5, 5)]
    [InlineData(6, 5)]
    [InlineData(5, 14)]
    public void Quote_of_no_part_is_the_whole_turn_on_one_line(int start, int end)
        => Assert.Equal("One. Two x. y", TurnQuote.Around("One. Two x.\ny", "One. Two x.\ny", [], start, end));

    [Fact]
    public void Quote_of_a_part_that_ends_the_turn_is_its_sentence()
        => Assert.Equal("Two", TurnQuote.Around("One. Two", "One. Two", [], 5, 8));

    [Fact]
    public void Quote_of_no_part_of_a_long_turn_is_shortened()
    {
        var text = string.Join(' ', Words);

        Assert.Equal(string.Join(' ', Words[..59]) + "…", TurnQuote.Around(text, text, [], -1, -1));
    }

    [Theory]
    [InlineData("Anna", "My pin is [password], I am Anna.")]
    [InlineData("Bye", "Bye [password] now.")]
    [InlineData("now", "Bye [password] now.")]
    [InlineData("Well", "Well [password] x.")]
    [InlineData(" x", "Well [password] x.")]
    [InlineData("My pin is ", "My pin is [password], I am Anna.")]
    public void Quote_around_a_part_between_redactions_is_of_the_redacted_turn(string part, string quote)
    {
        const string original = "My pin is 4711, I am Anna. Bye 12345678901234567890 now. Well 5 x. End.";
        const string redacted = "My pin is [password], I am Anna. Bye [password] now. Well [password] x. End.";
        var spans = ((string[])["4711", "12345678901234567890", "5 "])
            .Select(secret => (At: original.LastIndexOf(secret, StringComparison.Ordinal), secret.TrimEnd().Length))
            .Select(secret => Span(secret.At, secret.At + secret.Length)).ToList();
        var at = original.IndexOf(part, StringComparison.Ordinal);

        Assert.Equal(quote, TurnQuote.Around(original, redacted, spans, at, at + part.Length));
    }

    [Fact]
    public void Part_within_a_redaction_is_quoted_with_its_mark()
        => Assert.Equal("B [password] c.", TurnQuote.Around("A. B secret c. D.", "A. B [password] c. D.", [Span(5, 11)], 6, 8));

    [Theory]
    [InlineData("x")]
    [InlineData("abcde")]
    [InlineData("abcdef")]
    [InlineData("abcde[password")]
    [InlineData("abcd.")]
    public void Turn_that_is_not_redacted_as_its_spans_say_is_quoted_whole(string redacted)
        => Assert.Equal(redacted, TurnQuote.Around("abcdefgh", redacted, [Span(5, 6)], 7, 8));

    [Theory]
    [InlineData(300, false)]
    [InlineData(301, true)]
    public void Sentence_of_more_than_300_characters_is_cut(int length, bool isCut)
    {
        var text = string.Join(' ', Words)[..(length - 1)] + ".";
        var quote = TurnQuote.Around(text, text, [], 0, 4);

        Assert.Equal(isCut ? string.Join(' ', Words[..59]) + "…" : text, quote);
    }

    [Theory]
    [InlineData(100, 100, 71, 129)]
    [InlineData(0, 0, 0, 58)]
    [InlineData(1, 1, 0, 58)]
    [InlineData(199, 199, 170, 199)]
    [InlineData(160, 160, 131, 189)]
    [InlineData(185, 185, 156, 199)]
    [InlineData(100, 110, 76, 134)]
    [InlineData(20, 78, 20, 78)]
    public void Long_sentence_is_cut_at_words_with_as_much_room_on_both_sides(int from, int to, int first, int last)
    {
        var text = string.Join(' ', Words);
        var expected = (first > 0 ? "…" : "") + string.Join(' ', Words[first..(last + 1)]) + (last < 199 ? "…" : "");

        Assert.Equal(expected, TurnQuote.Around(text, text, [], from * 5, to * 5 + 4));
        Assert.InRange(expected.Length, 0, 301);
    }

    [Theory]
    [InlineData(100, "…w020 ", " w078 w07…")]
    [InlineData(97, "…19 ", " w077 w078…")]
    public void Part_longer_than_a_quote_is_cut_itself(int start, string begins, string ends)
    {
        var text = string.Join(' ', Words);
        var quote = TurnQuote.Around(text, text, [], start, start + 500);

        Assert.StartsWith(begins, quote, StringComparison.Ordinal);
        Assert.EndsWith(ends, quote, StringComparison.Ordinal);
        Assert.InRange(quote.Length, 299, 300);
    }

    [Fact]
    public void Long_sentence_among_others_is_cut_within_itself()
    {
        var text = $"{string.Join(' ', Words[..30])}. {string.Join(' ', Words[30..100])}. {string.Join(' ', Words[100..])}";

        Assert.Equal(string.Join(' ', Words[30..89]) + "…", Around(text, "w031"));
        Assert.Equal("…" + string.Join(' ', Words[70..100]) + ".", Around(text, "w099"));
    }

    [Fact]
    public void Sentence_of_less_than_300_characters_is_whole_wherever_it_stands()
    {
        var sentence = string.Join(' ', Words[30..85]) + ".";

        Assert.Equal(sentence, Around($"{string.Join(' ', Words[..30])}. {sentence}", "w084"));
    }

    [Fact]
    public void Sentence_without_blanks_is_cut_between_whole_characters()
    {
        var text = "a" + string.Concat(Enumerable.Repeat("😀", 300));

        Assert.Equal("…" + string.Concat(Enumerable.Repeat("😀", 148)) + "…", TurnQuote.Around(text, text, [], 301, 305));
        Assert.Equal("…" + string.Concat(Enumerable.Repeat("😀", 149)) + "…", TurnQuote.Around(text, text, [], 301, 303));
    }

    [Fact]
    public void Part_right_before_a_redaction_ends_before_its_mark()
    {
        var begin = new string('a', 200);
        var (original, redacted) = ($"{begin}4711{begin}", $"{begin}[password]{begin}");

        Assert.Equal(
            $"…{new string('a', 150)}[password]{new string('a', 138)}…", TurnQuote.Around(original, redacted, [Span(200, 204)], 198, 200));
        Assert.Equal(
            $"…{new string('a', 138)}[password]{new string('a', 150)}…", TurnQuote.Around(original, redacted, [Span(200, 204)], 204, 206));
    }

    private static string Around(string text, string part)
    {
        var at = text.IndexOf(part, StringComparison.Ordinal);
        return TurnQuote.Around(text, text, [], at, at + part.Length);
    }

    private static RedactedSpan Span(int start, int end) => new(start, end, RedactionKind.Password);
}
