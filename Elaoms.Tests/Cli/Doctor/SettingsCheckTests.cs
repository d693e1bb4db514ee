using Elaoms.Cli.Configuration;
using Elaoms.Cli.Doctor;
using Elaoms.Cli.Doctor.Checks;
using Elaoms.Core.Settings;
using Elaoms.Tests.Server;
using Xunit;

namespace Elaoms.Tests.Cli.Doctor;

public sealed class SettingsCheckTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ServerSettings _settings;

    public SettingsCheckTests() => _settings = new ServerSettings(_folder);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("Production", "All settings are valid.")]
    [InlineData("Development", "This is Development")]
    public async Task Settings_that_are_in_order_are_OK(string environment, string what)
    {
        _settings["DOTNET_ENVIRONMENT"] = environment;

        (await CheckAsync()).Only().Is(CheckStatus.Ok, what);
    }

    [Fact]
    public async Task Each_fault_is_an_error_in_the_words_of_the_reader()
    {
        _settings[SettingNames.CallerHashKey] = "short";
        _settings[SettingNames.SweepDays] = "none";

        var findings = await CheckAsync();

        Assert.Equal(new SettingsReader(_settings.ToConfiguration()).Read([]).Faults, findings.Select(finding => finding.What));
        Assert.Equal(2, findings.Count);
        Assert.All(findings, finding => finding.Is(CheckStatus.Error, "", ".env.example"));
    }

    [Fact]
    public async Task Search_data_without_a_key_is_a_warning()
    {
        _settings[SettingNames.SearchDataAllowAnonymous] = "true";

        (await CheckAsync()).Only().Is(CheckStatus.Warning, "SEARCH_DATA_ALLOW_ANONYMOUS is true", "ELEVENLABS_SEARCH_DATA_KEY");
    }

    [Theory]
    [InlineData(SettingNames.PostCallKey)]
    [InlineData(SettingNames.ClientDataKey)]
    [InlineData(SettingNames.SearchDataKey)]
    public async Task Short_key_among_long_ones_is_a_warning_that_does_not_show_it(string name)
    {
        _settings[name] += ",0123456789abcde";

        var finding = (await CheckAsync()).Only();

        finding.Is(CheckStatus.Error, $"{name} has a key that is too short", "docs/reference.md");
        Assert.DoesNotContain("0123456789abcde", finding.What + finding.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Key_of_16_characters_is_long_enough()
    {
        _settings[SettingNames.ClientDataKey] = "0123456789abcdef";

        (await CheckAsync()).Only().Is(CheckStatus.Ok, "");
    }

    [Theory]
    [InlineData("Production", true)]
    [InlineData("Development", false)]
    public async Task Development_keys_elsewhere_are_a_warning(string environment, bool isWarned)
    {
        var made = DevelopmentKeys.FindOrMake(_folder.Of("data"));
        _settings["DOTNET_ENVIRONMENT"] = environment;
        _settings[SettingNames.ClientDataKey] = "a-key-of-its-own," + made.Values[SettingNames.ClientDataKey];
        _settings[SettingNames.CallerHashKey] = made.Values[SettingNames.CallerHashKey];

        var finding = (await CheckAsync()).Only();

        if (isWarned)
            finding.Is(CheckStatus.Warning, "these keys are from development-keys.env: ELEVENLABS_CLIENT_DATA_KEY, CALLER_HASH_KEY.");
        else
            finding.Is(CheckStatus.Ok, "");
        Assert.DoesNotContain(made.Values[SettingNames.ClientDataKey]!, finding.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Development_keys_that_nobody_uses_are_OK()
    {
        DevelopmentKeys.FindOrMake(_folder.Of("data"));

        (await CheckAsync()).Only().Is(CheckStatus.Ok, "");
    }

    [Theory]
    [InlineData("http://openmemory.example.com:8080", "key", true)]
    [InlineData("http://203.0.113.9:8080", "key", true)]
    [InlineData("http://203.0.113.9:8080", "", false)]
    [InlineData("https://openmemory.example.com", "key", false)]
    [InlineData("http://10.1.2.3:8080", "key", false)]
    [InlineData("8080", "key", false)]
    public async Task Key_that_goes_in_the_clear_through_the_internet_is_a_warning(string address, string key, bool isWarned)
    {
        _settings[SettingNames.OpenMemoryPort] = address;
        _settings[SettingNames.OpenMemoryKey] = key;

        (await CheckAsync()).Only().Is(isWarned ? CheckStatus.Warning : CheckStatus.Ok, isWarned ? "over http" : "");
    }

    [Theory]
    [InlineData("http://localhost", true)]
    [InlineData("http://127.3.2.1", true)]
    [InlineData("http://[::1]:80", true)]
    [InlineData("http://openmemory:8080", true)]
    [InlineData("http://memory.internal", true)]
    [InlineData("http://nas.LOCAL", true)]
    [InlineData("http://172.31.255.255", true)]
    [InlineData("http://172.32.0.0", false)]
    [InlineData("http://192.168.0.1", true)]
    [InlineData("http://192.169.0.1", false)]
    [InlineData("http://100.64.0.1", true)]
    [InlineData("http://169.254.1.1", true)]
    [InlineData("http://[fd00::1]", true)]
    [InlineData("http://[fe80::1]", true)]
    [InlineData("http://[2001:db8::1]", false)]
    [InlineData("http://[::ffff:10.0.0.1]", true)]
    [InlineData("http://[::ffff:203.0.113.9]", false)]
    [InlineData("http://internal.example.com", false)]
    public void Host_is_known_to_be_near_or_out_in_the_open(string url, bool isNear)
    {
        Assert.Equal(isNear, PrivateNetwork.Holds(new Uri(url)));
        Assert.Equal(!isNear, PrivateNetwork.Contains(new Uri(url)));
    }

    private async Task<IReadOnlyList<CheckResult>> CheckAsync()
    {
        var values = _settings.ToConfiguration();
        return await new SettingsCheck(new SettingsReader(values).Read([]), values).CheckAsync(CancellationToken.None)
            .ToListAsync(CancellationToken.None);
    }
}
