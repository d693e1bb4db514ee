using System.CommandLine;
using Elaoms.Benchmarks.Serving;
using Elaoms.Indexes.OpenMemory;
using Elaoms.Core.Settings;
using Elaoms.Tests.Indexes.OpenMemory;
using Microsoft.Extensions.DependencyInjection;

namespace Elaoms.Benchmarks.Engine;

/// <summary><c>engine</c>: how long it takes until OpenMemory holds a call, and what a slow or silent OpenMemory costs a search.</summary>
internal static class EngineCommand
{
    private const int Turns = 44;

    private static readonly TimeSpan[] Delays =
        [TimeSpan.Zero, TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(100), Timeout.InfiniteTimeSpan];

    public static Command Create()
    {
        var calls = new Option<int>("--calls") { Description = "How many calls are learned.", DefaultValueFactory = _ => 50 };
        var searches = new Option<int>("--searches")
        {
            Description = "How many searches each setting gets.",
            DefaultValueFactory = _ => 200,
        };
        var command = new Command(
            "engine",
            $"Measure calls of {Turns} turns until OpenMemory holds them, and searches beside an OpenMemory that "
                + "answers at once, late or never.")
        {
            calls,
            searches,
        };
        command.SetAction(
            (arguments, cancellationToken) => RunAsync(arguments.GetValue(calls), arguments.GetValue(searches), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(int calls, int searches, CancellationToken cancellationToken)
    {
        await using var services = new ServiceCollection().AddHttpClient().BuildServiceProvider();
        using var http = services.GetRequiredService<IHttpClientFactory>().CreateClient();
        foreach (var dialect in Enum.GetValues<OpenMemoryDialect>())
        {
            await using var openMemory = await FakeOpenMemory.StartAsync(dialect);
            var settings = new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                [SettingNames.OpenMemoryPort] = openMemory.Address.ToString(),
                [SettingNames.OpenMemoryKey] = openMemory.Key,
            };
            await using var server = await MeasuredServer.StartAsync(processor: null, "process", azure: null, cancellationToken, settings);
            var run = new EngineRun(openMemory, server, http);
            Console.Out.WriteLine(FormattableString.Invariant($"{dialect}:"));
            await run.LearnAsync(calls, Turns, cancellationToken);
            foreach (var delay in Delays)
                await run.SearchAsync(searches, delay, cancellationToken);
        }

        return 0;
    }
}
