using Elaoms.Core.Records.Facts;
using Xunit;

namespace Elaoms.Tests.Records.Facts;

/// <summary>Languages as codes and as English names.</summary>
public sealed class LanguageNamesTests
{
    [Theory]
    [InlineData("ar Arabic, bg Bulgarian, bn Bengali, ca Catalan, cs Czech, cy Welsh, da Danish, de German, el Greek")]
    [InlineData("en English, es Spanish, fa Persian, fi Finnish, fr French, he Hebrew, hi Hindi, hr Croatian, hu Hungarian")]
    [InlineData("id Indonesian, it Italian, ja Japanese, ko Korean, ms Malay, nl Dutch, no Norwegian, pa Punjabi")]
    [InlineData("pl Polish, pt Portuguese, ro Romanian, ru Russian, sk Slovak, so Somali, sr Serbian, sv Swedish, ta Tamil")]
    [InlineData("th Thai, tl Tagalog, tr Turkish, uk Ukrainian, ur Urdu, vi Vietnamese, zh Chinese")]
    public void Code_and_name_of_a_language_are_each_others(string languages) => Assert.All(languages.Split(", "), language =>
    {
        var (code, name) = (language[..2], language[3..]);

        Assert.Equal(name, LanguageNames.Of(code));
        Assert.Equal(code, LanguageNames.CodeOf(name));
    });

    [Theory]
    [InlineData("pt", "pt")]
    [InlineData("PT", "pt")]
    [InlineData(" pt-BR ", "pt")]
    [InlineData("pt_BR", "pt")]
    [InlineData("eo", "eo")]
    [InlineData(" german ", "de")]
    [InlineData("de-DE-x-abcd", "de")]
    [InlineData("de-DE-x-abcde", null)]
    [InlineData("aa", "aa")]
    [InlineData("zu", "zu")]
    [InlineData("xx", null)]
    [InlineData("aa ab", null)]
    [InlineData("deu", null)]
    [InlineData("Elvish", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Language_has_a_code_if_it_is_one_a_tag_or_an_English_name(string? language, string? code)
        => Assert.Equal(code, LanguageNames.CodeOf(language));

    [Fact]
    public void Code_without_a_name_is_its_own_name()
    {
        Assert.Equal("eo", LanguageNames.Of("eo"));
        Assert.Equal("German", LanguageNames.Of("DE"));
    }
}
