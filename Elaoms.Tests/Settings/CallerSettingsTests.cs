using Elaoms.Core.Settings;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Elaoms.Tests.Settings;

/// <summary>The settings that say who is calling and what a search needs.</summary>
public sealed class CallerSettingsTests
{
    private const string Form = "1 to 64 ASCII letters, digits, hyphens, underscores and dots.";

    [Fact]
    public void Nothing_given_trusts_nobody_and_makes_no_tenant()
    {
        var settings = Read().Settings!;

        Assert.Equal((TimeSpan.FromHours(24), false), (settings.CallerTokenLifetime, settings.SearchDataRequireToken));
        Assert.False(settings.PhoneUserIds.Has("agent_a"));
        Assert.False(settings.PhoneUserIds.Has(null));
        Assert.Equal(["default"], settings.Tenants.Names);
        Assert.Equal(("default", "default"), (settings.Tenants.Of("agent_a"), settings.Tenants.Of(null)));
    }

    [Fact]
    public void What_is_given_is_taken()
    {
        var settings = Read(
            ("CALLER_TOKEN_HOURS", "720"), ("SEARCH_DATA_REQUIRE_TOKEN", "True"), ("USER_ID_IS_PHONE", " agent_a ,, agent_B "),
            ("TENANT:agent_a", " globex "), ("TENANT:agent_b", "acme"), ("TENANT:agent_c", "acme"), ("TENANT:agent_d",
            "default")).Settings!;

        Assert.Equal((TimeSpan.FromDays(30), true), (settings.CallerTokenLifetime, settings.SearchDataRequireToken));
        Assert.Equal([true, true, false, false], new[] { "agent_a", "AGENT_b", "agent_c", "" }.Select(settings.PhoneUserIds.Has));
        Assert.Equal(["default", "acme", "globex"], settings.Tenants.Names);
        string[] agents = ["agent_a", "Agent_B", "agent_c", "agent_d", "agent_e"];
        Assert.Equal(["globex", "acme", "acme", "default", "default"], agents.Select(settings.Tenants.Of));
    }

    [Fact]
    public void Trusted_proxies_are_addresses_and_networks()
        => Assert.Equal(
            ["127.0.0.1/32", "::1/128", "10.0.0.0/8", "fd00::/8"],
            Read(("TRUSTED_PROXIES", "127.0.0.1, ::1,,10.0.0.0/8,fd00::/8")).Settings!.TrustedProxies
                .Select(network => network.ToString()));

    [Fact]
    public void Shared_lines_have_defaults_and_what_is_given()
    {
        Assert.Equal(
            new SharedLineSettings { Names = 4, CallsPerDay = 20, Days = 3, Search = SharedLineSearch.Off }, Read().Settings!.SharedLines);
        Assert.Equal(
            new SharedLineSettings { Names = 20, CallsPerDay = 1000, Days = 10, Search = SharedLineSearch.Newest },
            Read(
                ("SHARED_LINE_NAMES", "20"), ("SHARED_LINE_CALLS_PER_DAY", "1000"), ("SHARED_LINE_DAYS", "10"),
                ("SHARED_LINE_SEARCH", "Newest")).Settings!.SharedLines);
        Assert.Equal(
            new SharedLineSettings { Names = 0, CallsPerDay = 0, Days = 1, Search = SharedLineSearch.Name },
            Read(
                ("SHARED_LINE_NAMES", "0"), ("SHARED_LINE_CALLS_PER_DAY", "0"), ("SHARED_LINE_DAYS", "1"),
                ("SHARED_LINE_SEARCH", "name")).Settings!.SharedLines);
        Assert.Equal(SharedLineSearch.Off, Read(("SHARED_LINE_SEARCH", "off")).Settings!.SharedLines.Search);
        Assert.Equal(2, Read(("SHARED_LINE_NAMES", "2")).Settings!.SharedLines.Names);
    }

    [Theory]
    [InlineData(
        "SHARED_LINE_NAMES", "1",
        "SHARED_LINE_NAMES must be 0 or at least 2: with 1, everybody who gives a name would be on a shared line.")]
    [InlineData("SHARED_LINE_NAMES", "21", "SHARED_LINE_NAMES must be a whole number from 0 to 20.")]
    [InlineData("SHARED_LINE_CALLS_PER_DAY", "1001", "SHARED_LINE_CALLS_PER_DAY must be a whole number from 0 to 1000.")]
    [InlineData("SHARED_LINE_DAYS", "0", "SHARED_LINE_DAYS must be a whole number from 1 to 10.")]
    [InlineData("SHARED_LINE_DAYS", "11", "SHARED_LINE_DAYS must be a whole number from 1 to 10.")]
    [InlineData("SHARED_LINE_SEARCH", "true", "SHARED_LINE_SEARCH must be off, name or newest.")]
    [InlineData("CALLER_TOKEN_HOURS", "0", "CALLER_TOKEN_HOURS must be a whole number from 1 to 720.")]
    [InlineData("CALLER_TOKEN_HOURS", "721", "CALLER_TOKEN_HOURS must be a whole number from 1 to 720.")]
    [InlineData("SEARCH_DATA_REQUIRE_TOKEN", "yes", "SEARCH_DATA_REQUIRE_TOKEN must be true or false.")]
    [InlineData(
        "TRUSTED_PROXIES", "10.0.0.0/8,proxy",
        "TRUSTED_PROXIES must be IP addresses and networks such as 10.0.0.0/8, separated by commas.")]
    [InlineData("TENANT:agent_a", "", "TENANT__agent_a must name a tenant: " + Form)]
    [InlineData("TENANT:agent_a", "acme\nPhone", "TENANT__agent_a must name a tenant: " + Form)]
    [InlineData("TENANT:agent_a", "übung", "TENANT__agent_a must name a tenant: " + Form)]
    [InlineData("TENANT:agent_a:b", "acme", "TENANT__agent_a must name a tenant: " + Form)]
    [InlineData(
        "DYNAMIC_VARIABLES",
        "{\"secret__caller_token\":\"\"}",
        "DYNAMIC_VARIABLES: secret__caller_token is reserved: ELAOMS sets it for each call.")]
    public void What_is_wrong_is_said(string name, string value, string fault) => Assert.Equal([fault], Read((name, value)).Faults);

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void Tenant_has_64_characters_at_most(int length, bool isTaken)
        => Assert.Equal(isTaken, Read(("TENANT:agent_a", new string('x', length))).Settings is not null);

    private static SettingsResult Read(params (string Name, string Value)[] values)
    {
        var all = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["ELEVENLABS_POST_CALL_KEY"] = "wsec_0123456789a",
            ["ELEVENLABS_CLIENT_DATA_KEY"] = "client-0123456789",
            ["ELEVENLABS_SEARCH_DATA_KEY"] = "search-0123456789",
            ["CALLER_HASH_KEY"] = "0123456789abcdef",
        };
        foreach (var (name, value) in values)
            all[name] = value;
        return new SettingsReader(new ConfigurationBuilder().AddInMemoryCollection(all).Build()).Read([]);
    }
}
