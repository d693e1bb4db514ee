using Elaoms.Core.Calls;
using Elaoms.Core.Processing.Extraction;
using Elaoms.Core.Records.Facts;
using Elaoms.Tests.Storage;
using Xunit;

namespace Elaoms.Tests.Processing;

/// <summary>How facts of several sources become what is stored, whatever redacts and extracts.</summary>
public sealed class CallExtractorTests
{
    private const string Text = "Hello there. My name is Anna and my pin is 4711, thanks. Bye.";

    [Theory]
    [InlineData("Anna", true)]
    [InlineData("4711", false)]
    [InlineData("pin is 4711", false)]
    [InlineData("711, thanks", false)]
    public async Task Fact_that_overlaps_a_redaction_is_dropped(string value, bool isKept)
    {
        var at = Text.IndexOf(value, StringComparison.Ordinal);

        Assert.Equal(
            isKept,
            (await ExtractAsync(new ExtractedFact("note", value, FactSource.Statement, 3, Start: at, End: at + value.Length))).Count == 1);
        Assert.Equal(isKept, (await ExtractAsync(new ExtractedFact("note", value, FactSource.Statement, 3))).Count == 1);
    }

    [Theory]
    [InlineData("[password]")]
    [InlineData("password] and")]
    public async Task Mark_is_no_value(string value)
        => Assert.Empty(await ExtractAsync(new ExtractedFact("note", value, FactSource.Statement, 3)));

    [Fact]
    public async Task Quote_is_the_redacted_sentence_around_the_value()
    {
        var anna = Text.IndexOf("Anna", StringComparison.Ordinal);
        var bye = Text.IndexOf("Bye", StringComparison.Ordinal);

        Assert.Equal(
            [
                "My name is Anna and my pin is [password], thanks.", "Bye.",
                "Hello there. My name is Anna and my pin is [password], thanks. Bye.",
            ],
            (await ExtractAsync(
                new ExtractedFact("name", "Anna", FactSource.Statement, 3, Start: anna, End: anna + 4),
                new ExtractedFact("note", "Bye", FactSource.Statement, 3, Start: bye, End: bye + 3),
                new ExtractedFact("note", "not in it", FactSource.Statement, 3))).Select(fact => fact.Source.Quote));
    }

    [Fact]
    public async Task Quote_of_a_long_sentence_is_cut_at_words_around_the_value()
    {
        var words = string.Join(' ', Enumerable.Range(0, 200).Select(i => $"word{i}"));
        var at = words.IndexOf("word100", StringComparison.Ordinal);

        var quote = (await ExtractAsync(
            words, [], new ExtractedFact("note", "word100", FactSource.Statement, 3, Start: at, End: at + 7)))[0].Source.Quote!;

        Assert.InRange(quote.Length, 250, 300);
        Assert.Contains("word100", quote, StringComparison.Ordinal);
        Assert.StartsWith("…word", quote, StringComparison.Ordinal);
        Assert.EndsWith("…", quote, StringComparison.Ordinal);
        Assert.All(quote.Trim('…').Split(' '), word => Assert.Contains($" {word} ", words, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Basis_is_stored()
        => Assert.Equal(
            FactBasis.Answered,
            (await ExtractAsync(new ExtractedFact("name", "Anna", FactSource.Statement, 3, Basis: FactBasis.Answered)))[0].Basis);

    private static Task<IReadOnlyList<Fact>> ExtractAsync(params ExtractedFact[] facts)
    {
        var at = Text.IndexOf("4711", StringComparison.Ordinal);
        return ExtractAsync(Text, [new RedactedSpan(at, at + 4, RedactionKind.Password)], facts);
    }

    private static async Task<IReadOnlyList<Fact>> ExtractAsync(
        string text, IReadOnlyList<RedactedSpan> spans, params ExtractedFact[] facts)
    {
        var call = new Call
        {
            CallerIdentification = CallerIdentification.Known,
            StartedAt = FixedClock.Start,
            Turns = [new Turn(3, Turn.UserRole, text, 0)],
            Collected = [],
        };
        var extractor = new CallExtractor(new GivenSpans(spans), [new GivenFacts(facts)]);
        return (await extractor.ExtractAsync(call, "c", Stores.NameOf("{}"), 1, CancellationToken.None)).Facts;
    }
}
