using Elaoms.Extraction.Rules;
using Xunit;

namespace Elaoms.Tests.Extraction.Rules;

public sealed class RequiredWordsTests
{
    [Theory]
    [InlineData("i('ve| have| just)* (got|received) (the )?{thing}", "I've just received the parcel", true)]
    [InlineData("i('ve| have| just)* (got|received) (the )?{thing}", "I've just seen the parcel", false)]
    [InlineData("(contact(ing)?|reach) me by {channel}", "stop contacting me by post", true)]
    [InlineData("i don't like {thing} any ?more", "I don't like jazz anymore", true)]
    [InlineData("(please )?e-?mail me", "email me", true)]
    [InlineData("(please )?call me", "please text me", false)]
    [InlineData("mornings|evenings are best", "evenings are best", true)]
    public void Sentence_without_a_word_that_the_rule_needs_is_ruled_out(string pattern, string sentence, bool mayBeIn)
    {
        Assert.Equal(mayBeIn, new RequiredWords(pattern).AreIn(RequiredWords.Of(sentence)));
    }

    [Theory]
    [InlineData("hi my name's Kevin O'Brien, I live in Leeds and you can reach me on 07700 900123 after 5 pm")]
    [InlineData("I'm a nurse, I work for the Royal Infirmary and I've got two kids and a dog called Biscuit")]
    [InlineData("I'd rather you emailed me, I don't like phone calls anymore and I'm allergic to peanuts")]
    [InlineData("We've since moved to Oslo, my birthday's on 4 May and our anniversary is 2 June")]
    [InlineData("could you please call me back about the refund, I was promised it by Friday and it still hasn't arrived")]
    [InlineData("the card turned up this morning, that's all sorted, I've been with you since 2015")]
    public void Sentence_that_a_rule_is_in_is_never_ruled_out(string sentence)
    {
        var words = RequiredWords.Of(sentence);

        Assert.All(Languages.BuiltIn.Value.All.SelectMany(language => language.Rules), rule => Assert.True(rule.MayBeIn(words) || !rule.IsIn(sentence)));
    }
}
