using System.Collections.Concurrent;
using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Elaoms.Benchmarks.Load;
using Elaoms.Benchmarks.Serving;
using Elaoms.Core.Signing;
using Elaoms.Web.Webhooks;

namespace Elaoms.Benchmarks.Records;

/// <summary><c>large</c>: searches over HTTP for callers who have called very often, after a restart and six at a time.</summary>
internal static class LargeCallersCommand
{
    private const int Again = 50;
    private const int SmallTurns = 200;
    private const int SideBySide = 6;

    private static readonly int[] Sizes = [1_000, 10_000, 50_000, 100_000];
    private static readonly TimeSpan Counted = TimeSpan.FromSeconds(5);

    public static Command Create()
    {
        var command = new Command(
            "large", "Measure searches over HTTP for callers who have called very often: the first after a restart, and six at a time.");
        command.SetAction((_, cancellationToken) => RunAsync(cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        using var data = new ServerData();
        // Caller 0 is an ordinary one. Then one of each size, and as many of the largest as search side by side.
        int[] turns = [SmallTurns, .. Sizes, .. Enumerable.Repeat(Sizes[^1], SideBySide - 1)];
        foreach (var (caller, count) in turns.Index())
        {
            using var record = new LargeRecord(data, account: null, caller);
            await record.FillAsync(count, cancellationToken);
        }

        Console.Out.WriteLine("| turns | first search after a restart | another caller's before it | again p50, p95 | resident |");
        Console.Out.WriteLine("|---|---|---|---|---|");
        for (var caller = 1; caller <= Sizes.Length; caller++)
            await MeasureOneAsync(data, caller, cancellationToken);
        Console.Out.WriteLine();
        await MeasureSideBySideAsync(data, cancellationToken);
        return 0;
    }

    private static async Task MeasureOneAsync(ServerData data, int caller, CancellationToken cancellationToken)
    {
        double first;
        await using (var server = await StartAsync(data, cancellationToken))
        {
            using var connection = await LoadConnection.OpenAsync(server.Address, cancellationToken);
            first = await SearchAsync(connection, data, caller, query: 0, cancellationToken);
        }

        await using var warm = await StartAsync(data, cancellationToken);
        using var warmed = await LoadConnection.OpenAsync(warm.Address, cancellationToken);
        await SearchAsync(warmed, data, caller: 0, query: 0, cancellationToken);
        var second = await SearchAsync(warmed, data, caller, query: 0, cancellationToken);
        List<double> again = [];
        for (var search = 1; search <= Again; search++)
            again.Add(await SearchAsync(warmed, data, caller, search, cancellationToken));
        again.Sort();
        Console.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {Sizes[caller - 1]:N0} | {first:F0} ms | {second:F0} ms | {again[Again / 2]:F1}, {again[Again * 95 / 100]:F1} ms "
                + $"| {warm.Memory >> 20} MB |"));
    }

    private static async Task MeasureSideBySideAsync(ServerData data, CancellationToken cancellationToken)
    {
        await using var server = await StartAsync(data, cancellationToken);
        var clientData = RequestBytes.Post(
            ClientDataEndpoint.Route, $"{SharedKey.HeaderName}: {data.Keys.ClientData}", SampleCalls.ClientData());
        var run = new LoadRun(server, TimeSpan.FromSeconds(1), Counted);
        Task<Measurement> LoadAsync()
            => run.RunAsync(1, () => new FixedRequests([clientData]), "dynamic_variables"u8.ToArray(), cancellationToken);

        var alone = await LoadAsync();
        var (times, empty) = (new ConcurrentBag<double>(), 0);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var searches = Enumerable.Range(0, SideBySide).Select(async number =>
        {
            using var connection = await LoadConnection.OpenAsync(server.Address, cancellationToken);
            for (var query = number; !end.IsCancellationRequested; query++)
            {
                var (took, isKnown) = await AskAsync(connection, data, Sizes.Length + number, query, cancellationToken);
                times.Add(took);
                if (!isKnown)
                    Interlocked.Increment(ref empty);
            }
        }).ToList();
        var beside = await LoadAsync();
        await end.CancelAsync();
        await Task.WhenAll(searches);
        Console.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Six callers of {Sizes[^1]:N0} turns at a time: {times.Count} searches, at most {times.Max():F0} ms, {empty} without an "
                + $"answer in time. client-data of another "
                + $"caller beside it: p99 {beside.P99:F1} ms, alone {alone.P99:F1} ms. Resident at most {server.PeakMemory >> 20} MB."));
    }

    private static Task<MeasuredServer> StartAsync(ServerData data, CancellationToken cancellationToken)
        => MeasuredServer.StartAsync(processor: null, "process", azure: null, cancellationToken, data: data);

    private static async Task<double> SearchAsync(
        LoadConnection connection, ServerData data, int caller, int query, CancellationToken cancellationToken)
    {
        var (took, isKnown) = await AskAsync(connection, data, caller, query, cancellationToken);
        return isKnown ? took : throw new InvalidOperationException("Nothing is known of the caller.");
    }

    private static async Task<(double Milliseconds, bool IsKnown)> AskAsync(
        LoadConnection connection, ServerData data, int caller, int query, CancellationToken cancellationToken)
    {
        var request = RequestBytes.Post(
            SearchDataEndpoint.Route,
            $"{SharedKey.HeaderName}: {data.Keys.SearchData}",
            SampleCalls.SearchData(SampleCalls.Queries[query % SampleCalls.Queries.Count], caller));
        var begin = Stopwatch.GetTimestamp();
        await connection.SendAsync(request, cancellationToken);
        var answer = await connection.ReceiveAsync(cancellationToken);
        // The profile is there whenever the record was read in time. One of the queries finds nothing.
        return (Stopwatch.GetElapsedTime(begin).TotalMilliseconds, answer.Holds("\"phone_number\":\""u8));
    }
}
