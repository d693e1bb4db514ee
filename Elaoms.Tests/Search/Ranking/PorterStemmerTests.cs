using Elaoms.Core.Text;
using Xunit;

namespace Elaoms.Tests.Search.Ranking;

public sealed class PorterStemmerTests
{
    // From the sample vocabulary at https://tartarus.org/martin/PorterStemmer/.
    private const string Vocabulary = """
        consign consign consigned consign consigning consign consignment consign consist consist consisted consist consistency consist
        consistent consist consistently consist consisting consist consists consist consolation consol consolations consol
        consolatory consolatori console consol consoled consol consoles consol consolidate consolid consolidated consolid
        consolidating consolid consoling consol consolingly consolingli consols consol consonant conson consort consort consorted consort
        consorting consort conspicuous conspicu conspicuously conspicu conspiracy conspiraci conspirator conspir conspirators conspir
        conspire conspir conspired conspir conspiring conspir constable constabl constables constabl constance constanc constancy constanc
        constant constant knack knack knackeries knackeri knacks knack knag knag knave knave knaves knave knavish knavish kneaded knead
        kneading knead knee knee kneel kneel kneeled kneel kneeling kneel kneels kneel knees knee knell knell knelt knelt knew knew
        knick knick knif knif knife knife knight knight knightly knightli knights knight knit knit knits knit knitted knit knitting knit
        knives knive knob knob knobs knob knock knock knocked knock knocker knocker knockers knocker knocking knock knocks knock knopp knopp
        knot knot knots knot
        """;

    // The examples of each step in Porter's paper, taken through all steps.
    private const string Paper = """
        caresses caress ponies poni ties ti caress caress cats cat feed feed agreed agre plastered plaster bled bled motoring motor
        sing sing conflated conflat troubled troubl sized size hopping hop tanned tan falling fall hissing hiss fizzed fizz failing fail
        filing file happy happi sky sky relational relat conditional condit rational ration valenci valenc hesitanci hesit digitizer digit
        conformabli conform radicalli radic differentli differ vileli vile analogousli analog vietnamization vietnam predication predic
        operator oper feudalism feudal decisiveness decis hopefulness hope callousness callous formaliti formal sensitiviti sensit
        sensibiliti sensibl triplicate triplic formative form formalize formal electriciti electr electrical electr hopeful hope
        goodness good revival reviv allowance allow inference infer airliner airlin gyroscopic gyroscop adjustable adjust defensible defens
        irritant irrit replacement replac adjustment adjust dependent depend adoption adopt homologou homolog communism commun
        activate activ angulariti angular homologous homolog effective effect bowdlerize bowdler probate probat rate rate cease ceas
        controll control roll roll generalizations gener oscillators oscil
        """;

    public static TheoryData<string, string> Known()
    {
        var known = new TheoryData<string, string>();
        foreach (var pair in $"{Vocabulary} {Paper}".Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Chunk(2))
            known.Add(pair[0], pair[1]);
        return known;
    }

    [Theory]
    [MemberData(nameof(Known))]
    public void Stem_is_the_published_one(string word, string stem) => Assert.Equal(stem, PorterStemmer.Stem(word));

    [Theory]
    [InlineData("")]
    [InlineData("is")]
    [InlineData("naïveness")]
    [InlineData("12ing")]
    [InlineData("Running")]
    [InlineData("бегущий")]
    public void Stem_of_other_words_is_the_word(string word) => Assert.Equal(word, PorterStemmer.Stem(word));

    [Fact]
    public void Stem_of_any_word_is_no_longer_and_not_empty() => Property.Check(
        FsCheck.Fluent.Gen.Select(
            FsCheck.Fluent.Gen.ArrayOf(FsCheck.Fluent.Gen.Elements("aeiouylsztbing".ToCharArray())), letters => new string(letters)),
        word => Assert.InRange(PorterStemmer.Stem(word).Length, Math.Min(1, word.Length), word.Length));
}
