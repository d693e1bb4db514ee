using System.Text;
using System.Text.Json;
using Elaoms.Core.Calls;
using Elaoms.Core.Records;
using Elaoms.Core.Records.Memories;
using Elaoms.Core.Storage.Documents;
using Elaoms.Tests.Records;
using Xunit;

namespace Elaoms.Tests.Storage.Contracts;

/// <summary>What <see cref="ICallerStore"/> promises.</summary>
public abstract class CallerStoreContract(StorageKind kind) : StorageTests(kind)
{
    private static readonly CallerKey Key = CallerKey.Of(SampleRecords.Sam, "k"u8);

    private ICallerStore Store => Stores.Callers;

    [Fact]
    public async Task Caller_nobody_wrote_is_null()
    {
        Assert.Null(await Store.ReadAsync(Key, CancellationToken.None));
        Assert.Null(await Store.ReadETagAsync(Key, CancellationToken.None));
        Assert.Null(await Store.ReadProfileAsync(Key, CancellationToken.None));
        await Store.DeleteProfileAsync(Key, CancellationToken.None);
    }

    [Fact]
    public async Task Record_is_read_as_it_was_written()
    {
        var record = SampleRecords.With(("plan", "gold"), ("first_name", "Léa"));

        Assert.True(await Store.TryWriteAsync(Key, record, null, CancellationToken.None));
        var stored = await Store.ReadAsync(Key, CancellationToken.None);

        Assert.Equal(record.Facts, stored!.Record.Facts);
        Assert.Equal(record.Calls, stored.Record.Calls);
        Assert.Equal(record.Memories, stored.Record.Memories);
        Assert.Equal(record.Revision, stored.Record.Revision);
        Assert.Equal(record.Caller, stored.Record.Caller);
        Assert.Equal(stored.ETag, await Store.ReadETagAsync(Key, CancellationToken.None));
        Assert.Equal(Encoding.UTF8.GetByteCount(Json(record)), stored.SizeBytes);
    }

    [Fact]
    public async Task Record_of_several_megabytes_is_read_as_it_was_written_and_replaced()
    {
        var said = new string('é', 5000);
        var record = SampleRecords.With() with
        {
            Memories = [.. Enumerable.Range(0, 600).Select(i => new Memory($"m{i}", $"{i} {said}", Sector.Episodic, Salience.Low, FixedClock.Start, "user", "c1", i))],
        };

        Assert.True(await Store.TryWriteAsync(Key, record, null, CancellationToken.None));
        var stored = (await Store.ReadAsync(Key, CancellationToken.None))!;

        Assert.Equal(Json(record), Json(stored.Record));
        Assert.InRange(stored.SizeBytes, 5 << 20, int.MaxValue);
        Assert.True(await Store.TryWriteAsync(Key, SampleRecords.Empty, stored.ETag, CancellationToken.None));
        Assert.Empty((await Store.ReadAsync(Key, CancellationToken.None))!.Record.Memories);
    }

    [Fact]
    public async Task Record_of_a_caller_who_is_there_is_not_written_as_a_first_one()
    {
        Assert.True(await Store.TryWriteAsync(Key, SampleRecords.Empty, null, CancellationToken.None));

        Assert.False(await Store.TryWriteAsync(Key, SampleRecords.With(), null, CancellationToken.None));
        Assert.Empty((await Store.ReadAsync(Key, CancellationToken.None))!.Record.Calls);
    }

    [Fact]
    public async Task Record_is_replaced_only_over_the_version_that_was_read()
    {
        await Store.TryWriteAsync(Key, SampleRecords.Empty, null, CancellationToken.None);
        var first = await Store.ReadETagAsync(Key, CancellationToken.None);

        Assert.True(await Store.TryWriteAsync(Key, SampleRecords.With(), first, CancellationToken.None));
        var second = await Store.ReadETagAsync(Key, CancellationToken.None);

        Assert.NotEqual(first, second);
        Assert.False(await Store.TryWriteAsync(Key, SampleRecords.Empty, first, CancellationToken.None));
        Assert.Equal(second, await Store.ReadETagAsync(Key, CancellationToken.None));
        Assert.Single((await Store.ReadAsync(Key, CancellationToken.None))!.Record.Calls);
    }

    [Fact]
    public async Task Record_written_by_another_process_is_replaced_over_its_tag()
    {
        await using var other = Storage.Open();
        await Store.TryWriteAsync(Key, SampleRecords.Empty, null, CancellationToken.None);

        Assert.True(await other.Callers.TryWriteAsync(Key, SampleRecords.With(), await Store.ReadETagAsync(Key, CancellationToken.None), CancellationToken.None));

        Assert.Single((await Store.ReadAsync(Key, CancellationToken.None))!.Record.Calls);
        Assert.Equal(await other.Callers.ReadETagAsync(Key, CancellationToken.None), await Store.ReadETagAsync(Key, CancellationToken.None));
    }

