using System.Text;
using Elaoms.Core.Callers;
using Elaoms.Storage.Local;
using Elaoms.Tests.Callers;
using Xunit;

namespace Elaoms.Tests.Storage.Local;

public sealed class SqliteCallerStoreTests : IDisposable
{
    private static readonly CallerKey Key = CallerKey.Of(Records.Sam, "k"u8);

    private readonly LocalStores _stores = new();

    private SqliteCallerStore Store => _stores.Callers;

    public void Dispose() => _stores.Dispose();

    [Fact]
    public async Task Caller_nobody_wrote_is_null()
    {
        Assert.Null(await Store.ReadAsync(Key, CancellationToken.None));
        Assert.Null(await Store.ReadTagAsync(Key, CancellationToken.None));
        Assert.Null(await Store.ReadProfileAsync(Key, CancellationToken.None));
    }

    [Fact]
    public async Task Record_is_read_as_it_was_written()
    {
        var record = Records.With(("plan", "gold"), ("first_name", "Léa"));

        Assert.True(await Store.TryWriteAsync(Key, record, null, CancellationToken.None));
        var stored = await Store.ReadAsync(Key, CancellationToken.None);

        Assert.Equal(record.Facts, stored!.Record.Facts);
        Assert.Equal(record.Calls, stored.Record.Calls);
        Assert.Equal(record.Memories, stored.Record.Memories);
        Assert.Equal(record.Revision, stored.Record.Revision);
        Assert.Equal(record.Caller, stored.Record.Caller);
        Assert.Equal(stored.Tag, await Store.ReadTagAsync(Key, CancellationToken.None));
        Assert.Equal(System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(record, CallerJson.Default.CallerRecord).Length, stored.SizeBytes);
    }

    [Fact]
    public async Task Record_of_a_caller_who_is_there_is_not_written_as_a_first_one()
    {
        Assert.True(await Store.TryWriteAsync(Key, Records.Empty, null, CancellationToken.None));

        Assert.False(await Store.TryWriteAsync(Key, Records.With(), null, CancellationToken.None));
        Assert.Empty((await Store.ReadAsync(Key, CancellationToken.None))!.Record.Calls);
    }

    [Fact]
    public async Task Record_is_replaced_only_over_the_version_that_was_read()
    {
        await Store.TryWriteAsync(Key, Records.Empty, null, CancellationToken.None);
        var first = await Store.ReadTagAsync(Key, CancellationToken.None);

        Assert.True(await Store.TryWriteAsync(Key, Records.With(), first, CancellationToken.None));
        var second = await Store.ReadTagAsync(Key, CancellationToken.None);

        Assert.NotEqual(first, second);
        Assert.False(await Store.TryWriteAsync(Key, Records.Empty, first, CancellationToken.None));
        Assert.Equal(second, await Store.ReadTagAsync(Key, CancellationToken.None));
        Assert.Single((await Store.ReadAsync(Key, CancellationToken.None))!.Record.Calls);
    }

    [Fact]
    public async Task Record_deleted_and_made_again_has_another_tag()
    {
        await Store.TryWriteAsync(Key, Records.Empty, null, CancellationToken.None);
        await Store.WriteProfileAsync(Key, new CallerProfile { Revision = 9 }, CancellationToken.None);
        var before = await Store.ReadTagAsync(Key, CancellationToken.None);

        await Store.DeleteAsync(Key, CancellationToken.None);
        Assert.Null(await Store.ReadAsync(Key, CancellationToken.None));
        Assert.Null(await Store.ReadProfileAsync(Key, CancellationToken.None));
        Assert.False(await Store.TryWriteAsync(Key, Records.With(), before, CancellationToken.None));
        Assert.True(await Store.TryWriteAsync(Key, Records.Empty, null, CancellationToken.None));

        Assert.NotEqual(before, await Store.ReadTagAsync(Key, CancellationToken.None));
        Assert.False(await Store.TryWriteAsync(Key, Records.With(), before, CancellationToken.None));
    }

