using System.Text;
using System.Text.Json;
using Elaoms.Core.Calls;
using Elaoms.Core.Storage.Documents;
using Elaoms.Tests.Records;
using Xunit;

namespace Elaoms.Tests.Storage.Contracts;

/// <summary>What <see cref="ICallerValues{T}"/> promises.</summary>
public abstract class EngineNotesContract(StorageKind kind) : StorageTests(kind)
{
    private static readonly CallerKey Sam = CallerKey.Of(SampleRecords.Sam, "k"u8);
    private static readonly CallerKey Ann = CallerKey.Of(SampleRecords.Sam with { Identity = "+12025550199" }, "k"u8);
    private static readonly EngineNote First = Of("a server", ("c1-turn-0", new IndexedMemory("mark", ["id1", "id2"])), ("c1-turn-1", new IndexedMemory("mark2", [], "merged"))) with
    {
        Suspects = new Dictionary<string, int>(StringComparer.Ordinal) { ["c2-turn-7"] = 2 },
    };
    private static readonly EngineNote Second = Of("another", ("c9", new IndexedMemory("m", ["é\"\\\n🦜"])));

    private ICallerValues<EngineNote> Notes => Stores.Notes;

    [Fact]
    public async Task Note_nobody_wrote_is_null()
    {
        Assert.Null(await ReadAsync(Sam));
        Assert.Null(await ReadETagAsync(Sam));
        await Notes.DeleteAsync(Sam, CancellationToken.None);
    }

    [Fact]
    public async Task Note_is_read_as_it_was_written()
    {
        var tag = await WriteAsync(Sam, First, null);

        var stored = (await ReadAsync(Sam))!;
        Assert.Equivalent(First, stored.Value, strict: true);
        Assert.Equal((tag, Json(First).Length), (stored.ETag, stored.SizeBytes));
        Assert.Equal(tag, await ReadETagAsync(Sam));
        Assert.Null(await ReadAsync(Ann));
    }

    [Fact]
    public async Task Note_is_replaced_only_over_the_version_that_was_read()
    {
        var first = await WriteAsync(Sam, First, null);
        Assert.Null(await Notes.TryWriteAsync(Sam, Second, null, CancellationToken.None));

        var second = await WriteAsync(Sam, Second, first);

        Assert.NotEqual(first, second);
        Assert.Null(await Notes.TryWriteAsync(Sam, First, first, CancellationToken.None));
        var stored = (await ReadAsync(Sam))!;
        Assert.Equivalent(Second, stored.Value, strict: true);
        Assert.Equal(second, stored.ETag);
        Assert.Equal(Json(Second).Length, stored.SizeBytes);
    }

    [Fact]
    public async Task Note_written_twice_with_the_same_content_has_another_tag()
    {
        var first = await WriteAsync(Sam, First, null);

        var second = await WriteAsync(Sam, First, first);

        Assert.NotEqual(first, second);
        Assert.Equal(second, await ReadETagAsync(Sam));
        Assert.Null(await Notes.TryWriteAsync(Sam, First, first, CancellationToken.None));
    }

    [Fact]
    public async Task Note_deleted_and_made_again_has_another_tag()
    {
        var before = await WriteAsync(Sam, First, null);
        await WriteAsync(Ann, Second, null);

        await Notes.DeleteAsync(Sam, CancellationToken.None);
        Assert.Null(await ReadAsync(Sam));
        Assert.Null(await ReadETagAsync(Sam));
        Assert.Null(await Notes.TryWriteAsync(Sam, First, before, CancellationToken.None));
        var after = await WriteAsync(Sam, First, null);

        Assert.NotEqual(before, after);
        Assert.Null(await Notes.TryWriteAsync(Sam, First, before, CancellationToken.None));
        Assert.NotNull(await ReadAsync(Ann));
    }

    [Fact]
    public async Task Note_that_several_race_for_is_written_by_one_of_them()
    {
        await using var other = Storage.Open();
        string? tag = null;
        for (var round = 0; round < 10; round++)
        {
            var tags = await Task.WhenAll(new[] { Stores, other, Stores, other }.Select((stores, i) => Task.Run(async () =>
                await stores.Notes.TryWriteAsync(Sam, new EngineNote { Server = $"{round} {i}" }, tag, CancellationToken.None))));

            var won = Assert.Single(tags, written => written is not null);
            var stored = (await ReadAsync(Sam))!;
            Assert.Equal($"{round} {Array.IndexOf(tags, won)}", stored.Value.Server);
            Assert.Equal(won, stored.ETag);
            tag = won;
        }
    }

    [Fact]
    public async Task Note_outlives_the_process()
    {
        var tag = await WriteAsync(Sam, First, null);
        await Stores.DisposeAsync();

        await using var next = Storage.Open();

        var stored = (await next.Notes.ReadAsync(Sam, CancellationToken.None))!;
        Assert.Equivalent(First, stored.Value, strict: true);
        Assert.NotNull(await next.Notes.TryWriteAsync(Sam, Second, tag, CancellationToken.None));
    }

    [Fact]
    public async Task Note_of_5000_memories_is_read_as_it_was_written_and_replaced()
    {
        var many = Of("s", [.. Enumerable.Range(0, 5000).Select(i => ($"conv_{i:x32}-turn-{i}", new IndexedMemory($"{i:x16}", [Guid.NewGuid().ToString(), Guid.NewGuid().ToString()])))]);

        var tag = await WriteAsync(Sam, many, null);

        var stored = (await ReadAsync(Sam))!;
        Assert.Equal(Json(many), Json(stored.Value));
        Assert.Equal(Json(many).Length, stored.SizeBytes);
        await WriteAsync(Sam, First, tag);
        Assert.Equivalent(First, (await ReadAsync(Sam))!.Value, strict: true);
    }

    [Fact]
    public void Note_of_any_ids_is_read_as_it_was_written() => Check(CallerIds.Any, async id =>
    {
        var sound = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(id));
        var note = Of(sound, (sound, new IndexedMemory(sound, [sound], sound))) with { Suspects = new Dictionary<string, int>(StringComparer.Ordinal) { [sound] = sound.Length } };

        await WriteAsync(Sam, note, await ReadETagAsync(Sam));

        Assert.Equivalent(note, (await ReadAsync(Sam))!.Value, strict: true);
    });

    private ValueTask<Stored<EngineNote>?> ReadAsync(CallerKey caller) => Notes.ReadAsync(caller, CancellationToken.None);

    private ValueTask<string?> ReadETagAsync(CallerKey caller) => Notes.ReadETagAsync(caller, CancellationToken.None);

    private async Task<string> WriteAsync(CallerKey caller, EngineNote note, string? replaces)
    {
        var tag = await Notes.TryWriteAsync(caller, note, replaces, CancellationToken.None);
        Assert.NotNull(tag);
        return tag;
    }

    private static EngineNote Of(string server, params (string Id, IndexedMemory Held)[] held)
        => new() { Server = server, Held = held.ToDictionary(one => one.Id, one => one.Held, StringComparer.Ordinal) };

    private static byte[] Json(EngineNote note) => JsonSerializer.SerializeToUtf8Bytes(note, IndexJson.Default.EngineNote);

    public sealed class OnFiles() : EngineNotesContract(StorageKind.Embedded);
}
