using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Elaoms.Cli.Configuration;
using Elaoms.Core.Processing.Sweeping;
using Elaoms.Core.Processing;
using Elaoms.ElevenLabs.Reconcile;
using Elaoms.Core.Settings;
using Elaoms.Storage.Azure;
using Elaoms.Tests.Server;
using Elaoms.Web.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Elaoms.Tests;

/// <summary>The files of the Functions app, and that its functions are thin: the tests of what they call speak for them.</summary>
public sealed partial class FunctionsHostTests
{
    private static readonly string Root = ArchitectureTests.Root();

    [Fact]
    public void Example_settings_start_the_app_as_they_are()
    {
        var example = Example();
        var values = example.ToDictionary(
            value => value.Key.Replace("__", ":", StringComparison.Ordinal), value => value.Value, StringComparer.Ordinal);

        var reading = new SettingsReader(new ConfigurationBuilder().AddInMemoryCollection(values).Build()).Read([], needsAzure: true);

        Assert.Empty(reading.Faults);
        Assert.Equal("dotnet-isolated", example["FUNCTIONS_WORKER_RUNTIME"]);
        Assert.Equal("true", example["AzureWebJobsDisableHomepage"]);
        Assert.Equal(
            (long)reading.Settings!.MaxPayloadBytes + ServerLimits.MarginBytes,
            long.Parse(example["FUNCTIONS_REQUEST_BODY_SIZE_LIMIT"]!, System.Globalization.CultureInfo.InvariantCulture));
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
        Assert.True(TimeSpan.Parse(queues.GetProperty("visibilityTimeout").GetString()!, System.Globalization.CultureInfo.InvariantCulture)
            > TimeSpan.Zero);
    }

    [Fact]
    public void Host_file_is_one_that_the_host_reads_and_sets_what_it_means_to()
    {
        var host = JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(Path.Combine(Root, "host.json")));
        var queues = host.GetProperty("extensions").GetProperty("queues");