    [Fact]
    public async Task Profile_of_a_lower_revision_never_replaces_a_higher_one()
    {
        await Store.WriteProfileAsync(Key, new CallerProfile { Revision = 2, Name = "two" }, CancellationToken.None);
        await Store.WriteProfileAsync(Key, new CallerProfile { Revision = 1, Name = "one" }, CancellationToken.None);
        Assert.Equal("two", (await Store.ReadProfileAsync(Key, CancellationToken.None))!.Name);

        await Store.WriteProfileAsync(Key, new CallerProfile { Revision = 2, Name = "two again" }, CancellationToken.None);
        Assert.Equal("two again", (await Store.ReadProfileAsync(Key, CancellationToken.None))!.Name);
        await Store.WriteProfileAsync(Key, new CallerProfile { Revision = 3, Name = "three" }, CancellationToken.None);
        Assert.Equal("three", (await Store.ReadProfileAsync(Key, CancellationToken.None))!.Name);
    }

    [Fact]
    public async Task Record_two_writers_race_for_is_written_by_one_of_them()
    {
        using var otherProcess = new SqliteDatabase(_stores.Settings);
        var other = new SqliteCallerStore(otherProcess);
        await Store.TryWriteAsync(Key, Records.Empty, null, CancellationToken.None);
        for (var round = 0; round < 30; round++)
        {
            var tag = await Store.ReadTagAsync(Key, CancellationToken.None);
            using var together = new Barrier(4);

            var wins = await Task.WhenAll(new[] { Store, other, Store, other }.Select(store => Task.Run(async () =>
            {
                together.SignalAndWait();
                return await store.TryWriteAsync(Key, Records.Empty with { Revision = round }, tag, CancellationToken.None);
            })));

            Assert.Single(wins, won => won);
        }
    }

    [Fact]
    public async Task Calls_taught_at_the_same_time_are_all_in_the_record()
    {
        using var otherProcess = new SqliteDatabase(_stores.Settings);
        CallerRecords[] writers = [new(Store), new(new SqliteCallerStore(otherProcess))];

        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(
            () => writers[i % 2].TeachAsync(Key, Records.Sam, Records.Lesson($"c{i}", i, ("plan", $"p{i}")), CancellationToken.None))));

        var record = (await Store.ReadAsync(Key, CancellationToken.None))!.Record;
        Assert.Equal(20, record.Calls.Count);
        Assert.Equal(20, record.Revision);
        Assert.Equal(20, (await Store.ReadProfileAsync(Key, CancellationToken.None))!.Revision);
        Assert.Equal("p19", Assert.Single(record.CurrentFacts).Value);
    }

    [Fact]
    public async Task Record_outlives_the_process()
    {
        await Store.TryWriteAsync(Key, Records.With(("plan", "gold")), null, CancellationToken.None);
        _stores.Database.Dispose();

        using var reopened = new SqliteDatabase(_stores.Settings);

        Assert.Equal("gold", (await new SqliteCallerStore(reopened).ReadAsync(Key, CancellationToken.None))!.Record.Facts[0].Value);
    }

    [Fact]
    public void Caller_id_of_any_kind_survives_json_sql_url_and_file_name() => Property.Check(CallerIds.Any, async raw =>
    {
        if (Caller.Read(raw, out var caller) != CallerReading.Known)
            return;
        var key = CallerKey.Of(caller!, "k"u8);

        Assert.True(await Store.TryWriteAsync(key, new CallerRecord { Caller = caller! }, await Store.ReadTagAsync(key, CancellationToken.None), CancellationToken.None));

        var read = (await Store.ReadAsync(key, CancellationToken.None))!.Record.Caller;
        var sound = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(caller!.Identity));
        Assert.Equal(caller with { Identity = sound }, read);
        Assert.Equal(key, CallerKey.Of(read, "k"u8));
        Assert.Equal(sound, Uri.UnescapeDataString(Uri.EscapeDataString(sound)));
        Assert.Matches("^[0-9a-f]{64}$", key.Value);
    });

    [Fact]
    public void Database_is_its_owners_alone()
    {
        var folder = Path.GetDirectoryName(_stores.Settings.DatabasePath)!;

        Assert.All(Directory.GetFiles(folder), file => UnixMode.AssertIs(UnixMode.OwnerFile, file));
        UnixMode.AssertIs(UnixMode.OwnerFolder, folder);
    }
}
