using System.Text;
using Elaoms.Core.Intake;
using Elaoms.Core.Settings;
using Elaoms.Storage.Local;
using Elaoms.Tests.Callers;
using Xunit;

namespace Elaoms.Tests.Storage.Local;

public sealed class FilePayloadArchiveTests : IDisposable
{
    private readonly LocalStores _stores = new();

    public void Dispose() => _stores.Dispose();

    [Theory]
    [InlineData(Durability.Process, 10)]
    [InlineData(Durability.Disk, 10)]
    [InlineData(Durability.Process, SpooledBody.MemoryLimitBytes + 1)]
    [InlineData(Durability.Disk, SpooledBody.MemoryLimitBytes + 1)]
    public async Task Payload_is_read_as_it_was_stored_and_nothing_else_is_left(Durability durability, int length)
    {
        using var stores = new LocalStores(durability);
        var body = new byte[length];
        new Random(length).NextBytes(body);

        var name = await stores.StoreAsync(body);
        Assert.Equal(name, await stores.StoreAsync(body));

        Assert.Equal(body, await stores.ReadAsync(name));
        Assert.Equal([stores.PathOf(name.Value)], Directory.GetFiles(stores.Settings.PayloadStoragePath, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Payload_that_is_not_there_is_null() => Assert.Null(await _stores.ReadAsync(LocalStores.NameOf("nobody")));

    [Fact]
    public async Task Payload_torn_is_mended_by_the_next_delivery()
    {
        var body = Encoding.UTF8.GetBytes(new string('x', 1000));
        var name = await _stores.StoreAsync(body);
        await File.WriteAllBytesAsync(_stores.PathOf(name.Value), body[..10]);

        await _stores.StoreAsync(body);

        Assert.Equal(body, await _stores.ReadAsync(name));
    }

    [Fact]
    public async Task Files_and_folders_are_their_owners_alone()
    {
        await _stores.StoreAsync("small"u8.ToArray());
        await _stores.StoreAsync(new byte[SpooledBody.MemoryLimitBytes + 1]);
        await _stores.Archive.StoreAudioAsync(LocalStores.NameOf("small"), async (file, token) => await file.WriteAsync("mp3"u8.ToArray(), token), CancellationToken.None);
        var root = _stores.Settings.PayloadStoragePath;

        Assert.All(Directory.GetFiles(root, "*", SearchOption.AllDirectories), file => UnixMode.AssertIs(UnixMode.OwnerFile, file));
        Assert.All(Directory.GetDirectories(root, "*", SearchOption.AllDirectories).Append(root), folder => UnixMode.AssertIs(UnixMode.OwnerFolder, folder));
    }

    [Fact]
    public async Task Audio_lies_beside_its_payload_and_replaces_an_earlier_one()
    {
        var name = await _stores.StoreAsync("small"u8.ToArray());
        foreach (var audio in new[] { "a longer recording", "short" })
            await _stores.Archive.StoreAudioAsync(name, async (file, token) => await file.WriteAsync(Encoding.ASCII.GetBytes(audio), token), CancellationToken.None);

        Assert.Equal("short", await File.ReadAllTextAsync(_stores.PathOf(name.AudioName)));
    }

    [Fact]
    public async Task Audio_that_fails_leaves_nothing()
    {
        await Assert.ThrowsAsync<FormatException>(async () => await _stores.Archive.StoreAudioAsync(LocalStores.NameOf("x"), async (file, token) =>
        {
            await file.WriteAsync("half"u8.ToArray(), token);
            throw new FormatException();
        }, CancellationToken.None));

        Assert.Empty(Directory.GetFiles(_stores.Settings.PayloadStoragePath, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Conversation_deleted_takes_its_recordings_and_no_other_conversation()
    {
        var one = await _stores.StoreAsync("one"u8.ToArray());
        var other = await _stores.StoreAsync("""{"data":{"conversation_id":"other"}}"""u8.ToArray());
        await _stores.Archive.StoreAudioAsync(one, (_, _) => Task.CompletedTask, CancellationToken.None);

        await _stores.Archive.DeleteConversationAsync(one, CancellationToken.None);
        await _stores.Archive.DeleteConversationAsync(one, CancellationToken.None);

        Assert.Null(await _stores.ReadAsync(one));
        Assert.False(File.Exists(_stores.PathOf(one.AudioName)));
        Assert.NotNull(await _stores.ReadAsync(other));
    }

    [Fact]
    public void Payload_of_any_type_and_conversation_lies_inside_the_archive() => Property.CheckSome(CallerIds.Any, async id =>
    {
        var body = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(new { type = id, data = new { conversation_id = id } });

        var name = await _stores.StoreAsync(body);

        Assert.Equal(body, await _stores.ReadAsync(name));
        Assert.StartsWith(_stores.Settings.PayloadStoragePath + Path.DirectorySeparatorChar, Path.GetFullPath(_stores.PathOf(name.Value)), StringComparison.Ordinal);
        Assert.All(Directory.GetFileSystemEntries(_stores.Folder), entry => Assert.Contains(Path.GetFileName(entry), (string[])["data", "payloads"]));
    });

    [Fact]
    public async Task Check_passes_and_leaves_nothing_and_fails_when_nothing_can_be_written()
    {
        await _stores.Archive.CheckAsync(CancellationToken.None);
        Assert.Empty(Directory.GetFiles(_stores.Settings.PayloadStoragePath, "*", SearchOption.AllDirectories));

        Directory.Delete(_stores.Settings.PayloadStoragePath, recursive: true);
        await File.WriteAllTextAsync(_stores.Settings.PayloadStoragePath, "in the way");
        await Assert.ThrowsAnyAsync<IOException>(async () => await _stores.Archive.CheckAsync(CancellationToken.None));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(SpooledBody.MemoryLimitBytes + 1)]
    public async Task Payload_is_stored_although_somebody_removed_the_folders(int length)
    {
        Directory.Delete(_stores.Settings.PayloadStoragePath, recursive: true);
        var body = new byte[length];

        var name = await _stores.StoreAsync(body);

        Assert.Equal(body, await _stores.ReadAsync(name));
    }

    [Fact]
    public async Task Opening_removes_what_a_killed_process_left_and_nothing_that_may_still_be_written()
    {
        var incoming = FilePayloadArchive.IncomingPath(_stores.Settings);
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        foreach (var (file, age) in ((string, double)[])[("old.tmp", 61), ("new.tmp", 59)])
        {
            await File.WriteAllTextAsync(Path.Combine(incoming, file), "half a call");
            File.SetLastWriteTimeUtc(Path.Combine(incoming, file), now.AddMinutes(-age));
        }

        _ = new FilePayloadArchive(_stores.Settings, TimeProvider.System);

        Assert.Equal([Path.Combine(incoming, "new.tmp")], Directory.GetFiles(incoming));
    }
}