        // The schema's version, and not the host's. Bundles are for languages that have no packages.
        Assert.Equal("2.0", host.GetProperty("version").GetString());
        Assert.Equal(
            ["extensions", "functionTimeout", "logging", "telemetryMode", "version"],
            host.EnumerateObject().Select(setting => setting.Name).Order(StringComparer.Ordinal));
        Assert.Equal(["http", "queues"], host.GetProperty("extensions").EnumerateObject().Select(extension => extension.Name));
        // Azure.Core tells each request to the storage account, also those that ask an empty queue.
        Assert.Equal(
            """{"default":"Information","Azure.Core":"Warning"}""",
            JsonSerializer.Serialize(host.GetProperty("logging").GetProperty("logLevel")));
        // No sampling of the host's own: the exporter does it.
        Assert.False(host.GetProperty("logging").TryGetProperty("applicationInsights", out _));
        // Learning a call and a sweep are done by then, and a hung one is tried again by another.
        Assert.Equal(
            TimeSpan.FromMinutes(5),
            TimeSpan.Parse(host.GetProperty("functionTimeout").GetString()!, System.Globalization.CultureInfo.InvariantCulture));
        // Within what the host takes. Source: https://learn.microsoft.com/azure/azure-functions/functions-bindings-storage-queue#host-json
        Assert.InRange(queues.GetProperty("batchSize").GetInt32(), 1, 32);
        Assert.InRange(queues.GetProperty("newBatchThreshold").GetInt32(), 0, queues.GetProperty("batchSize").GetInt32());
    }

    [Fact]
    public void Project_is_an_isolated_worker_for_version_4_of_the_host()
    {
        var project = XDocument.Load(Path.Combine(Root, "Elaoms.Functions", "Elaoms.Functions.csproj"));
        var packages = project.Descendants("PackageReference").Select(package => package.Attribute("Include")!.Value).ToList();

        Assert.Equal("v4", project.Descendants("AzureFunctionsVersion").Single().Value);
        Assert.Contains("Microsoft.Azure.Functions.Worker", packages);
        Assert.Contains("Microsoft.Azure.Functions.Worker.Sdk", packages);
        // The in-process model came to its end in November 2026, and knows no .NET 10. Source:
        // https://learn.microsoft.com/azure/azure-functions/dotnet-isolated-in-process-differences
        Assert.DoesNotContain(
            packages, package => package.Contains("WebJobs", StringComparison.Ordinal) || package == "Microsoft.NET.Sdk.Functions");
    }

    [Fact]
    public void App_is_published_for_Linux_compiled_beforehand_and_without_the_runtime()
    {
        var project = XDocument.Load(Path.Combine(Root, "Elaoms.Functions", "Elaoms.Functions.csproj"));
        string[] settings = ["RuntimeIdentifiers", "PublishRuntimeIdentifier", "SelfContained", "PublishReadyToRun"];

        Assert.Equal(["linux-x64", "linux-x64", "false", "true"], settings.Select(setting => project.Descendants(setting).Single().Value));
        // It would be that of a build too: a developer's machine couldn't start it.
        Assert.Empty(project.Descendants("RuntimeIdentifier"));
    }

    [Fact]
    public void Settings_of_a_developers_machine_are_never_published_or_committed()
    {
        var own = XDocument.Load(Path.Combine(Root, "Elaoms.Functions", "Elaoms.Functions.csproj")).Descendants("None")
            .Single(item => item.Attribute("Include")!.Value.EndsWith("local.settings.json", StringComparison.Ordinal));
        var ignored = File.ReadAllLines(Path.Combine(Root, ".gitignore"));

        Assert.Equal("Never", own.Attribute("CopyToPublishDirectory")!.Value);
        Assert.Contains("local.settings.json", ignored);
        Assert.Contains(".env", ignored);
    }

    [Fact]
    public void Triggers_are_those_there_are_packages_for_and_all_of_them_use_the_account_of_the_host()
    {
        var sources = Sources();
        var kinds = Trigger.Matches(sources)
            .Select(trigger => trigger.Groups["kind"].Value).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        var packages = XDocument.Load(Path.Combine(Root, "Elaoms.Functions", "Elaoms.Functions.csproj")).Descendants("PackageReference")
            .Select(package => package.Attribute("Include")!.Value).ToList();

        Assert.Equal(["Http", "Queue", "Timer"], kinds);
        Assert.All(
            ["Extensions.Http", "Extensions.Storage.Queues", "Extensions.Timer"],
            extension => Assert.Contains("Microsoft.Azure.Functions.Worker." + extension, packages));
        // No other account, no name of a setting to be filled in, no way out but our own clients, whose faults are seen, and no tries but
        // the queue's.
        Assert.All(["Connection =", "%", "Output", "Retry"], text => Assert.DoesNotContain(text, sources, StringComparison.Ordinal));
    }

    [Fact]
    public void Call_that_the_host_gives_up_is_looked_after()
    {
        // Where the host moves it. Source:
        // https://learn.microsoft.com/azure/azure-functions/functions-bindings-storage-queue-trigger#poison-messages
        Assert.Equal(AzureAccount.CallsQueue + "-poison", AzureAccount.PoisonQueue);
        Assert.Contains("[QueueTrigger(AzureAccount.CallsQueue)]", Sources(), StringComparison.Ordinal);
        Assert.Contains("[QueueTrigger(AzureAccount.PoisonQueue)]", Sources(), StringComparison.Ordinal);
        Assert.Contains("handle.GiveUpAsync(", Sources(), StringComparison.Ordinal);
    }

    [Fact]
    public void Sweep_comes_as_often_in_Azure_as_elsewhere()
    {
        Assert.Contains($"[TimerTrigger(\"0 */{Reconciler.Every.TotalMinutes} * * * *\")]", Sources(), StringComparison.Ordinal);
    }

    [Fact]
    public void Calls_are_reconciled_every_hour_in_Azure_as_elsewhere()
    {
        Assert.Equal(TimeSpan.FromHours(1), ReconcileConversations.Every);
        Assert.Contains("[TimerTrigger(\"0 17 * * * *\")]", Sources(), StringComparison.Ordinal);
    }

    [Fact]
    public void Functions_without_a_request_can_be_told_to_stop()
    {
        var others = Function.Matches(Sources()).Select(function => function.Value)
            .Where(function => !function.Contains("HttpTrigger", StringComparison.Ordinal)).ToList();

        Assert.Equal(4, others.Count);
        Assert.All(others, function => Assert.Matches(@"CancellationToken cancellationToken\)\s*=>.*cancellationToken\);\z", function));
    }

    [Fact]
    public async Task Functions_have_the_routes_and_methods_of_the_server()
    {
        await using var server = await TestServer.StartAsync();
        var served = ((IEndpointRouteBuilder)server.App).DataSources
            .SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Select(endpoint => Describe(
                endpoint.RoutePattern.RawText!.TrimStart('/'), endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods));

        var functions = HttpTrigger.Matches(Sources()).Select(trigger =>
            Describe(
                trigger.Groups["route"].Value.Replace("{ignored:maxlength(0)?}", "", StringComparison.Ordinal),
                trigger.Groups["methods"].Value.Replace("\"", "", StringComparison.Ordinal).Split(", ")));

        Assert.Equal(served.Order(StringComparer.Ordinal), functions.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Functions_are_one_statement_each()
    {
        var functions = Function.Matches(Sources());

        Assert.Equal(31, functions.Count);
        Assert.All(functions, function => Assert.Matches(@"\)\s*=>[^;{}]*;\z", function.Value));
    }

    private static string Describe(string route, IEnumerable<string> methods)
        => $"/{route} {string.Join(' ', methods.Select(method => method.ToUpperInvariant()).Order(StringComparer.Ordinal))}";

    private static IReadOnlyDictionary<string, string?> Example()
        => LocalSettingsFile.Parse(File.ReadAllBytes(Path.Combine(Root, "local.settings.example.json")));

    private static string Sources()
        => string.Concat(Directory.EnumerateFiles(Path.Combine(Root, "Elaoms.Functions"), "*Functions.cs", SearchOption.AllDirectories)
            .Where(path => !path.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"))
            .Select(File.ReadAllText));

    [GeneratedRegex(
        """HttpTrigger\(AuthorizationLevel\.Anonymous, (?<methods>("\w+"(, )?)+), Route = "(?<route>[^"]*)"\)""",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex HttpTrigger { get; }

    [GeneratedRegex(@"\[(?<kind>\w+)Trigger\(", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Trigger { get; }

    [GeneratedRegex("""\[Function\("\w+"\)\].*?;""", RegexOptions.CultureInvariant | RegexOptions.Singleline, 1000)]
    private static partial Regex Function { get; }
}
