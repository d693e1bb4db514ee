using System.Text.Json;
using System.Text.RegularExpressions;
using Elaoms.Cli.Configuration;
using Elaoms.Core.Learning;
using Elaoms.Core.Settings;
using Elaoms.Tests.Server;
using Elaoms.Web.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Elaoms.Tests;

/// <summary>
/// What can be held of the Functions host without its packages, which not every feed has: its files, and that its functions are as thin as they must be for the tests of
/// what they call to speak for them.
/// </summary>
public sealed partial class FunctionsHostTests
{
    private static readonly string Root = ArchitectureTests.Root();

    [Fact]
    public void Example_settings_start_the_app_as_they_are()
    {
        var example = Example();
        var values = example.ToDictionary(value => value.Key.Replace("__", ":", StringComparison.Ordinal), value => value.Value, StringComparer.Ordinal);

        var reading = new SettingsReader(new ConfigurationBuilder().AddInMemoryCollection(values).Build()).Read([], needsAzure: true);

        Assert.Empty(reading.Faults);
        Assert.Equal("dotnet-isolated", example["FUNCTIONS_WORKER_RUNTIME"]);
        Assert.Equal("true", example["AzureWebJobsDisableHomepage"]);
        Assert.Equal((long)reading.Settings!.MaxPayloadBytes + ServerLimits.MarginBytes, long.Parse(example["FUNCTIONS_REQUEST_BODY_SIZE_LIMIT"]!, System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Host_gives_a_call_as_many_tries_as_learning_counts_and_hands_its_text_over_as_it_is()
    {
        var host = JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(Path.Combine(Root, "host.json")));
        var queues = host.GetProperty("extensions").GetProperty("queues");

        Assert.Equal("OpenTelemetry", host.GetProperty("telemetryMode").GetString());
        Assert.Equal("", host.GetProperty("extensions").GetProperty("http").GetProperty("routePrefix").GetString());
        Assert.Equal(LearnFromCall.MaxTries, queues.GetProperty("maxDequeueCount").GetInt32());
        Assert.Equal("none", queues.GetProperty("messageEncoding").GetString());
        Assert.True(TimeSpan.Parse(queues.GetProperty("visibilityTimeout").GetString()!, System.Globalization.CultureInfo.InvariantCulture) > TimeSpan.Zero);
    }

    [Fact]
    public async Task Functions_have_the_routes_and_methods_of_the_server()
    {
        await using var server = await TestServer.StartAsync();
        var served = ((IEndpointRouteBuilder)server.App).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>().Select(endpoint =>
            Describe(endpoint.RoutePattern.RawText!.TrimStart('/'), endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods));

        var functions = HttpTrigger.Matches(Sources()).Select(trigger =>
            Describe(trigger.Groups["route"].Value.Replace("{ignored:maxlength(0)?}", "", StringComparison.Ordinal), trigger.Groups["methods"].Value.Replace("\"", "", StringComparison.Ordinal).Split(", ")));

        Assert.Equal(served.Order(StringComparer.Ordinal), functions.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Functions_are_one_statement_each()
    {
        var functions = Function.Matches(Sources());

        Assert.Equal(13, functions.Count);
        Assert.All(functions, function => Assert.Matches(@"\)\s*=>[^;{}]*;\z", function.Value));
    }

    private static string Describe(string route, IEnumerable<string> methods)
        => $"/{route} {string.Join(' ', methods.Select(method => method.ToUpperInvariant()).Order(StringComparer.Ordinal))}";

    private static IReadOnlyDictionary<string, string?> Example() => LocalSettingsFile.Parse(File.ReadAllBytes(Path.Combine(Root, "local.settings.example.json")));

    private static string Sources()
        => string.Concat(Directory.EnumerateFiles(Path.Combine(Root, "Elaoms.Functions"), "*Functions.cs", SearchOption.AllDirectories)
            .Where(path => !path.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"))
            .Select(File.ReadAllText));

    [GeneratedRegex("""HttpTrigger\(AuthorizationLevel\.Anonymous, (?<methods>("\w+"(, )?)+), Route = "(?<route>[^"]*)"\)""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex HttpTrigger { get; }

    [GeneratedRegex("""\[Function\("\w+"\)\].*?;""", RegexOptions.CultureInvariant | RegexOptions.Singleline, 1000)]
    private static partial Regex Function { get; }
}
