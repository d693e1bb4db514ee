using System.Text;
using Elaoms.Core.Calls;
using Elaoms.Core.Erasure;
using Elaoms.Core.Records;
using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Documents;
using Elaoms.Tests.Processing;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Elaoms.Tests.Storage.Local;

/// <summary>What an erased caller leaves in the bytes of the files, below the level of rows.</summary>
public sealed class SqliteDeletedDataTests : IAsyncDisposable
{
    private const string Sam = "+12025550123";
    private const string Kim = "+12025550199";

    // Whatever names the caller, is in their words, or stands for them.
    private static readonly string[] Traces = ["2025550123", "Xanthippe", "Quedlinburg"];

    private readonly FixedClock _clock = new(TimeProvider.System.GetUtcNow());
    private readonly TempFolder _folder = new();

    private ElaomsSettings Settings => TestSettings.In(_folder.Path);

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Caller_who_is_erased_is_in_no_byte_of_the_files()
    {
        string key;
        await using (var stores = Open())
        {
            using var bench = new LearningBench(stores);
            key = bench.KeyOf(Sam).Value;
            for (var call = 0; call < 6; call++)
            {
                await LearnAsync(
                    bench, Sam, $"sam {call}", $"My name is Xanthippe Brandt, I live in Quedlinburg. {new string('w', 900 * call)}");
                await LearnAsync(bench, Kim, $"kim {call}", "My name is Kim. I live in Oslo.");
            }

            Assert.All([.. Traces, key], trace => Assert.NotEmpty(FilesWith(trace)));

            var erased = await stores.Get<EraseCaller>()
                .EraseAsync(stores.Get<CallerKeys>().Of(new Caller(CallerKind.Phone, Sam)), CancellationToken.None);

            Assert.Equal((true, DeletedDataState.Gone), (erased.IsAll, erased.DeletedData));
            Assert.All([.. Traces, key], trace => Assert.Empty(FilesWith(trace)));
            Assert.NotEmpty(FilesWith("Oslo"));
        }

        await using (var again = Open())
            Assert.NotNull((await new LearningBench(again).ReadAsync(Kim))?.Value);
        Assert.All([.. Traces, key], trace => Assert.Empty(FilesWith(trace)));
    }

    [Fact]
    public async Task What_was_deleted_before_deleted_data_was_overwritten_is_cleared_too()
    {
        await using (Open())
        {
            // The file is there now.
        }

        using (var older = Connect("PRAGMA secure_delete=OFF"))
        {
            for (var row = 0; row < 200; row++)
                Execute(older, $"INSERT INTO callers (key, tag, record) VALUES ('{row}', 1, "
                    + $"CAST('{string.Concat(Enumerable.Repeat("Quedlinburg ", 20 * row))}' AS BLOB))");
            Execute(older, "DELETE FROM callers WHERE CAST(key AS INTEGER) % 2 = 0");
            Execute(older, "UPDATE callers SET record = x'00'");
        }

        Assert.NotEmpty(FilesWith("Quedlinburg"));
        await using var stores = Open();

        Assert.Equal(DeletedDataState.Gone, await ClearAsync(stores));

        Assert.Empty(FilesWith("Quedlinburg"));
    }

    [Fact]
    public async Task Copies_that_moving_rows_between_pages_left_are_cleared()
    {
        await using (Open())
        {
            // The file is there now.
        }

        // Overwriting what is deleted does not reach them: of so many rows that grow some are left, sooner or later.
        List<string> erased = [];
        using (var connection = Connect("PRAGMA secure_delete=ON"))
        {
            for (var round = 0; round < 30 && !IsLeft(erased); round++)
                erased.AddRange(GrowAndDelete(connection, new Random(round), first: round * 1000));
        }

        Assert.True(IsLeft(erased));
        await using var stores = Open();

        await ClearAsync(stores);

        Assert.False(IsLeft(erased));
        Assert.NotEmpty(FilesWith(Word(1)));
    }

