using Elaoms.Core.Calls;
using Elaoms.Core.Search;
using Elaoms.Indexes.OpenMemory;
using Elaoms.Tests.Records;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Elaoms.Tests.Indexes.OpenMemory;

public sealed class EngineTextTests
{
    private static readonly CallerKey Sam = CallerKey.Of(SampleRecords.Sam, "k"u8);
    private static readonly CallerKey Ann = CallerKey.Of(SampleRecords.Sam with { Identity = "+12025550199" }, "k"u8);

    private static readonly string[] Pieces =
    [
        "a", "parrot", "Donaudampfschifffahrtsgesellschaft", " ", "  ", "\n", "\r\n", "\t", "\0", "\u0001", "\u00A0", "\u3000", "\u2028",
        ". ", "! ", "? ", "… ", ".", "3.14", "。", "！", "？",
        "请问您需要什么帮助", "こんにちは", "🦜", "👩‍👩‍👧‍👦", "e\u0301", "\uD83E", "\uDD9C", "Привет", new string('x', 155), new string('ß', 170),
        "https://example.com/a?b=c",
    ];

    private static Gen<string> Texts { get; } = Gen.OneOf(
        from pieces in Gen.Elements(Pieces).ListOf()
        select string.Concat(pieces),
        from pieces in Gen.ArrayOf(Gen.Elements(Pieces), 60)
        select string.Concat(pieces),
        Property.Any<NonNull<string>>().Generator.Select(text => text.Get));

    [Fact]
    public void Parts_of_any_text_hold_all_of_it_in_order() => Property.Check(Texts, text =>
        Assert.Equal(string.Concat(text.Where(IsKept)), string.Concat(EngineText.Split(text)).Replace(" ", "", StringComparison.Ordinal)));

    [Fact]
    public void Parts_of_any_text_are_short_and_clean_and_cut_no_character()
        => Property.Check(Texts, text => Assert.All(EngineText.Split(text), part =>
        {
            Assert.InRange(part.Length, 1, EngineText.MaxPartLength);
            Assert.Equal(part, part.Trim());
            Assert.DoesNotContain("  ", part, StringComparison.Ordinal);
            Assert.DoesNotContain(part, c => char.IsControl(c) || char.IsWhiteSpace(c) && c != ' ');
            // Half of a pair only where the text had half of one.
            Assert.True(Halves(part) == 0 || Halves(text) > 0);
        }));

    [Fact]
    public void Words_that_fit_into_a_part_are_whole_in_one() => Property.Check(
        Gen.Elements("parrot", "invoice.", "kettle!", "a", "🦜🦜🦜", "Schifffahrt,", "no-one’s", "請", new string('x', 160)).ListOf(),
        words => Assert.Equal(words, EngineText.Split(string.Join(" \n", words)).SelectMany(part => part.Split(' '))));

    [Fact]
    public void Text_with_its_tokens_fits_into_what_the_server_keeps()
        => Property.Check(Texts, text => Assert.All(EngineText.Split(text), part =>
        {
            foreach (var withCaller in new[] { false, true })
            {
                var texts = Enumerable.Range(0, EngineText.Attempts)
                    .Select(attempt => EngineText.Of(part, Sam, withCaller, attempt)).ToList();
                Assert.All(texts, given => Assert.InRange(given.Length, part.Length, EngineText.MaxLength));
                Assert.All(texts, given => Assert.StartsWith(part, given, StringComparison.Ordinal));
                Assert.Distinct(texts);
                Assert.Equal(withCaller ? $"{part} {EngineText.CallerToken(Sam)}" : part, texts[0]);
            }
        }));

