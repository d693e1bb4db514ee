using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Elaoms.Benchmarks.Load;
using Elaoms.Benchmarks.Serving;

namespace Elaoms.Benchmarks.Records;

/// <summary><c>record</c>: what a call and a search cost when a caller has called very often.</summary>
internal static class RecordCommand
{
    private const int Calls = 40;
    private const int Searches = 50;

    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(640);

    public static Command Create()
    {
        var turns = new Option<int[]>("--turns")
        {
            Description = "How many turns the record has.",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [1_000, 10_000, 100_000],
        };
        var account = new Option<string?>("--azure")
        {
            Description = "The connection string of a storage account to use in place of files.",
        };
        var command = new Command("record", "Measure learning and searching with a caller who has called very often.") { turns, account };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            Console.Out.WriteLine("| turns | segments | pages | stored | head | learning, CPU ms | read and written a call "
                + "| claimed before | cold search | complete | again p50, p95 | resident |");
            Console.Out.WriteLine("|---|---|---|---|---|---|---|---|---|---|---|---|");
            foreach (var count in arguments.GetRequiredValue(turns))
                await MeasureAsync(count, arguments.GetValue(account), cancellationToken);
            return 0;
        });
        return command;
    }

    private static async Task MeasureAsync(int turns, string? account, CancellationToken cancellationToken)
    {
        using var data = new ServerData();
        using var record = new LargeRecord(data, account);
        await record.FillAsync(turns, cancellationToken);
        // Methods are compiled on first use.
        await LearnAsync(record, cancellationToken);
        record.Reset();
        var cpu = Environment.CpuUsage.TotalTime;
        await LearnAsync(record, cancellationToken);
        cpu = Environment.CpuUsage.TotalTime - cpu;
        var moved = record.Bytes / Calls;
        record.Reset();
        await LearnAsync(record, cancellationToken, isClaimedBefore: true);
        var claimed = record.Bytes / Calls;

        await record.SearchAsync("warranty", Patience, cancellationToken);
        using var cold = new LargeRecord.Indexes(record);
        var begin = Stopwatch.GetTimestamp();
        var isComplete = await cold.SearchAsync("damaged parcel", Patience, cancellationToken);
        var first = Stopwatch.GetElapsedTime(begin);
        while (!await cold.SearchAsync("damaged parcel", Patience, cancellationToken))
        {
        }

        var whole = Stopwatch.GetElapsedTime(begin);
        List<double> searches = [];
        for (var search = 0; search < Searches; search++)
        {
            begin = Stopwatch.GetTimestamp();
            await cold.SearchAsync(SampleCalls.Queries[search % SampleCalls.Queries.Count], Patience, cancellationToken);
            searches.Add(Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
        }

        searches.Sort();
        var (parts, pages, stored, head) = await record.SizeAsync(cancellationToken);
        Console.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {turns:N0} | {parts} | {pages} | {stored / 1048576.0:F1} MB | {head / 1024.0:F0} KB | {cpu.TotalMilliseconds / Calls:F1} "
                + $"| {moved / 1024.0:F0} KB | {claimed / 1024.0:F0} KB "
                + $"| {first.TotalMilliseconds:F0} ms{(isComplete ? "" : ", a part of it")} | {whole.TotalMilliseconds:F0} ms "
                + $"| {searches[searches.Count / 2]:F2}, {searches[searches.Count * 95 / 100]:F2} ms "
                + $"| {Environment.WorkingSet >> 20} MB |"));
    }

    private static async Task LearnAsync(LargeRecord record, CancellationToken cancellationToken, bool isClaimedBefore = false)
    {
        for (var call = 0; call < Calls; call++)
            await record.LearnAsync(isClaimedBefore, cancellationToken);
    }
}
