using System.Text;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Tests.Records;
using Xunit;

namespace Elaoms.Tests.Storage.Contracts;

/// <summary>What <see cref="IPayloadArchive"/> promises.</summary>
public abstract class PayloadArchiveContract(StorageKind kind) : StorageTests(kind)
{
    private static readonly DateOnly Day = DateOnly.FromDateTime(FixedClock.Start.UtcDateTime);

    /// <summary>Files and services say when something was stored in whole seconds, or by a clock that ticks slowly.</summary>
    private static readonly TimeSpan ClockGrain = TimeSpan.FromSeconds(2);

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(SpooledBody.MemoryLimitBytes)]
    [InlineData(SpooledBody.MemoryLimitBytes + 1)]
    [InlineData(12 << 20)]
    public async Task Payload_is_read_by_another_process_as_it_was_stored(int length)
    {
        var body = Bytes(length);

        var name = await Stores.StoreAsync(body);

        await using var other = Storage.Open();
        Assert.Equal(body, await other.ReadAsync(name));
        Assert.Equal(body, await Storage.ReadRawAsync(name.Value));
    }

    [Fact]
    public async Task Payload_that_is_not_there_is_null() => Assert.Null(await Stores.ReadAsync(Stores.NameOf("nobody")));

    [Theory]
    [InlineData(10)]
    [InlineData(SpooledBody.MemoryLimitBytes + 1)]
    public async Task Payload_stored_again_is_one_payload_and_nothing_else_is_left(int length)
    {
        var body = Bytes(length);
        await using var other = Storage.Open();

        var name = await Stores.StoreAsync(body);
        Assert.Equal(name, await Stores.StoreAsync(body));
        Assert.Equal(name, await other.StoreAsync(body));

        Assert.Equal(body, await Stores.ReadAsync(name));
        Assert.Equal([name.Value], await Storage.ListRawAsync());
        Assert.Equal([name], await ListAsync(Day));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(SpooledBody.MemoryLimitBytes + 1)]
    [InlineData(12 << 20)]
    public async Task Payload_that_several_store_at_once_is_there_whole(int length)
    {
        var body = Bytes(length);
        await using var other = Storage.Open();

        await Task.WhenAll(new[] { Stores, other, Stores, other }.Select(stores => Task.Run(() => stores.StoreAsync(body))));

        Assert.Equal(body, await Stores.ReadAsync(Stores.NameOf(body)));
        Assert.Equal([Stores.NameOf(body).Value], await Storage.ListRawAsync());
    }

    [Fact]
    public async Task Payload_outlives_the_process()
    {
        var name = await Stores.StoreAsync(Bytes(10));
        await Stores.DisposeAsync();

        await using var next = Storage.Open();

        Assert.Equal(Bytes(10), await next.ReadAsync(name));
    }

    [Fact]
    public async Task Payloads_of_a_day_are_listed_and_nothing_else()
    {
        var before = TimeProvider.System.GetUtcNow() - ClockGrain;
        var names = new List<PayloadName>();
        for (var i = 0; i < 12; i++)
            names.Add(
                await Stores.StoreAsync(Encoding.UTF8.GetBytes($$$"""{"type":"t{{{i}}}","data":{"conversation_id":"c{{{i / 2}}}"}}""")));
        await Stores.Archive.StoreAudioAsync(names[0], (file, token) => file.WriteAsync(Bytes(3), token).AsTask(), CancellationToken.None);
        foreach (var days in (int[])[-1, 1, 365])
            await Stores.StoreAsync(Bytes(10), FixedClock.Start.AddDays(days));
        var folder = names[0].Value[..names[0].Value.LastIndexOf('/')];
        string[] foreignNames =
        [
            $"{folder}/notes.json", $"{folder}/{Path.GetFileName(names[1].Value)}.tmp", $"{PayloadName.DayPrefix(Day)}export.json",
            "readme.json",
        ];
        foreach (var foreign in foreignNames)
            await Storage.WriteRawAsync(foreign, "{}"u8.ToArray());

        var listed = await Stores.Archive.ListAsync(Day, CancellationToken.None).ToListAsync();

        Assert.Equal(Sorted(names), Sorted(listed.Select(payload => payload.Name)));
        Assert.All(listed, payload => Assert.InRange(payload.StoredAt, before, TimeProvider.System.GetUtcNow() + ClockGrain));
        Assert.Single(await ListAsync(Day.AddDays(1)));
        Assert.Empty(await ListAsync(Day.AddDays(2)));
    }

    [Fact]
    public async Task Audio_lies_beside_its_payload_and_replaces_an_earlier_one()
    {
        var name = await Stores.StoreAsync("small"u8.ToArray());
        foreach (var audio in new[] { "a longer recording", "short" })
            await Stores.Archive.StoreAudioAsync(
                name, async (file, token) => await file.WriteAsync(Encoding.ASCII.GetBytes(audio), token), CancellationToken.None);

        Assert.Equal("short"u8.ToArray(), await Storage.ReadRawAsync(name.AudioName));
        Assert.Equal("small"u8.ToArray(), await Stores.ReadAsync(name));
    }

    [Fact]
    public async Task Audio_of_several_megabytes_is_kept_as_it_was_written()
    {
        var name = Stores.NameOf("large");

        await Stores.Archive.StoreAudioAsync(
            name,
            async (file, token) =>
            {
                foreach (var piece in Bytes(9 << 20).Chunk(100_000))
                    await file.WriteAsync(piece, token);
            },
            CancellationToken.None);

        Assert.Equal(Bytes(9 << 20), await Storage.ReadRawAsync(name.AudioName));
    }

    [Fact]
    public async Task Audio_that_fails_leaves_nothing()
    {
        await Assert.ThrowsAsync<FormatException>(
            async () => await Stores.Archive.StoreAudioAsync(Stores.NameOf("x"), async (file, token) =>
            {
                await file.WriteAsync("half"u8.ToArray(), token);
                throw new FormatException();
            }, CancellationToken.None));

        Assert.Empty(await Storage.ListRawAsync());
    }

    [Fact]
    public async Task Conversation_deleted_takes_its_recordings_and_no_other_conversation()
    {
        var one = await Stores.StoreAsync("one"u8.ToArray());
        var otherBody = await Stores.StoreAsync("two"u8.ToArray());
        var otherDay = await Stores.StoreAsync("one"u8.ToArray(), FixedClock.Start.AddDays(1));
        var other = await Stores.StoreAsync("""{"data":{"conversation_id":"other"}}"""u8.ToArray());
        await Stores.Archive.StoreAudioAsync(one, (_, _) => Task.CompletedTask, CancellationToken.None);

        await Stores.Archive.DeleteConversationAsync(one, CancellationToken.None);
        await Stores.Archive.DeleteConversationAsync(one, CancellationToken.None);

        Assert.Null(await Stores.ReadAsync(one));
        Assert.Null(await Stores.ReadAsync(otherBody));
        Assert.Null(await Storage.ReadRawAsync(one.AudioName));
        Assert.NotNull(await Stores.ReadAsync(otherDay));
        Assert.NotNull(await Stores.ReadAsync(other));
    }

    [Fact]
    public void Payload_of_any_type_and_conversation_lies_under_its_name() => Check(CallerIds.Any, async id =>
    {
        var body = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(new { type = id, data = new { conversation_id = id } });

        var name = await Stores.StoreAsync(body);

        Assert.Equal(body, await Stores.ReadAsync(name));
        Assert.Contains(name.Value, await Storage.ListRawAsync());
        Assert.Contains(name, await ListAsync(Day));
    });

    [Fact]
    public async Task Check_passes_and_leaves_nothing()
    {
        await Stores.Archive.CheckAsync(CancellationToken.None);

        Assert.Empty(await Storage.ListRawAsync());
    }

    private Task<List<PayloadName>> ListAsync(DateOnly day)
        => Stores.Archive.ListAsync(day, CancellationToken.None).Select(payload => payload.Name).ToListAsync().AsTask();

    private static byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }

    private static IEnumerable<string> Sorted(IEnumerable<PayloadName> names)
        => names.Select(name => name.Value).Order(StringComparer.Ordinal);

    public sealed class OnFiles() : PayloadArchiveContract(StorageKind.Embedded);
}