    [Fact]
    public void Text_and_mark_of_a_caller_are_the_same_each_time_and_another_for_each_caller() => Property.Check(Texts, text =>
    {
        Assert.Equal(Fingerprint.Of(Sam, text), Fingerprint.Of(Sam, text));
        Assert.NotEqual(Fingerprint.Of(Sam, text), Fingerprint.Of(Ann, text));
        Assert.NotEqual(Fingerprint.Of(Sam, text), Fingerprint.Of(Sam, text + "."));
        Assert.Matches("^[0-9a-f]{16}$", Fingerprint.Of(Sam, text));
        for (var attempt = 1; attempt < EngineText.Attempts; attempt++)
        {
            Assert.Equal(EngineText.Of("p", Sam, false, attempt), EngineText.Of("p", Sam, false, attempt));
            Assert.NotEqual(EngineText.Of("p", Sam, false, attempt), EngineText.Of("p", Ann, false, attempt));
        }
    });

    [Theory]
    [InlineData("")]
    [InlineData(" \n\t\u3000 ")]
    [InlineData("\0\u0001\u001F")]
    public void Text_without_anything_has_no_parts(string text) => Assert.Empty(EngineText.Split(text));

    [Theory]
    [InlineData("My parrot\r\n  needs\tseeds. ", "My parrot needs seeds.")]
    [InlineData("\0My\0parrot\u0001", "My parrot")]
    [InlineData("请问您\u3000需要", "请问您 需要")]
    [InlineData("3.14", "3.14")]
    public void Text_that_fits_is_one_part_with_its_gaps_made_one_space(string text, string part)
        => Assert.Equal([part], EngineText.Split(text));

    [Fact]
    public void Text_of_exactly_a_parts_length_is_one_part()
    {
        Assert.Equal([new string('x', 160)], EngineText.Split(new string('x', 160)));
        Assert.Equal([new string('x', 160), "x"], EngineText.Split(new string('x', 161)));
        Assert.Equal([new string('x', 160), "y"], EngineText.Split(new string('x', 160) + " y"));
    }

    [Fact]
    public void Long_text_is_cut_after_the_last_sentence_that_fits()
    {
        var (first, second, third) = (Sentence('a', 70, '.'), Sentence('b', 70, '?'), Sentence('c', 70, '!'));

        Assert.Equal([$"{first} {second}", third], EngineText.Split($"{first} {second} {third}"));
        Assert.Equal([Sentence('a', 160, '…'), first], EngineText.Split($"{Sentence('a', 160, '…')} {first}"));
    }

    [Fact]
    public void Full_stop_in_a_number_or_an_address_ends_no_sentence()
    {
        var text = $"{Words('a', 100)} example.com/3.14 {Words('b', 80)}";

        var parts = EngineText.Split(text);

        Assert.Contains("example.com/3.14", string.Join('|', parts), StringComparison.Ordinal);
        Assert.Equal(text, string.Join(' ', parts));
    }

    [Fact]
    public void Long_text_without_a_sentence_is_cut_between_words()
    {
        var text = Words('a', 400);

        var parts = EngineText.Split(text);

        Assert.Equal(3, parts.Count);
        Assert.Equal(text, string.Join(' ', parts));
    }

    [Fact]
    public void Long_text_without_spaces_is_cut_after_its_wide_full_stops()
    {
        var sentence = new string('请', 69) + "。";

        Assert.Equal([sentence + sentence, sentence], EngineText.Split(sentence + sentence + sentence));
    }

    [Fact]
    public void Word_that_is_longer_than_a_part_is_cut_between_characters()
    {
        var parts = EngineText.Split("x" + string.Concat(Enumerable.Repeat("🦜", 100)));

        Assert.Equal([159, 42], parts.Select(part => part.Length));
        Assert.Equal(0, parts.Sum(Halves));
    }

    private static string Words(char letter, int length)
        => string.Concat(Enumerable.Range(0, length).Select(i => i % 8 == 7 && i < length - 1 ? ' ' : letter));

    private static string Sentence(char letter, int length, char end) => Words(letter, length - 1) + end;

    private static bool IsKept(char c) => !char.IsWhiteSpace(c) && !char.IsControl(c);

    private static int Halves(string text)
    {
        var halves = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                i++;
            else if (char.IsSurrogate(text[i]))
                halves++;
        }

        return halves;
    }
}
