using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Elaoms.Cli.Configuration;
using Elaoms.Core.Settings;
using Elaoms.Web.Http;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Elaoms.EndToEnd.Infra;

/// <summary>
/// What the Functions host may hold in memory: it reads a body whose length is announced as text, before the app is asked. So the largest
/// body times the requests at a time must fit into an instance; <c>host.json</c>, the template and the settings say the same.
/// </summary>
public sealed partial class RequestLimitTests
{
    // Measured on what the host's HTTP extension does with a body: 4.2 to 5.9 times its size. Two more are for what is on its way through
    // the app.
    private const int BytesPerBodyByte = 8;
    private const long HostAndAppMB = 640;
    private const string Concurrent = "AzureFunctionsJobHost__extensions__http__maxConcurrentRequests";
    private const string Outstanding = "AzureFunctionsJobHost__extensions__http__maxOutstandingRequests";
    private const string BodyLimit = "FUNCTIONS_REQUEST_BODY_SIZE_LIMIT";

    private static readonly string Root = ArchitectureTests.Root();

    [Theory]
    [InlineData("", "", "", 6)]
    [InlineData("4096", "", "", 16)]
    [InlineData("", "1048576", "", 32)]
    [InlineData("", "104857600", "", 1)]
    [InlineData("4096", "104857600", "true", 4)]
    [InlineData("", "", "true", 6)]
    public async Task Bodies_of_all_requests_at_a_time_fit_into_an_instance(string memory, string payload, string own, int deliveries)
    {
        var deployment = await DeployAsync(memory, payload, own);

        foreach (var app in deployment.Of("Microsoft.Web/sites"))
        {
            var settings = SettingsOf(deployment, app.Name);
            var scale = app.Property("functionAppConfig.scaleAndConcurrency")!.Value;
            var atATime = int.Parse(settings[Concurrent], CultureInfo.InvariantCulture);
            var bodies = atATime * (long.Parse(settings[BodyLimit], CultureInfo.InvariantCulture) >> 20);

            Assert.InRange(atATime, 1, 32);
            Assert.True(
                HostAndAppMB + BytesPerBodyByte * bodies <= scale.GetProperty("instanceMemoryMB").GetInt32(),
                $"{app.Name}: {bodies} MB of bodies");
            Assert.Equal(atATime, scale.GetProperty("triggers").GetProperty("http").GetProperty("perInstanceConcurrency").GetInt32());
            // Who waits holds no body yet, and a burst of deliveries must not be turned away: none is sent again.
            Assert.Equal("200", settings[Outstanding]);
            if (TakesDeliveries(settings))
            {
                Assert.Equal(deliveries, atATime);
                Assert.Equal(
                    Read(settings).MaxPayloadBytes + (long)ServerLimits.MarginBytes,
                    long.Parse(settings[BodyLimit], CultureInfo.InvariantCulture));
            }
        }
    }

    [Fact]
    public async Task Host_file_says_what_a_deployment_with_the_defaults_says_and_the_settings_of_a_developer_too()
    {
        var settings = (await Deployments.Plain.Value).AppSettings;
        var http = JsonSerializer.Deserialize<JsonElement>(await File.ReadAllTextAsync(Path.Combine(Root, "host.json")))
            .GetProperty("extensions").GetProperty("http");
        var example = LocalSettingsFile.Parse(await File.ReadAllBytesAsync(Path.Combine(Root, "local.settings.example.json")));

        Assert.Equal(
            (settings[Concurrent], settings[Outstanding]),
            (http.GetProperty("maxConcurrentRequests").ToString(), http.GetProperty("maxOutstandingRequests").ToString()));
        // It looks at counters that only Windows has.
        Assert.False(http.GetProperty("dynamicThrottlesEnabled").GetBoolean());
        // What comes in chunks is not read by the host, and must not be.
        Assert.False(http.TryGetProperty("enableChunkedRequestBinding", out _));
        Assert.Equal(settings[BodyLimit], example[BodyLimit]);
        Assert.Equal(
            settings[SettingNames.MaxPayloadBytes],
            Read(new Dictionary<string, string>(StringComparer.Ordinal)).MaxPayloadBytes.ToString(CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("", "209715200")]
    [InlineData("", "190000000")]
    public async Task Payload_that_fits_into_no_instance_is_refused_before_anything_is_made(string memory, string payload)
        => Assert.Contains(
            "does not fit",
            (await Assert.ThrowsAsync<InvalidOperationException>(() => DeployAsync(memory, payload, ""))).Message,
            StringComparison.Ordinal);

    [Fact]
    public async Task App_of_its_own_takes_deliveries_alone_and_the_other_everything_else()
    {
        var deployment = await DeployAsync("", "", "true");
        var functions = Directory.EnumerateFiles(Path.Combine(Root, "Elaoms.Functions"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(path => FunctionName.Matches(File.ReadAllText(path))).Select(match => match.Groups["name"].Value).ToList();
        var apps = deployment.Of("Microsoft.Web/sites");
        var disabled = apps.Select(app => SettingsOf(deployment, app.Name)
            .Where(setting => setting.Key.EndsWith(".Disabled", StringComparison.Ordinal) && setting.Value == "true")
            .Select(setting => setting.Key.Split('.')[1]).ToList()).ToList();

        Assert.Equal(2, apps.Count);
        Assert.All(disabled.SelectMany(names => names), name => Assert.Contains(name, functions));
        Assert.Equal(["PostCall"], disabled[0]);
        Assert.Equal(
            functions.Except(["PostCall", "Docs", "Health", "Live", "OpenApi", "ReDoc", "Ready", "Root"]).Order(StringComparer.Ordinal),
            disabled[1].Order(StringComparer.Ordinal));
        // Questions are small: nobody makes that one read a large body.
        Assert.Equal("2097152", SettingsOf(deployment, apps[0].Name)[BodyLimit]);
        Assert.All(apps, app => Assert.InRange(app.Name.Length, 1, 32));
        Assert.Equal(2, deployment.Of("Microsoft.Web/serverfarms").Count);
    }

    private static bool TakesDeliveries(Dictionary<string, string> settings) => !settings.ContainsKey("AzureWebJobs.PostCall.Disabled");

    private static Task<Deployment> DeployAsync(string memory, string payload, string own)
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["instanceMemoryMB"] = memory,
            ["maxPayloadBytes"] = payload,
            ["postCallApp"] = own,
        };
        return Deployments.Of(parameters.Where(parameter => parameter.Value.Length > 0).ToDictionary(StringComparer.Ordinal)).Value;
    }

    private static Dictionary<string, string> SettingsOf(Deployment deployment, string app)
        => deployment.Of("Microsoft.Web/sites/config")
            .Single(config => config.Name.StartsWith(app + "/", StringComparison.Ordinal)).Properties.EnumerateObject()
            .ToDictionary(setting => setting.Name, setting => setting.Value.GetString()!, StringComparer.Ordinal);

    private static ElaomsSettings Read(Dictionary<string, string> given)
    {
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            [SettingNames.PostCallKey] = "p123456789abcdef",
            [SettingNames.ClientDataKey] = "c123456789abcdef",
            [SettingNames.SearchDataKey] = "s123456789abcdef",
            [SettingNames.CallerHashKey] = new string('h', 16),
        };
        if (given.TryGetValue(SettingNames.MaxPayloadBytes, out var bytes))
            settings[SettingNames.MaxPayloadBytes] = bytes;
        return new SettingsReader(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()).Read([]).Settings!;
    }

    [GeneratedRegex(@"\[Function\(""(?<name>\w+)""\)\]", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FunctionName { get; }
}
