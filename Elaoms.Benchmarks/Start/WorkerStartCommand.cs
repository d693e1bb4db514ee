using System.Collections.Concurrent;
using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using Elaoms.Benchmarks.Load;
using Elaoms.Benchmarks.Serving;
using Elaoms.FunctionsHost;
using Elaoms.Web.Webhooks;

namespace Elaoms.Benchmarks.Start;

/// <summary><c>worker-start</c>: what a Functions worker costs until it is ready, and how fast it is then.</summary>
internal static class WorkerStartCommand
{
    private const int BatchSize = 16;
    private const int Batches = 10;
    private static readonly TimeSpan FirstCallEnds = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan AskEvery = TimeSpan.FromMilliseconds(5);

    public static Command Create()
    {
        var app = new Option<DirectoryInfo>("--app") { Description = "The folder of the published app.", Required = true };
        var account = new Option<string>("--azure")
        {
            Description = "The connection string of a storage account.",
            DefaultValueFactory = _ => "UseDevelopmentStorage=true",
        };
        var runs = new Option<int>("--runs") { Description = "How often it is started.", DefaultValueFactory = _ => 5 };
        var empty = new Option<bool>("--empty") { Description = "The app has no webhooks: only the start is measured." };
        var command = new Command(
            "worker-start", "Measure the start of the Functions worker on a played host, its first requests and its first calls learned.")
        {
            app,
            account,
            runs,
            empty,
        };
        command.SetAction((arguments, cancellationToken) => RunAsync(
            arguments.GetRequiredValue(app).FullName,
            arguments.GetRequiredValue(account),
            arguments.GetValue(runs),
            arguments.GetValue(empty),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string app, string account, int runs, bool isEmpty, CancellationToken cancellationToken)
    {
        Console.Out.WriteLine(
            "| ready ms | CPU ms until ready | client-data 1, 2, 10, ms | search-data 1, 2, 10, ms | a call learned, batches of 16, ms |");
        Console.Out.WriteLine("|---|---|---|---|---|");
        for (var run = 0; run < runs; run++)
            await StartOnceAsync(app, account, isEmpty, cancellationToken);
        return 0;
    }

    private static async Task StartOnceAsync(string app, string account, bool isEmpty, CancellationToken cancellationToken)
    {
        using var folder = new TemporaryFolder();
        var keys = new ServerKeys();
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal);
        keys.Describe(settings, folder.Path);
        settings["AzureWebJobsStorage"] = account;
        var learned = new ConcurrentQueue<TimeSpan>();
        var options = new PlayedHostOptions
        {
            Settings = settings,
            AppFolder = app,
            Executed = (function, took) =>
            {
                if (function == "LearnFromCall")
                    learned.Enqueue(took);
            },
        };

        var begin = Stopwatch.GetTimestamp();
        await using var host = await PlayedFunctionsHost.StartAsync(options);
        var ready = Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
        using var worker = Process.GetProcessById(host.WorkerPid);
        var cpuReady = worker.TotalProcessorTime.TotalMilliseconds;
        Write($"| {ready:F0} | {cpuReady:F0} |");
        using var connection = await LoadConnection.OpenAsync(new IPEndPoint(IPAddress.Loopback, host.Address.Port), cancellationToken);
        if (isEmpty)
        {
            await WriteTimesAsync(connection, RequestBytes.Get("/health/live"), cancellationToken);
            Console.Out.WriteLine();
            return;
        }

        await WriteTimesAsync(
            connection,
            RequestBytes.Post(ClientDataEndpoint.Route, $"X-Api-Key: {keys.ClientData}", SampleCalls.ClientData()),
            cancellationToken);
        await WriteTimesAsync(
            connection,
            RequestBytes.Post(
                SearchDataEndpoint.Route, $"X-Api-Key: {keys.SearchData}", SampleCalls.SearchData(SampleCalls.Queries[0])),
            cancellationToken);

        // No call ends sooner.
        await Task.Delay(FirstCallEnds, cancellationToken);
        var number = Random.Shared.Next(1_000_000);
        var deliveries = new PostCallRequests(PostCallEndpoint.Route, keys.PostCall, () => number++);
        for (var batch = 0; batch < Batches; batch++)
        {
            learned.Clear();
            for (var call = 0; call < BatchSize; call++)
                await AskAsync(connection, deliveries.Next(), cancellationToken);
            while (learned.Count < BatchSize)
                await Task.Delay(AskEvery, cancellationToken);
            Write($" {Measurement.Median(learned.Select(took => took.TotalMilliseconds)):F0}");
        }

        Console.Out.WriteLine(" |");
    }

    private static async Task WriteTimesAsync(LoadConnection connection, byte[] request, CancellationToken cancellationToken)
    {
        List<double> times = [];
        for (var i = 0; i < 10; i++)
            times.Add(await AskAsync(connection, request, cancellationToken));
        Write($" {times[0]:F0}, {times[1]:F0}, {times[9]:F0} |");
    }

    private static async Task<double> AskAsync(
        LoadConnection connection, ReadOnlyMemory<byte> request, CancellationToken cancellationToken)
    {
        var begin = Stopwatch.GetTimestamp();
        await connection.SendAsync(request, cancellationToken);
        var answer = await connection.ReceiveAsync(cancellationToken);
        return answer.Status == 200
            ? Stopwatch.GetElapsedTime(begin).TotalMilliseconds
            : throw new InvalidOperationException($"The app answered {answer.Status}.");
    }

    private static void Write(FormattableString text) => Console.Out.Write(text.ToString(CultureInfo.InvariantCulture));
}
