using System.Text;
using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Storage.Local;
using Elaoms.Tests.Records;
using Xunit;

namespace Elaoms.Tests.Storage.Local;

public sealed class FilePayloadArchiveTests() : StorageTests(StorageKind.Embedded)
{
    private EmbeddedStorage Files => (EmbeddedStorage)Storage;

    private string Root => Storage.Settings.PayloadStoragePath;

    [Theory]
    [InlineData(Durability.Process, 10)]
    [InlineData(Durability.Disk, 10)]
    [InlineData(Durability.Process, SpooledBody.MemoryLimitBytes + 1)]
    [InlineData(Durability.Disk, SpooledBody.MemoryLimitBytes + 1)]
    public async Task Payload_is_read_as_it_was_stored_and_nothing_else_is_left(Durability durability, int length)
    {
        await using var storage = new EmbeddedStorage(durability);
        await using var stores = storage.Open();
        var body = new byte[length];
        new Random(length).NextBytes(body);

        var name = await stores.StoreAsync(body);
        Assert.Equal(name, await stores.StoreAsync(body));

        Assert.Equal(body, await stores.ReadAsync(name));
        Assert.Equal([name.Value], await storage.ListRawAsync());
    }

    [Fact]
    public async Task Payload_torn_is_mended_by_the_next_delivery()
    {
        var body = Encoding.UTF8.GetBytes(new string('x', 1000));
        var name = await Stores.StoreAsync(body);
        await File.WriteAllBytesAsync(Files.PathOf(name.Value), body[..10]);

        await Stores.StoreAsync(body);

        Assert.Equal(body, await Stores.ReadAsync(name));
    }

    [Fact]
    public async Task Files_and_folders_are_their_owners_alone()
    {
        await Stores.StoreAsync("small"u8.ToArray());
        await Stores.StoreAsync(new byte[SpooledBody.MemoryLimitBytes + 1]);
        await Stores.Archive.StoreAudioAsync(
            Stores.NameOf("small"), async (file, token) => await file.WriteAsync("mp3"u8.ToArray(), token), CancellationToken.None);

        Assert.All(Directory.GetFiles(Root, "*", SearchOption.AllDirectories), file => UnixMode.AssertIs(UnixMode.OwnerFile, file));
        Assert.All(
            Directory.GetDirectories(Root, "*", SearchOption.AllDirectories).Append(Root),
            folder => UnixMode.AssertIs(UnixMode.OwnerFolder, folder));
    }

    [Fact]
    public void Payload_of_any_type_and_conversation_lies_inside_the_archive() => Property.CheckSome(CallerIds.Any, async id =>
    {
        var body = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(new { type = id, data = new { conversation_id = id } });

        var name = await Stores.StoreAsync(body);

        Assert.Equal(body, await Stores.ReadAsync(name));
        Assert.StartsWith(Root + Path.DirectorySeparatorChar, Path.GetFullPath(Files.PathOf(name.Value)), StringComparison.Ordinal);
        Assert.All(
            Directory.GetFileSystemEntries(Files.Folder),
            entry => Assert.Contains(Path.GetFileName(entry), (string[])["data", "payloads"]));
    });

    [Fact]
    public async Task Check_passes_and_leaves_nothing_and_fails_when_nothing_can_be_written()
    {
        await Stores.Archive.CheckAsync(CancellationToken.None);
        Assert.Empty(Directory.GetFiles(Root, "*", SearchOption.AllDirectories));

        Directory.Delete(Root, recursive: true);
        await File.WriteAllTextAsync(Root, "in the way");
        await Assert.ThrowsAnyAsync<IOException>(async () => await Stores.Archive.CheckAsync(CancellationToken.None));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(SpooledBody.MemoryLimitBytes + 1)]
    public async Task Payload_is_stored_although_somebody_removed_the_folders(int length)
    {
        Directory.Delete(Root, recursive: true);
        var body = new byte[length];

        var name = await Stores.StoreAsync(body);

        Assert.Equal(body, await Stores.ReadAsync(name));
    }

    [Fact]
    public async Task Listing_a_day_removes_what_a_killed_process_left_beside_the_payloads_and_nothing_that_is_still_needed()
    {
        var payload = await Stores.StoreAsync("{}"u8.ToArray(), TimeProvider.System.GetUtcNow());
        var (old, young, held) = (Files.PathOf(payload.Value) + ".old.tmp", Files.PathOf(payload.Value) + ".young.tmp",
            Files.PathOf(payload.Value) + ".held.tmp");
        Orphans.Leave(old, seconds: 16);
        Orphans.Leave(young, seconds: 0);
        using var holder = Orphans.Hold(held, seconds: 7200);

        var listed = await Stores.Archive.ListAsync(DateOnly.FromDateTime(payload.Day.UtcDateTime), CancellationToken.None).ToListAsync();

        Assert.Equal(payload, Assert.Single(listed).Name);
        Assert.Equal((false, true, true), (File.Exists(old), File.Exists(young), File.Exists(held)));
    }

    [Fact]
    public async Task Orphans_are_what_nobody_holds_and_go_while_the_process_runs()
    {
        var incoming = FilePayloadArchive.IncomingPath(Files.Settings);
        var clock = new MovableClock();
        using var large = new SpooledBody(incoming);
        large.Append(new byte[SpooledBody.MemoryLimitBytes + 1]);
        Orphans.Leave(Path.Combine(incoming, "left.tmp"), seconds: 0);
        var archive = new FilePayloadArchive(Files.Settings, clock);

        // It may be about to be locked, or to be moved.
        Assert.Equal(0, archive.DeleteOrphans());
        clock.Advance(TimeSpan.FromDays(1));

        Assert.Equal(1, archive.DeleteOrphans());
        Assert.Equal(large.FilePath, Assert.Single(Directory.GetFiles(incoming)));
        var name = Stores.NameOf("{}");
        await archive.StoreAsync(name, large, CancellationToken.None);
        Assert.Equal(SpooledBody.MemoryLimitBytes + 1, (await Stores.ReadAsync(name))!.Length);
    }
}
