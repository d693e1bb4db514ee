using Elaoms.Core.Calls;
using Elaoms.Core.Text;
using Elaoms.Core.Text.Languages;
using Elaoms.Tests.Text;
using Xunit;

namespace Elaoms.Tests.Calls;

/// <summary>What a turn is for, by the words of English and of a language that is made up.</summary>
public sealed class CallWordsTests
{
    private static readonly CallWords English = new(LanguageSet.BuiltIn.Default);

    // Phrases that begin with the same word, and one that another cuts across.
    private static readonly CallWords MadeUp = new(InventedLanguage.Read(
        """
        [calls: greeting] alfa, bravo charlie delta, echo foxtrot
        [calls: filler] mm, mm mm mm
        [calls: closing] alfa bravo charlie, echo, golf, mm mm
        """));

    [Theory]
    [InlineData("One. Two! Three? Four\nfive", "One.", "Two!", "Three?", "Four", "five")]
    [InlineData("It costs 3.50 at example.com.", "It costs 3.50 at example.com.")]
    [InlineData("Wait... what", "Wait...", "what")]
    [InlineData("One.", "One.")]
    [InlineData("  no end  ", "no end")]
    [InlineData("")]
    public void Sentences_end_with_a_mark_before_a_blank_or_the_end(string text, params string[] expected)
        => Assert.Equal(expected, CallWords.SentencesOf(text));

    [Theory]
    [InlineData("Okay, bye!", true)]
    [InlineData("", true)]
    [InlineData("Hello there.", true)]
    [InlineData("Goodbye, Sam!", true)]
    [InlineData("Sam, goodbye!", true)]
    [InlineData("Hello, Sam!", false)]
    [InlineData("Goodbye, Sam Miller!", false)]
    [InlineData("Sam", false)]
    [InlineData("Goodbye, Sam, take care!", true)]
    [InlineData("Thank you so much, Sam, okay, goodbye, bye.", true)]
    [InlineData("Thank you so much, Sam, goodbye and bye bye.", false)]
    public void Closing_turn_says_goodbye_and_no_more_than_a_name(string text, bool expected)
        => Assert.Equal(expected, English.IsClosing(WordReader.WordsOf(text)));

    [Theory]
    [InlineData("golf sam", true)]
    [InlineData("echo sam", true)]
    [InlineData("echo foxtrot sam", false)]
    [InlineData("alfa bravo charlie sam", true)]
    public void Word_that_closes_is_none_within_a_longer_greeting(string text, bool expected)
        => Assert.Equal(expected, MadeUp.IsClosing(WordReader.WordsOf(text)));

    [Theory]
    [InlineData("Hello, um, okay, bye.", true)]
    [InlineData("", true)]
    [InlineData("Goodbye, Sam!", false)]
    [InlineData("Refund", false)]
    public void Small_talk_greets_fills_or_closes_with_every_word(string text, bool expected)
        => Assert.Equal(expected, English.IsSmallTalk(WordReader.WordsOf(text)));

    [Theory]
    [InlineData("", 0)]
    [InlineData("mm", 1)]
    [InlineData("mm mm", 2)]
    [InlineData("mm mm mm", 3)]
    [InlineData("mm mm mm mm", 4)]
    [InlineData("mm alfa hotel mm", 2)]
    [InlineData("hotel alfa", 0)]
    [InlineData("golf alfa", 0)]
    [InlineData("alfa bravo charlie delta", 4)]
    [InlineData("alfa bravo charlie", 1)]
    public void Small_talk_before_is_the_longest_greetings_and_fillers(string text, int expected)
        => Assert.Equal(expected, MadeUp.SmallTalkBefore(WordReader.WordsOf(text)));

    [Theory]
    [InlineData("My name is Anna.", true)]
    [InlineData("One two three four five six seven speaking.", true)]
    [InlineData("One two three four five six seven eight speaking.", false)]
    [InlineData("Anna Berg.", false)]
    [InlineData("", false)]
    public void Identification_begins_among_the_first_eight_words(string text, bool expected)
        => Assert.Equal(expected, English.Identifies(WordReader.WordsOf(text)));

    [Theory]
    [InlineData("And may I have your name?", true)]
    [InlineData("What is your e-mail?", true)]
    [InlineData("What happened?", false)]
    [InlineData("", false)]
    public void Agent_asks_who_it_is_anywhere_in_a_turn(string text, bool expected)
        => Assert.Equal(expected, English.AsksWho(WordReader.WordsOf(text)));

    [Theory]
    [InlineData("The parcel is lost", true)]
    [InlineData("Refund", true)]
    [InlineData("It is Friday.", false)]
    public void Request_is_one_anywhere_in_a_sentence(string text, bool expected)
        => Assert.Equal(expected, English.Requests(WordReader.WordsOf(text)));

    [Theory]
    [InlineData("Your order has been shipped.", true)]
    [InlineData("I just sent it.", true)]
    [InlineData("It is on its way.", true)]
    [InlineData("All done.", true)]
    [InlineData("Your order has been here.", false)]
    [InlineData("Shipped by Anna.", false)]
    [InlineData("Your order has not been shipped.", false)]
    [InlineData("It will be on its way.", false)]
    [InlineData("", false)]
    public void Report_says_that_something_is_done_and_not_that_it_will_be(string text, bool expected)
        => Assert.Equal(expected, English.Reports(WordReader.WordsOf(text)));

    [Fact]
    public void Language_of_texts_is_the_one_with_the_most_stop_words()
    {
        var words = new CallWordsByLanguage(InventedLanguage.Beside("""
            [stop words] va, la
            [calls: request] hotel
            """));

        Assert.True(words.Of(["va la hotel", "the va"])!.Requests(["hotel"]));
        Assert.False(words.Of(["va the hotel", "the la the"])!.Requests(["hotel"]));
        Assert.True(words.All.Requests(["hotel"]));
        Assert.True(words.All.Requests(["refund"]));
        Assert.Null(words.Of(["hotel india"]));
        Assert.Null(words.Of([]));
    }

    [Theory]
    [InlineData(23, true)]
    [InlineData(24, false)]
    public void Language_has_two_stop_words_among_25(int others, bool isEnglish)
        => Assert.Equal(
            isEnglish, CallWordsByLanguage.BuiltIn.Of(["the and " + string.Join(' ', Enumerable.Repeat("hotel", others))]) is not null);
}
