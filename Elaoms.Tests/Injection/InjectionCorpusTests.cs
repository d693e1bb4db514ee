using Elaoms.Core.Injection;
using Elaoms.Core.Records.Facts;
using Xunit;

namespace Elaoms.Tests.Injection;

/// <summary>214 attacks and 188 harmless texts that look like them, in four languages and six scripts.</summary>
public sealed class InjectionCorpusTests
{
    private static readonly Dictionary<string, InjectionCase> AllAttacks = InjectionCase.Read("attacks")
        .ToDictionary(attack => attack.Id, StringComparer.Ordinal);
    private static readonly Dictionary<string, InjectionCase> AllHarmless = InjectionCase.Read("benign")
        .ToDictionary(text => text.Id, StringComparer.Ordinal);

    public static TheoryData<string> Attacks => [.. AllAttacks.Keys];

    public static TheoryData<string> Harmless => [.. AllHarmless.Keys];

    [Theory]
    [MemberData(nameof(Attacks))]
    public void Attack_reaches_no_variable_no_greeting_and_no_context(string id)
    {
        var attack = AllAttacks[id];
        var telltale = InjectionCase.Letters(attack.Telltale!);

        var told = attack.Told();

        Assert.DoesNotContain(told, text => InjectionCase.Letters(text.Value).Contains(telltale, StringComparison.Ordinal));
        if (attack.Channel == "name")
            Assert.All(
                ["client-data.dynamic_variables.user_name", "client-data.dynamic_variables.name"],
                variable => Assert.Equal("", told[variable]));
    }

    [Theory]
    [MemberData(nameof(Harmless))]
    public void Harmless_text_is_told(string id)
    {
        var text = AllHarmless[id];

        var isTold = text.Channel switch
        {
            "name" => CallerName.IsName(text.Text),
            "collected" => !PromptInjection.BuiltIn.ClaimsAuthority(text.Text),
            _ => PromptInjection.BuiltIn.Without(text.Text) == text.Text,
        };

        Assert.True(isTold, text.Text);
    }
}
