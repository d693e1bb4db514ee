using Elaoms.Core.Recall;
using Elaoms.Tests.Text;
using Xunit;

namespace Elaoms.Tests.Recall;

public sealed class SpokenNamesTests
{
    [Theory]
    [InlineData("Anna", true, true)]
    [InlineData("Charlotte", true, true)]
    [InlineData("London", true, false)]
    [InlineData("Sunday", true, false)]
    [InlineData("April", true, false)]
    [InlineData("Novembre", true, false)]
    [InlineData("Password", false, false)]
    [InlineData("Bitte", false, false)]
    [InlineData("Mister", false, false)]
    [InlineData("Monsieur", false, false)]
    [InlineData("Mm-hmm", false, false)]
    [InlineData(" London ", true, false)]
    public void Word_alone_may_be_none_or_may_not_be_greeted_by(string name, bool isName, bool isGreetable)
        => Assert.Equal((isName, isGreetable), (SpokenNames.BuiltIn.IsName(name), SpokenNames.BuiltIn.IsGreetable(name)));

    // "M" is Monsieur before a name, and somebody's initial by itself.
    [Fact]
    public void Letter_alone_is_an_initial() => Assert.True(SpokenNames.BuiltIn.IsGreetable("M"));

    [Theory]
    [InlineData("April Reed")]
    [InlineData("Jack London")]
    [InlineData("Su Re")]
    public void Word_beside_another_is_a_name(string name) => Assert.True(SpokenNames.BuiltIn.IsGreetable(name));

    [Theory]
    [InlineData("alfa", false, false)]
    [InlineData("don", false, false)]
    [InlineData("dona", false, false)]
    [InlineData("x", true, true)]
    [InlineData("bravo", true, false)]
    [InlineData("prima", true, false)]
    [InlineData("charlie", true, true)]
    public void Words_titles_and_months_of_a_language_are_known(string name, bool isName, bool isGreetable)
    {
        var names = new SpokenNames(InventedLanguage.Beside(
            """
            [stop words] va
            [titles] don = Don, x = X.
            [further titles] dona
            [months] prima = 1
            [names: never] alfa
            [names: seldom] bravo
            """));

        Assert.Equal((isName, isGreetable), (names.IsName(name), names.IsGreetable(name)));
    }
}
