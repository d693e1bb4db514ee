using System.CommandLine;
using System.Globalization;
using Elaoms.Benchmarks.Records;
using Elaoms.Benchmarks.Serving;
using Elaoms.Core.Calls;
using Elaoms.Core.Signing;
using Elaoms.Web.Webhooks;
using Microsoft.Data.Sqlite;

namespace Elaoms.Benchmarks.Load;

/// <summary><c>scale</c>: whether client-data and search-data depend on how many callers there are.</summary>
internal static class ScaleCommand
{
    private const int Turns = 20;
    private const int Asked = 1_000;
    private const int RowsAtATime = 10_000;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Counted = TimeSpan.FromSeconds(4);

    public static Command Create()
    {
        var callers = new Option<int[]>("--callers")
        {
            Description = "How many callers there are.",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [1_000, 1_000_000],
        };
        var command = new Command("scale", "Measure client-data and search-data with ever more callers stored.") { callers };
        command.SetAction((arguments, cancellationToken) => RunAsync(arguments.GetRequiredValue(callers), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(int[] counts, CancellationToken cancellationToken)
    {
        using var data = new ServerData();
        using (var first = new LargeRecord(data))
            await first.FillAsync(Turns, cancellationToken);
        Console.Out.WriteLine("| callers | database | client-data a second, CPU ms | search-data a second, CPU ms |");
        Console.Out.WriteLine("|---|---|---|---|");
        var filled = 1;
        foreach (var count in counts)
        {
            await FillAsync(data, filled, count, cancellationToken);
            filled = count;
            await MeasureAsync(data, count, cancellationToken);
        }

        return 0;
    }

    // Everybody has the record of caller 0, under a key of their own.
    private static async Task FillAsync(ServerData data, int from, int to, CancellationToken cancellationToken)
    {
        await using var database = new SqliteConnection($"Data Source={Path.Combine(data.Folder, "data", "openmemory.db")}");
        await database.OpenAsync(cancellationToken);
        var template = KeyOf(data, 0);
        for (var begin = from; begin < to; begin += RowsAtATime)
        {
            await using var transaction = (SqliteTransaction)await database.BeginTransactionAsync(cancellationToken);
            await using var command = database.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = """
                INSERT INTO callers SELECT $key, random(), record FROM callers WHERE key = $template;
                INSERT INTO profiles SELECT $key, random(), profile FROM profiles WHERE key = $template;
                INSERT INTO segments SELECT $key || substr(name, length($template) + 1), random(), segment FROM segments
                    WHERE name >= $template AND name < $template || '~';
                """;
            command.Parameters.AddWithValue("$template", template);
            var key = command.Parameters.AddWithValue("$key", "");
            for (var caller = begin; caller < int.Min(begin + RowsAtATime, to); caller++)
            {
                key.Value = KeyOf(data, caller);
                await command.ExecuteNonQueryAsync(cancellationToken);
            }

            await transaction.CommitAsync(cancellationToken);
        }
    }

    private static string KeyOf(ServerData data, int caller)
        => CallerKey.Of(
            new Caller(CallerKind.Phone, SampleCalls.NumberOf(caller)), System.Text.Encoding.UTF8.GetBytes(data.Keys.CallerHash)).Value;

    private static async Task MeasureAsync(ServerData data, int count, CancellationToken cancellationToken)
    {
        await using var server = await MeasuredServer.StartAsync(
            Pinning.IsPossible ? 0 : null, "process", azure: null, cancellationToken, data: data);
        if (Pinning.IsPossible)
            await Pinning.PinThisProcessAsync(1, cancellationToken);
        var run = new LoadRun(server, WarmUp, Counted);
        // Spread over all, and always as many, so that each round has read all of them.
        var asked = Enumerable.Range(0, Asked).Select(number => (int)((long)number * count / Asked)).ToList();
        var clientDataKey = $"{SharedKey.HeaderName}: {data.Keys.ClientData}";
        var searchDataKey = $"{SharedKey.HeaderName}: {data.Keys.SearchData}";
        byte[][] questions = [.. asked.Select(
            caller => RequestBytes.Post(ClientDataEndpoint.Route, clientDataKey, SampleCalls.ClientData(caller)))];
        byte[][] searches = [.. asked.Select(caller => RequestBytes.Post(
            SearchDataEndpoint.Route, searchDataKey, SampleCalls.SearchData(SampleCalls.Queries[0], caller)))];
        var clientData = await run.RunAsync(
            1, () => new FixedRequests(questions), "\"last_call_summary\":\"Previous conversation on "u8.ToArray(), cancellationToken);
        var searchData = await run.RunAsync(1, () => new FixedRequests(searches), "\"memories\":[{"u8.ToArray(), cancellationToken);
        var bytes = new FileInfo(Path.Combine(data.Folder, "data", "openmemory.db")).Length;
        Console.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {count:N0} | {bytes >> 20:N0} MB | {clientData.PerSecond:N0}, {clientData.ServerMs:F3} "
                + $"| {searchData.PerSecond:N0}, {searchData.ServerMs:F3} |"));
    }
}
