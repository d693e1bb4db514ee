using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Elaoms.Benchmarks.Serving;
using Elaoms.Core.Settings;
using Elaoms.ElevenLabs.Api;
using Elaoms.ElevenLabs.Import;
using Elaoms.FakePlatform;
using Elaoms.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Elaoms.Benchmarks.Import;

/// <summary><c>import</c>: how fast conversations are imported from a slow platform, and what a long list takes of memory.</summary>
internal static class ImportCommand
{
    private static readonly long FirstStart = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();

    public static Command Create()
    {
        var conversations = new Option<int>("--conversations")
        {
            Description = "How many conversations are imported.",
            DefaultValueFactory = _ => 2000,
        };
        var listed = new Option<int>("--listed")
        {
            Description = "How many conversations are listed that are here already.",
            DefaultValueFactory = _ => 1_000_000,
        };
        var latency = new Option<int>("--latency") { Description = "What a request takes, in ms.", DefaultValueFactory = _ => 50 };
        var command = new Command("import", "Measure an import from a played ElevenLabs, and a list of very many conversations.")
        {
            conversations, listed, latency,
        };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            await MeasureSpeedAsync(
                arguments.GetRequiredValue(conversations), arguments.GetRequiredValue(latency), cancellationToken);
            await MeasureMemoryAsync(arguments.GetRequiredValue(listed), cancellationToken);
            return 0;
        });
        return command;
    }

    private static async Task MeasureSpeedAsync(int conversations, int latency, CancellationToken cancellationToken)
    {
        await using var platform = await PlayedPlatform.StartAsync();
        var agent = platform.Store.AddAgent("Reception").Id;
        for (var number = 0; number < conversations; number++)
            platform.Store.AddConversation(
                agent, FirstStart + (number * 600L), $"+12025{number % 200:000000}", [.. Enumerable.Repeat("How can I help you?", 20)]);
        platform.Faults.Latency = TimeSpan.FromMilliseconds(latency);
        using var folder = new TemporaryFolder();
        var settings = SettingsIn(folder);
        await using var services = Services(settings)
            .AddElevenLabs(platform.Address, platform.Key).AddImport().BuildServiceProvider();
        using var stop = new CancellationTokenSource();
        var learning = Task.Run(() => LearnAsync(services, stop.Token), CancellationToken.None);
        var begin = Stopwatch.GetTimestamp();
        var done = await services.GetRequiredService<ImportConversations>()
            .RunAsync(new ImportRequest(), "played", new Progress<ImportProgress>(), cancellationToken);
        var took = Stopwatch.GetElapsedTime(begin);
        await stop.CancelAsync();
        await learning;
        Console.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{done.Of(ConversationOutcome.Imported)} conversations of 20 turns at {latency} ms a request: {took.TotalSeconds:0.0} s, "
                + $"{done.Of(ConversationOutcome.Imported) / took.TotalMinutes:0} a minute, {platform.Faults.Count} requests"));
    }

    private static async Task MeasureMemoryAsync(int listed, CancellationToken cancellationToken)
    {
        using var folder = new TemporaryFolder();
        var settings = SettingsIn(folder);
        var services = Services(settings).AddElevenLabs(new Uri("https://pages.invalid"), "key").AddImport();
        services.AddHttpClient(ElevenLabsTransport.HttpName)
            .ConfigurePrimaryHttpMessageHandler(() => new GeneratedPages(listed, FirstStart));
        await using var provider = services.BuildServiceProvider();
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var most = before;
        var begin = Stopwatch.GetTimestamp();
        var done = await provider.GetRequiredService<SurveyConversations>().RunAsync(
            new ImportRequest(),
            new Told(() => most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: false))),
            cancellationToken);
        var took = Stopwatch.GetElapsedTime(begin);
        var after = GC.GetTotalMemory(forceFullCollection: true);
        Console.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{done.Progress.Listed} listed in {took.TotalSeconds:0} s: heap {before >> 20} MB before, {most >> 20} MB at most, "
                + $"{after >> 20} MB after; resident {Environment.WorkingSet >> 20} MB"));
    }

    private static async Task LearnAsync(IServiceProvider services, CancellationToken stop)
    {
        var (queue, learn) = (
            services.GetRequiredService<Core.Storage.Queue.ICallQueue>(), services.GetRequiredService<Core.Processing.LearnFromMessage>());
        while (!stop.IsCancellationRequested)
        {
            if (await queue.ReceiveAsync(TimeSpan.FromMinutes(10), CancellationToken.None) is not { } call)
            {
                await queue.WaitAsync(TimeSpan.FromMilliseconds(50), CancellationToken.None);
                continue;
            }

            await learn.LearnAsync(call.Text, call.DequeueCount, CancellationToken.None);
            await queue.CompleteAsync(call, CancellationToken.None);
        }
    }

    private static IServiceCollection Services(ElaomsSettings settings) => new ServiceCollection()
        .AddLogging()
        .AddElaoms(settings)
        .AddSingleton<IImportStateStore, StateInMemory>();

    private static ElaomsSettings SettingsIn(TemporaryFolder folder) => new()
    {
        PostCallSecrets = ["post-call-key-of-a-benchmark"],
        ClientDataKeys = ["client-data-key-of-a-benchmark"],
        SearchDataKeys = ["search-data-key-of-a-benchmark"],
        CallerHashKey = "caller-hash-key-of-a-benchmark",
        DatabasePath = Path.Combine(folder.Path, "data", "benchmark.db"),
        PayloadStoragePath = Path.Combine(folder.Path, "payloads"),
        SweepAfter = TimeSpan.FromMinutes(10),
        SweepDays = 3,
        SignatureTolerance = TimeSpan.FromMinutes(30),
        ClientDataDeadline = TimeSpan.FromSeconds(1),
        SearchDataDeadline = TimeSpan.FromSeconds(1),
        Durability = Durability.Disk,
        MaxPayloadBytes = 25 << 20,
        DynamicVariables = new Dictionary<string, System.Text.Json.JsonElement>(StringComparer.Ordinal),
        Greetings = new GreetingTemplates(
            GreetingTemplates.ReadmeText, new Dictionary<string, string>(StringComparer.Ordinal)),
    };

    private sealed class StateInMemory : IImportStateStore
    {
        private ImportState _state = new();

        public Task<ImportState> ReadAsync(CancellationToken cancellationToken) => Task.FromResult(_state);

        public Task WriteAsync(ImportState state, CancellationToken cancellationToken)
        {
            _state = state;
            return Task.CompletedTask;
        }
    }

    private sealed class Told(Action told) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value) => told();
    }
}