    [Fact]
    public async Task Log_that_a_reader_holds_is_said_and_cleared_when_it_is_free()
    {
        await using var stores = Open();
        using var bench = new LearningBench(stores);
        await LearnAsync(bench, Sam, "sam", "My name is Xanthippe Brandt.");
        using var reader = Connect("BEGIN");
        Execute(reader, "SELECT count(*) FROM callers");

        var erased = await PassTimeUntilAsync(
            stores.Get<EraseCaller>().EraseAsync(stores.Get<CallerKeys>().Of(new Caller(CallerKind.Phone, Sam)), CancellationToken.None));

        Assert.Equal((DeletedDataRecovery.NotCleared, false), (erased.DeletedData.Recovery, erased.IsAll));
        Assert.Contains("reads the database", erased.DeletedData.Fault, StringComparison.Ordinal);
        Assert.NotEmpty(FilesWith("Xanthippe"));

        Execute(reader, "COMMIT");
        erased = await stores.Get<EraseCaller>()
            .EraseAsync(stores.Get<CallerKeys>().Of(new Caller(CallerKind.Phone, Sam)), CancellationToken.None);

        Assert.Equal((false, true, DeletedDataState.Gone), (erased.Any, erased.IsAll, erased.DeletedData));
        Assert.Empty(FilesWith("Xanthippe"));
    }

    [Fact]
    public async Task Log_that_is_held_for_a_moment_is_waited_for()
    {
        await using var stores = Open();
        using var reader = Connect("BEGIN");
        Execute(reader, "SELECT count(*) FROM callers");

        var clearing = ClearAsync(stores).AsTask();
        await Server.Eventually.IsTrueAsync(() => _clock.Timers > 0, "it waits");
        Execute(reader, "COMMIT");

        Assert.Equal(DeletedDataState.Gone, await PassTimeUntilAsync(clearing));
    }

    // The words of the callers who were deleted.
    private static IEnumerable<string> GrowAndDelete(SqliteConnection connection, Random random, int first)
    {
        var words = new int[300];
        Execute(connection, "BEGIN");
        for (var write = 0; write < 20 * words.Length; write++)
        {
            var caller = random.Next(words.Length);
            words[caller] += random.Next(1, 6);
            Write(
                connection, "callers (key, tag, record) VALUES (?1, 1, ?2) ON CONFLICT DO UPDATE SET record = ?2", first + caller,
                words[caller]);
            Write(
                connection, "profiles (key, tag, profile) VALUES (?1, 1, ?2) ON CONFLICT DO UPDATE SET profile = ?2", first + caller,
                random.Next(1, 60));
        }

        Execute(connection, "DELETE FROM callers WHERE CAST(key AS INTEGER) % 2 = 0");
        Execute(connection, "DELETE FROM profiles WHERE CAST(key AS INTEGER) % 2 = 0");
        Execute(connection, "COMMIT");
        Execute(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
        return Enumerable.Range(0, words.Length / 2).Select(half => Word(first + 2 * half));
    }

    private static ValueTask<DeletedDataState> ClearAsync(Stores stores)
        => stores.Get<IDeletedData>().ClearAsync(new CallerKey("nobody"), CancellationToken.None);

    private static async Task LearnAsync(LearningBench bench, string caller, string conversation, string text)
        => await bench.LearnAsync(
            Server.Payloads.Call(caller, conversation, 1_790_000_000, text), receivedAt: TimeProvider.System.GetUtcNow());

    private async Task<T> PassTimeUntilAsync<T>(Task<T> done)
    {
        await Server.Eventually.IsTrueAsync(
            () =>
            {
                _clock.Advance(TimeSpan.FromSeconds(1));
                return done.IsCompleted;
            },
            "it ends");
        return await done;
    }

    private static string Word(int caller) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Town{caller:00000}X");

    private Stores Open() => new(Settings, _clock);

    private SqliteConnection Connect(string first)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = Settings.DatabasePath, Pooling = false }.ToString());
        connection.Open();
        Execute(connection, first);
        return connection;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements stand in this file.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteScalar();
    }

    private static void Write(SqliteConnection connection, string what, int caller, int words)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements stand in this file.
        command.CommandText = $"INSERT INTO {what}";
#pragma warning restore CA2100
        command.Parameters.Add(new SqliteParameter("?1", $"{caller}"));
        command.Parameters.Add(
            new SqliteParameter("?2", Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(Word(caller) + " ", words)))));
        command.ExecuteNonQuery();
    }

    private bool IsLeft(List<string> words)
    {
        var database = Encoding.Latin1.GetString(Read(Settings.DatabasePath));
        return words.Exists(word => database.Contains(word, StringComparison.Ordinal));
    }

    private List<string> FilesWith(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return [.. Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories)
            .Where(file => Read(file).AsSpan().IndexOf(bytes) >= 0).Select(file => Path.GetFileName(file)!)];
    }

    private static byte[] Read(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