    [Fact]
    public async Task Record_deleted_and_made_again_has_another_tag()
    {
        await Store.TryWriteAsync(Key, SampleRecords.Empty, null, CancellationToken.None);
        await Store.WriteProfileAsync(Key, new CallerProfile { Revision = 9 }, CancellationToken.None);
        var before = await Store.ReadETagAsync(Key, CancellationToken.None);

        Assert.True(await Store.TryDeleteAsync(Key, before!, CancellationToken.None));
        Assert.True(await Store.TryDeleteAsync(Key, before!, CancellationToken.None));
        Assert.Null(await Store.ReadAsync(Key, CancellationToken.None));
        Assert.NotNull(await Store.ReadProfileAsync(Key, CancellationToken.None));
        await Store.DeleteProfileAsync(Key, CancellationToken.None);
        Assert.Null(await Store.ReadProfileAsync(Key, CancellationToken.None));
        Assert.False(await Store.TryWriteAsync(Key, SampleRecords.With(), before, CancellationToken.None));
        Assert.True(await Store.TryWriteAsync(Key, SampleRecords.Empty, null, CancellationToken.None));

        Assert.NotEqual(before, await Store.ReadETagAsync(Key, CancellationToken.None));
        Assert.False(await Store.TryWriteAsync(Key, SampleRecords.With(), before, CancellationToken.None));
        await Store.WriteProfileAsync(Key, new CallerProfile { Revision = 1, Name = "anew" }, CancellationToken.None);
        Assert.Equal("anew", (await Store.ReadProfileAsync(Key, CancellationToken.None))!.Name);
    }

    [Fact]
    public async Task Record_is_deleted_only_in_the_version_that_was_read()
    {
        await Store.TryWriteAsync(Key, SampleRecords.Empty, null, CancellationToken.None);
        var first = (await Store.ReadETagAsync(Key, CancellationToken.None))!;
        await Store.TryWriteAsync(Key, SampleRecords.With(), first, CancellationToken.None);

        Assert.False(await Store.TryDeleteAsync(Key, first, CancellationToken.None));

        Assert.Single((await Store.ReadAsync(Key, CancellationToken.None))!.Record.Calls);
    }

    [Fact]
    public async Task Callers_who_have_a_record_are_listed_once()
    {
        await using var other = Storage.Open();
        Assert.Empty(await Store.ListAsync(CancellationToken.None).ToListAsync());
        var keys = Enumerable.Range(0, 12).Select(i => CallerKey.Of(SampleRecords.Sam with { Identity = $"+1202555{i:0000}" }, "k"u8)).ToList();
        foreach (var (key, i) in keys.Select((key, i) => (key, i)))
        {
            Assert.True(await (i % 2 == 0 ? Store : other.Callers).TryWriteAsync(key, SampleRecords.Empty, null, CancellationToken.None));
            await Store.WriteProfileAsync(key, new CallerProfile { Revision = 1 }, CancellationToken.None);
        }

        await Store.WriteProfileAsync(Key, new CallerProfile { Revision = 1, Name = "a profile without a record" }, CancellationToken.None);
        Assert.True(await Store.TryDeleteAsync(keys[3], (await Store.ReadETagAsync(keys[3], CancellationToken.None))!, CancellationToken.None));
        keys.RemoveAt(3);

        var listed = await Store.ListAsync(CancellationToken.None).ToListAsync();
        Assert.Equal(keys.Select(key => key.Value).Order(StringComparer.Ordinal), listed.Select(key => key.Value).Order(StringComparer.Ordinal));
        Assert.All(listed, key => Assert.Matches("^[0-9a-f]{64}$", key.Value));
    }

    [Fact]
    public async Task Profile_of_a_lower_revision_never_replaces_a_higher_one()
    {
        await Store.WriteProfileAsync(Key, new CallerProfile { Revision = 2, Name = "two" }, CancellationToken.None);
        await Store.WriteProfileAsync(Key, new CallerProfile { Revision = 1, Name = "one" }, CancellationToken.None);
        Assert.Equal("two", (await Store.ReadProfileAsync(Key, CancellationToken.None))!.Name);

        await Store.WriteProfileAsync(Key, new CallerProfile { Revision = 2, Name = "two again" }, CancellationToken.None);
        Assert.Equal("two again", (await Store.ReadProfileAsync(Key, CancellationToken.None))!.Name);
        await Store.WriteProfileAsync(Key, new CallerProfile { Revision = 10, Name = "ten" }, CancellationToken.None);
        await Store.WriteProfileAsync(Key, new CallerProfile { Revision = 9, Name = "nine" }, CancellationToken.None);
        Assert.Equal("ten", (await Store.ReadProfileAsync(Key, CancellationToken.None))!.Name);
    }

