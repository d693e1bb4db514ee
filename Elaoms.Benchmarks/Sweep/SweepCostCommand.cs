using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Elaoms.Benchmarks.Load;
using Elaoms.Benchmarks.Serving;
using Elaoms.Core.Processing.Sweeping;
using Elaoms.Core.Settings;
using Elaoms.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Elaoms.Benchmarks.Sweep;

/// <summary><c>sweep</c>: what a sweep costs over an archive of which everything has a receipt.</summary>
internal static class SweepCostCommand
{
    private const int Sweeps = 11;

    public static Command Create()
    {
        var payloads = new Option<int>("--payloads") { Description = "How many have a receipt.", DefaultValueFactory = _ => 100_000 };
        var azure = new Option<string?>("--azure")
        {
            Description = "The connection string of a storage account that nobody else uses, such as UseDevelopmentStorage=true for an "
                + "Azurite that runs. Default: the embedded storage, with receipts and without files.",
        };
        var command = new Command(
            "sweep", "Measure sweeps over an archive with nothing missing: one that compares everything, and those that do not.")
        {
            payloads, azure,
        };
        command.SetAction((arguments, cancellationToken) => RunAsync(
            arguments.GetValue(payloads), arguments.GetValue(azure), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(int payloads, string? azure, CancellationToken cancellationToken)
    {
        using var folder = new TemporaryFolder();
        await using var services = new ServiceCollection().AddLogging().AddElaoms(Settings(folder.Path, azure)).BuildServiceProvider();
        var begin = Stopwatch.GetTimestamp();
        await new SweptStorage(services).FillAsync(payloads, cancellationToken);
        Console.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{payloads} payloads with a receipt, {(azure is null ? "embedded" : "account")}, "
                + $"made in {Stopwatch.GetElapsedTime(begin).TotalSeconds:F0} s."));

        using var requests = new AccountRequests();
        var reconciler = services.GetRequiredService<Reconciler>();
        await MeasureAsync("Everything compared", times: 1, reconciler.ReconcileAllAsync, requests, cancellationToken);
        await MeasureAsync("Sweep", Sweeps, reconciler.ReconcileAsync, requests, cancellationToken);
        return 0;
    }

    private static async Task MeasureAsync(
        string name,
        int times,
        Func<CancellationToken, Task<ReconcilerResult>> sweep,
        AccountRequests requests,
        CancellationToken cancellationToken)
    {
        List<double> took = [];
        var before = requests.Count;
        for (var i = 0; i < times; i++)
        {
            var begin = Stopwatch.GetTimestamp();
            var result = await sweep(cancellationToken);
            took.Add(Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
            if (result.Enqueued != 0 || result.IsAll != (times == 1))
                throw new InvalidOperationException("The storage is not as it was made.");
        }

        Console.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name}: median {Measurement.Median(took):F2} ms, at most {took.Max():F2} ms; "
                + $"{(requests.Count - before) / times} requests to the account."));
    }

    private static ElaomsSettings Settings(string folder, string? azure)
    {
        var values = new Dictionary<string, string?>(StringComparer.Ordinal);
        new ServerKeys().Describe(values, folder);
        values[SettingNames.AzureWebJobsStorage] = azure;
        var reading = new SettingsReader(new ConfigurationBuilder().AddInMemoryCollection(values).Build()).Read([]);
        return reading.Settings ?? throw new InvalidOperationException(reading.Describe());
    }
}
