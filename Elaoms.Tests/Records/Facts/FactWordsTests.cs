using Elaoms.Core.Records.Facts;
using Elaoms.Core.Text.Languages;
using Xunit;

namespace Elaoms.Tests.Records.Facts;

/// <summary>When two values say the same, and when one is about the other.</summary>
public sealed class FactWordsTests
{
    private readonly FactWords _words = new(LanguageSet.BuiltIn);

    [Theory]
    [InlineData(nameof(FactForm.Word), "The Seats", " the seats ")]
    [InlineData(nameof(FactForm.Word), "Sam@Example.org", " sam@example org ")]
    [InlineData(nameof(FactForm.Word), "", "  ")]
    [InlineData(nameof(FactForm.Name), "Mrs. Zoë Jones", " zoe jones ")]
    [InlineData(nameof(FactForm.Name), "Frau Weber", " weber ")]
    [InlineData(nameof(FactForm.Name), "Patrick O'Neill", " patrick oneill ")]
    [InlineData(nameof(FactForm.Name), "Captain", " captain ")]
    [InlineData(nameof(FactForm.Phrase), "The window seats", " window seat ")]
    [InlineData(nameof(FactForm.Phrase), "meine Katzen", " katzen ")]
    [InlineData(nameof(FactForm.Phrase), "Captain Jones", " captain jone ")]
    [InlineData(nameof(FactForm.Phrase), "this", " this ")]
    public void Words_that_count_are_without_titles_in_a_name_and_without_determiners_in_a_phrase(string form, string value, string words)
        => Assert.Equal(words, _words.Of(Form(form), value));

    [Theory]
    [InlineData(nameof(FactForm.Word), " oslo ", " oslo ", true)]
    [InlineData(nameof(FactForm.Word), " new oslo ", " oslo ", false)]
    [InlineData(nameof(FactForm.Phrase), " new oslo ", " oslo ", false)]
    [InlineData(nameof(FactForm.Name), " anna ", " anna ", true)]
    [InlineData(nameof(FactForm.Name), " anna berg ", " anna ", true)]
    [InlineData(nameof(FactForm.Name), " berg ", " anna berg ", true)]
    [InlineData(nameof(FactForm.Name), " ann ", " anna ", false)]
    [InlineData(nameof(FactForm.Name), " anna berg ", " anna holm ", false)]
    public void Values_are_the_same_if_their_words_are_and_names_also_if_one_is_a_part(
        string form, string words, string others, bool areSame)
        => Assert.Equal(areSame, FactWords.AreSame(Form(form), words, others));

    [Theory]
    [InlineData(nameof(FactForm.Word), " a b ", "  ", true)]
    [InlineData(nameof(FactForm.Name), " a b ", "", true)]
    [InlineData(nameof(FactForm.Phrase), " a b ", "  ", true)]
    [InlineData(nameof(FactForm.Word), " a b ", " a b ", true)]
    [InlineData(nameof(FactForm.Word), " a b ", " a ", false)]
    [InlineData(nameof(FactForm.Name), " anna berg ", " anna ", true)]
    [InlineData(nameof(FactForm.Name), " anna berg ", " berg anna ", false)]
    [InlineData(nameof(FactForm.Name), " anna ", " anna berg ", false)]
    [InlineData(nameof(FactForm.Phrase), " a b c ", " c a ", true)]
    [InlineData(nameof(FactForm.Phrase), " c a ", " a b c ", true)]
    [InlineData(nameof(FactForm.Phrase), " a b ", " b c ", false)]
    public void Ending_is_about_a_value_that_it_names(string form, string words, string ending, bool isAbout)
        => Assert.Equal(isAbout, FactWords.IsAbout(Form(form), words, ending));

    [Theory]
    [InlineData("my new invoices", "new invoic")]
    [InlineData("please send the invoice", "invoic")]
    [InlineData("invoice for which", "invoic")]
    [InlineData("invoice yesterday", "invoic")]
    [InlineData("invoice of May or Jan", "invoic")]
    [InlineData("Rechnung erledigt", "rechnung")]
    [InlineData("Rechnung aber gestern", "rechnung")]
    [InlineData("Rechnung Jänner", "rechnung")]
    [InlineData("TV q x 7", "tv")]
    [InlineData("the", "")]
    [InlineData("", "")]
    public void Content_is_without_common_words_of_any_language(string value, string content)
        => Assert.Equal(content, string.Join(' ', _words.ContentOf(value)));

    [Theory]
    [InlineData("a", "a", true)]
    [InlineData("a", "b", false)]
    [InlineData("", "a", false)]
    [InlineData("a b", "a", false)]
    [InlineData("a b", "b a", true)]
    [InlineData("a b c", "a", false)]
    [InlineData("a b c", "a c x", true)]
    [InlineData("a b c d", "a d", true)]
    [InlineData("a b c d e", "a b", false)]
    [InlineData("a b c d e", "a b c", true)]
    public void Report_is_about_a_request_if_it_has_half_of_it_and_more_than_one_word(string request, string report, bool isAbout)
        => Assert.Equal(isAbout, FactWords.IsReportOf(Set(request), Set(report)));

    [Theory]
    [InlineData("Anna Berg", 2, -9)]
    [InlineData("Mrs. Berg", 1, -9)]
    [InlineData("Berg", 1, -4)]
    [InlineData("Doctor", 0, -6)]
    public void Name_is_the_better_the_more_words_it_has_that_are_no_title(string name, int words, int length)
        => Assert.Equal((words, length), _words.NameRank(name));

    private static FactForm Form(string name) => Enum.Parse<FactForm>(name);

    private static HashSet<string> Set(string words)
        => words.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);
}