    [Fact]
    public async Task Profile_that_several_race_for_is_that_of_the_highest_revision()
    {
        await using var other = Storage.Open();
        for (var round = 0; round < 5; round++)
        {
            var key = new CallerKey($"{Key}{round}");
            await Task.WhenAll(Enumerable.Range(1, 8).Select(i => Task.Run(async () =>
                await (i % 2 == 0 ? Stores : other).Callers.WriteProfileAsync(key, new CallerProfile { Revision = i, Name = $"n{i}" }, CancellationToken.None))));

            var profile = (await Store.ReadProfileAsync(key, CancellationToken.None))!;
            Assert.Equal((8, "n8"), (profile.Revision, profile.Name));
        }
    }

    [Fact]
    public async Task Record_that_several_race_for_is_written_by_one_of_them()
    {
        await using var other = Storage.Open();
        string? tag = null;
        for (var round = 0; round < 15; round++)
        {
            var together = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var writing = new[] { Store, other.Callers, Store, other.Callers }.Select((store, i) => Task.Run(async () =>
            {
                await together.Task;
                return await store.TryWriteAsync(Key, SampleRecords.Empty with { Revision = (round * 4) + i }, tag, CancellationToken.None);
            })).ToList();
            together.SetResult();
            var wins = await Task.WhenAll(writing);

            Assert.Single(wins, won => won);
            var stored = (await Store.ReadAsync(Key, CancellationToken.None))!;
            Assert.Equal((round * 4) + Array.IndexOf(wins, true), stored.Record.Revision);
            tag = stored.ETag;
        }
    }

    [Fact]
    public async Task Calls_taught_by_two_processes_at_once_are_all_in_the_record_once()
    {
        await using var other = Storage.Open();
        CallerRecords[] writers = [new(Store), new(other.Callers)];

        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(
            () => writers[i % 2].ApplyAsync(Key, SampleRecords.Sam, [SampleRecords.Extracted($"c{i}", i, ("plan", $"p{i}"))], CancellationToken.None))));

        var record = (await Store.ReadAsync(Key, CancellationToken.None))!.Record;
        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"c{i}"), record.Calls.Select(call => call.ConversationId));
        Assert.Equal(20, record.Memories.Count);
        Assert.Equal(20, record.Revision);
        Assert.Equal(20, (await Store.ReadProfileAsync(Key, CancellationToken.None))!.Revision);
        Assert.Equal("p19", Assert.Single(record.CurrentFacts).Value);
    }

    [Fact]
    public async Task Same_call_taught_by_two_processes_at_once_is_in_the_record_once()
    {
        await using var other = Storage.Open();
        CallerRecords[] writers = [new(Store), new(other.Callers)];

        var changed = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(
            () => writers[i % 2].ApplyAsync(Key, SampleRecords.Sam, [SampleRecords.Extracted("c1", 1, ("plan", "gold"))], CancellationToken.None))));

        var record = (await Store.ReadAsync(Key, CancellationToken.None))!.Record;
        Assert.Single(changed, hasChanged => hasChanged);
        Assert.Equal((1, 1, 1), (record.Revision, record.Calls.Count, record.Memories.Count));
    }

    [Fact]
    public async Task Record_outlives_the_process()
    {
        await Store.TryWriteAsync(Key, SampleRecords.With(("plan", "gold")), null, CancellationToken.None);
        await Stores.DisposeAsync();

        await using var next = Storage.Open();

        Assert.Equal("gold", (await next.Callers.ReadAsync(Key, CancellationToken.None))!.Record.Facts[0].Value);
    }

    [Fact]
    public void Caller_id_of_any_kind_survives_json_storage_url_and_file_name() => Check(CallerIds.Any, async raw =>
    {
        if (Caller.Read(raw, out var caller) != CallerIdentification.Known)
            return;
        var key = CallerKey.Of(caller!, "k"u8);

        Assert.True(await Store.TryWriteAsync(key, new CallerRecord { Caller = caller! }, await Store.ReadETagAsync(key, CancellationToken.None), CancellationToken.None));
        await Store.WriteProfileAsync(key, new CallerProfile { Revision = 1, Name = raw }, CancellationToken.None);

        var read = (await Store.ReadAsync(key, CancellationToken.None))!.Record.Caller;
        var sound = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(caller!.Identity));
        Assert.Equal(caller with { Identity = sound }, read);
        Assert.Equal(key, CallerKey.Of(read, "k"u8));
        Assert.Equal(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(raw)), (await Store.ReadProfileAsync(key, CancellationToken.None))!.Name);
        Assert.Equal(sound, Uri.UnescapeDataString(Uri.EscapeDataString(sound)));
        Assert.Matches("^[0-9a-f]{64}$", key.Value);
    });

    private static string Json(CallerRecord record) => Encoding.UTF8.GetString(JsonSerializer.SerializeToUtf8Bytes(record, CallerJson.Default.CallerRecord));

    public sealed class OnFiles() : CallerStoreContract(StorageKind.Embedded);
}
