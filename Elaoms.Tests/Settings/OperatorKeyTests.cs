using Elaoms.Core.Settings;
using Xunit;

namespace Elaoms.Tests.Settings;

public sealed class OperatorKeyTests
{
    private const string Key = "0123456789abcdef0123456789abcdef";
    private const string Other = "fedcba9876543210fedcba9876543210";

    [Fact]
    public void Keys_are_read_with_name_and_role()
    {
        var (keys, faults) = Read($"anna:operator={Key}", $"bob.b-1:READER={Other}=");

        Assert.Empty(faults);
        Assert.Equal(
            [new OperatorKey("anna", OperatorRole.Operator, Key), new OperatorKey("bob.b-1", OperatorRole.Reader, Other + "=")], keys);
    }

    [Fact]
    public void Several_keys_of_one_name_are_for_changing_them_and_have_one_role()
    {
        Assert.Equal(2, Read($"anna:reader={Key}", $"anna:reader={Other}").Keys.Count);
        Assert.EndsWith(
            "two roles for anna. Several keys of one name must have the same role.",
            Assert.Single(Read($"anna:reader={Key}", $"anna:operator={Other}").Faults),
            StringComparison.Ordinal);
        Assert.EndsWith(
            "has one key twice.", Assert.Single(Read($"anna:reader={Key}", $"bob:reader={Key}").Faults), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("anna")]
    [InlineData("anna=" + Key)]
    [InlineData(":operator=" + Key)]
    [InlineData("anna:=" + Key)]
    [InlineData("anna:admin=" + Key)]
    [InlineData("an na:operator=" + Key)]
    [InlineData("anna:operator=tooshort")]
    [InlineData("anna:operator=" + Key + " " + Key)]
    [InlineData("anna:operator=ä" + Key)]
    [InlineData("=anna:operator" + Key)]
    public void What_is_no_key_is_a_fault_that_tells_no_key(string entry)
    {
        var (keys, faults) = Read(entry);

        Assert.Empty(keys);
        Assert.DoesNotContain(Key, Assert.Single(faults), StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_that_the_vault_does_not_have_yet_let_nobody_in_and_stop_no_call()
    {
        using var folder = new TempFolder();
        var settings = new Server.ServerSettings(folder);
        settings[SettingNames.OperatorKeys] = "@Microsoft.KeyVault(SecretUri=https://kv.vault.azure.net/secrets/operator-keys)";

        Assert.Empty(settings.Read().OperatorKeys);
    }

    [Fact]
    public void Session_key_is_long_and_stops_no_call_when_the_vault_does_not_have_it_yet()
    {
        using var folder = new TempFolder();
        var settings = new Server.ServerSettings(folder);
        Assert.Null(settings.Read().OperatorSessionKey);
        settings[SettingNames.OperatorSessionKey] = "@Microsoft.KeyVault(SecretUri=https://kv.vault.azure.net/secrets/session)";
        Assert.Null(settings.Read().OperatorSessionKey);
        settings[SettingNames.OperatorSessionKey] = new string('s', 32);
        Assert.Equal(new string('s', 32), settings.Read().OperatorSessionKey);
        settings[SettingNames.OperatorSessionKey] = "too short";

        Assert.StartsWith(
            SettingNames.OperatorSessionKey,
            Assert.Single(new SettingsReader(settings.ToConfiguration()).Read([]).Faults),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Text_of_a_key_does_not_hold_it()
        => Assert.Equal("anna:Reader", new OperatorKey("anna", OperatorRole.Reader, Key).ToString());

    private static (IReadOnlyList<OperatorKey> Keys, List<string> Faults) Read(params string[] entries)
    {
        var faults = new List<string>();
        return (OperatorKey.Read(entries, SettingNames.OperatorKeys, faults), faults);
    }
}
