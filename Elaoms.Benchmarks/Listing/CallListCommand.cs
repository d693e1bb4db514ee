using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Elaoms.Benchmarks.Load;
using Elaoms.Benchmarks.Records;
using Elaoms.Benchmarks.Serving;
using Elaoms.Core.Calls;
using Elaoms.Core.Health;
using Elaoms.Core.Records;
using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Listing;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Hosting;
using Elaoms.Storage.Local;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Elaoms.Benchmarks.Listing;

/// <summary><c>list</c>: what the list of callers and calls costs on the embedded storage.</summary>
internal static class CallListCommand
{
    private const int Rounds = 51;
    private const int PageSize = 50;

    // One in so many calls has failed.
    private const int FailedEvery = 200;

    // This caller has many calls.
    private const int CallsOfOne = 2000;

    /// <summary>The number of the call of that caller which is listed as the record has it, so that it can be shown.</summary>
    public const int ShownCall = 100;

    public static Command Create()
    {
        var callers = new Option<int>("--callers") { Description = "How many callers.", DefaultValueFactory = _ => 100_000 };
        var calls = new Option<int>("--calls") { Description = "How many calls.", DefaultValueFactory = _ => 1_000_000 };
        var days = new Option<int>("--days") { Description = "On how many days the calls began.", DefaultValueFactory = _ => 365 };
        var command = new Command("list", "Measure finding, looking at and counting listed calls on the embedded storage.")
        {
            callers, calls, days,
        };
        command.SetAction((arguments, cancellationToken) => RunAsync(
            arguments.GetValue(callers), arguments.GetValue(calls), arguments.GetValue(days), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(int callers, int calls, int days, CancellationToken cancellationToken)
    {
        using var data = new ServerData();
        var settings = Settings(data);
        await using (var services = new ServiceCollection().AddLogging().AddElaoms(settings).BuildServiceProvider())
        {
            await MeasureListAsync(services, settings, callers, calls, days, cancellationToken);
            await AddRecordAsync(services, data, cancellationToken);
        }

        await OperatorApiMeasurement.RunAsync(data, cancellationToken);
        return 0;
    }

    private static async Task MeasureListAsync(
        ServiceProvider services, ElaomsSettings settings, int callers, int calls, int days, CancellationToken cancellationToken)
    {
        var begin = Stopwatch.GetTimestamp();
        await FillAsync(services.GetRequiredService<SqliteDatabase>(), callers, calls, days, cancellationToken);
        Console.WriteLine(
            Text($"{callers} callers, {calls} calls on {days} days; filled in {Stopwatch.GetElapsedTime(begin).TotalSeconds:0} s"));
        Console.WriteLine(Text($"the file has {new FileInfo(settings.DatabasePath).Length / (double)(1 << 20):0} MB"));

        var list = services.GetRequiredService<ICallList>();
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(-1);
        var some = KeyOf(callers / 2);
        var last = (await list.ListCallersAsync(after: null, PageSize, cancellationToken)).Next;
        var middle = new ListPosition(TimeProvider.System.GetUtcNow().AddDays(-days / 2), "0");
        await MeasureAsync("find a caller", async () => await list.FindCallerAsync(some, cancellationToken));
        await MeasureAsync(
            "the calls of a caller", async () => await list.ListCallsAsync(new CallFilter(some), null, PageSize, cancellationToken));
        await MeasureAsync(
            Text($"the first {PageSize} of {CallsOfOne} calls of a caller"),
            async () => await list.ListCallsAsync(new CallFilter(KeyOf(0)), null, PageSize, cancellationToken));
        await MeasureAsync("recent callers", async () => await list.ListCallersAsync(null, PageSize, cancellationToken));
        await MeasureAsync("recent callers, second page", async () => await list.ListCallersAsync(last, PageSize, cancellationToken));
        await MeasureAsync("recent calls", async () => await list.ListCallsAsync(CallFilter.All, null, PageSize, cancellationToken));
        await MeasureAsync(
            "calls from the middle on", async () => await list.ListCallsAsync(CallFilter.All, middle, PageSize, cancellationToken));
        await MeasureAsync("failed calls", async () => await list.ListCallsAsync(CallFilter.Failed, null, PageSize, cancellationToken));
        var figures = services.GetRequiredService<ReadDayFigures>();
        await MeasureAsync("the figures of a day", async () => await figures.ReadAsync(today, cancellationToken));
        await MeasureAsync("write a call and its caller", WriteNewAsync(list, cancellationToken));
    }

    // One caller has a record, whose calls are those listed of the caller with most.
    private static async Task AddRecordAsync(ServiceProvider services, ServerData data, CancellationToken cancellationToken)
    {
        using var record = new LargeRecord(data);
        await record.FillAsync(CallsOfOne * LargeRecord.TurnsOfCall, cancellationToken);
        var (keys, database) = (services.GetRequiredService<CallerKeys>(), services.GetRequiredService<SqliteDatabase>());
        var key = keys.Of(new Caller(CallerKind.Phone, SampleCalls.NumberOf(0)), Tenants.Default).Value;
        await database.WriteAsync("UPDATE listed_calls SET caller = ?1 WHERE caller = ?2", cancellationToken, key, KeyOf(0).Value);
        await database.WriteAsync(
            "UPDATE listed_calls SET id = ?2, began_at = ?3 WHERE rowid = (SELECT max(rowid) FROM listed_calls WHERE caller = ?1)",
            cancellationToken,
            key, PayloadName.HashOf(LargeRecord.ConversationOf(ShownCall)), LargeRecord.StartOf(ShownCall).ToUnixTimeMilliseconds());
        await database.WriteAsync("UPDATE listed_callers SET key = ?1 WHERE key = ?2", cancellationToken, key, KeyOf(0).Value);
    }

    // By SQL: through the list it would take minutes.
    private static async Task FillAsync(SqliteDatabase database, int callers, int calls, int days, CancellationToken cancellationToken)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        await database.WriteAsync(
            """
            WITH RECURSIVE numbers (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM numbers WHERE i < ?1 - 1)
            INSERT INTO listed_calls (id, began_at, payload, result, reason, caller, agent, seconds, direction, written_at)
            SELECT printf('%08x%024x', i * 2654435761 % 4294967296, i), ?2 - (i * 7919 % ?1) * (?3 * 86400000 / ?1),
                printf('2026/10/06/%08x%024x/post_call_transcription-%064x.json', i * 2654435761 % 4294967296, i, i),
                CASE WHEN i % ?5 = 0 THEN 2 ELSE 0 END, CASE WHEN i % ?5 = 0 THEN 'IOException: the disk' END,
                printf('%064x', CASE WHEN i < ?6 THEN 0 ELSE i % ?4 END), 'agent_0123456789abcdefghijklmn', 63.5, 0, ?2
            FROM numbers
            """,
            cancellationToken,
            calls, now, days, callers, FailedEvery, CallsOfOne);
        await database.WriteAsync(
            """
            INSERT INTO listed_callers (key, label, last_call_at, calls, revision, written_at)
            SELECT caller, 'phone …0123', max(began_at), count(*), count(*), ?1 FROM listed_calls GROUP BY caller
            """,
            cancellationToken,
            now);
    }

    private static Func<Task> WriteNewAsync(ICallList list, CancellationToken cancellationToken)
    {
        var number = 0;
        return async () =>
        {
            var id = Guid.NewGuid().ToString("N");
            var payload = PayloadName.Parse($"2026/10/06/{id}/post_call_transcription-{new string('0', 64)}.json")!;
            var (now, key) = (TimeProvider.System.GetUtcNow(), KeyOf(1000 + number++));
            var call = new ListedCall(id, now, payload, ReceiptResult.Learned, Reason: null) { Caller = key };
            await list.WriteAsync(
                new CallListing(call, new ListedCaller(key, "phone …0123", now, 11, 1000), IsFirst: true), cancellationToken);
        };
    }

    private static async Task MeasureAsync(string what, Func<Task> act)
    {
        var times = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            var begin = Stopwatch.GetTimestamp();
            await act();
            times.Add(Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
        }

        var sorted = times.Order().ToList();
        Console.WriteLine(
            Text($"{what}: first {times[0]:0.00} ms, median {sorted[Rounds / 2]:0.00} ms, slowest {sorted[^1]:0.00} ms"));
    }

    private static CallerKey KeyOf(int number) => new(number.ToString("x64", CultureInfo.InvariantCulture));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static ElaomsSettings Settings(ServerData data)
    {
        var values = new Dictionary<string, string?>(StringComparer.Ordinal);
        data.Keys.Describe(values, data.Folder);
        var reading = new SettingsReader(new ConfigurationBuilder().AddInMemoryCollection(values).Build()).Read([]);
        return reading.Settings ?? throw new InvalidOperationException(reading.Describe());
    }
}
