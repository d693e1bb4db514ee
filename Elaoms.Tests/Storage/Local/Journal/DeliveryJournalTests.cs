using System.Text;
using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Storage.Local;
using Elaoms.Storage.Local.Journal;
using Xunit;

namespace Elaoms.Tests.Storage.Local.Journal;

public sealed class DeliveryJournalTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly HeldFlush _disk = new();
    private ElaomsSettings _settings;
    private SqliteDatabase? _database;

    public DeliveryJournalTests() => _settings = TestSettings.In(_folder.Path) with { Durability = Durability.Disk };

    private DeliveryJournal Journal
    {
        get
        {
            if (field is not null)
                return field;
            _database = new SqliteDatabase(_settings);
            return field = new DeliveryJournal(
                new JournalFolder(_settings, _disk, TimeProvider.System), new StorageFlush(_database, _disk, _settings), _settings);
        }
    }

    private string[] Files
        => Directory.Exists(JournalPath) ? Directory.GetFiles(JournalPath).Where(path => new FileInfo(path).Length > 0).ToArray() : [];

    private string JournalPath => Path.Combine(_settings.PayloadStoragePath, ".journal");

    public void Dispose()
    {
        _disk.Release();
        Journal.Dispose();
        _database!.Dispose();
        _disk.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Delivery_is_in_the_file_when_the_write_returns_and_not_before_it_is_flushed()
    {
        _disk.Hold();
        var writing = WriteAsync("one");
        await _disk.HasBegunAsync();

        Assert.False(writing.IsCompleted);
        _disk.Release();
        await writing;

        Assert.Equal(["one"], Assert.Single(Files.Select(path => JournalBench.Read(path, out _))));
    }

    [Fact]
    public async Task Deliveries_that_wait_are_flushed_together()
    {
        _disk.Hold();
        List<Task> writing = [WriteAsync("0")];
        await _disk.HasBegunAsync();
        for (var i = 1; i <= 40; i++)
            writing.Add(WriteAsync($"{i}"));

        _disk.Release();
        await Task.WhenAll(writing);

        Assert.Equal(2, _disk.Flushes);
        Assert.Equal(41, JournalBench.Read(Assert.Single(Files), out _).Count);
    }

    [Fact]
    public async Task Deliveries_at_random_times_are_all_in_the_file_once()
    {
        await WriteAsync("before all others");
        await Task.WhenAll(Enumerable.Range(0, 8).Select(sender => Task.Run(async () =>
        {
            for (var i = 0; i < 25; i++)
                await WriteAsync($"{sender} {i}");
        })));

        Assert.Equal(
            Enumerable.Range(0, 8).SelectMany(sender => Enumerable.Range(0, 25).Select(i => $"{sender} {i}"))
                .Append("before all others").Order(StringComparer.Ordinal),
            Files.SelectMany(path => JournalBench.Read(path, out _)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Delivery_that_is_given_up_does_not_disturb_the_others()
    {
        _disk.Hold();
        var first = WriteAsync("first");
        await _disk.HasBegunAsync();
        using var giveUp = new CancellationTokenSource();
        var given = WriteAsync("given up", cancellationToken: giveUp.Token);
        var other = WriteAsync("other", cancellationToken: CancellationToken.None);

        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
        _disk.Release();
        await Task.WhenAll(first, other);

        // Its sender gets no 200, and its copy was whole.
        Assert.Equal(["first", "given up", "other"], JournalBench.Read(Assert.Single(Files), out _));
    }

    [Fact]
    public async Task Fault_of_the_disk_fails_all_of_its_group_and_no_later_delivery()
    {
        await WriteAsync("before");
        _disk.Hold();
        var first = WriteAsync("first");
        await _disk.HasBegunAsync();
        await _disk.HasBegunAsync();
        List<Task> group = [WriteAsync("one"), WriteAsync("two")];
        _disk.FailNext();
        _disk.Release();

        await Assert.ThrowsAsync<IOException>(() => first);
        await Task.WhenAll(group);
        await WriteAsync("later");

        // What was not flushed is not read again from the same file: the system may have forgotten that it is missing.
        Assert.Equal(
            ["before", "later", "one", "two"],
            Files.SelectMany(path => JournalBench.Read(path, out _)).Order(StringComparer.Ordinal));
        Assert.Equal(2, Files.Length);
    }

    [Fact]
    public async Task Cut_journal_is_gone_and_the_next_delivery_has_another()
    {
        await WriteAsync("one");
        var before = Assert.Single(Files);

        await Journal.CutAsync(isLast: false, CancellationToken.None);
        Assert.Empty(Files);
        await WriteAsync("two");

        Assert.NotEqual(before, Assert.Single(Files));
        await Journal.CutAsync(isLast: true, CancellationToken.None);
        Assert.Empty(Directory.GetFiles(JournalPath));
    }

    [Fact]
    public async Task Journal_stays_whole_when_the_storage_fails_to_be_flushed()
    {
        await WriteAsync("one", archive: true);
        _disk.FailNext();

        await Assert.ThrowsAsync<IOException>(() => Journal.CutAsync(isLast: false, CancellationToken.None));
        Assert.Equal(["one"], JournalBench.Read(Assert.Single(Files), out _));

        await Journal.CutAsync(isLast: false, CancellationToken.None);
        Assert.Empty(Files);
    }

    [Fact]
    public async Task Nothing_is_written_where_only_the_process_is_to_be_outlived()
    {
        _settings = _settings with { Durability = Durability.Process };

        await WriteAsync("one");
        await WriteAsync(new string('x', SpooledBody.MemoryLimitBytes + 1));
        await Journal.CutAsync(isLast: true, CancellationToken.None);

        Assert.Equal((0, false), (_disk.Flushes, Directory.Exists(JournalPath)));
    }

    [Fact]
    public async Task Large_body_is_flushed_where_it_is_and_not_copied()
    {
        await WriteAsync(new string('x', SpooledBody.MemoryLimitBytes + 1), archive: true);

        Assert.Equal((1, 0), (_disk.Flushes, Files.Length));
    }

    [Fact]
    public async Task Files_and_folder_are_their_owners_alone()
    {
        await WriteAsync("one");

        UnixMode.AssertIs(UnixMode.OwnerFolder, JournalPath);
        Assert.All(Directory.GetFiles(JournalPath), file => UnixMode.AssertIs(UnixMode.OwnerFile, file));
    }

    [Fact]
    public async Task Journal_that_is_long_is_not_appended_to_any_more()
    {
        var body = new string('x', SpooledBody.MemoryLimitBytes);
        for (var i = 0L; i <= DeliveryJournal.MaxFileBytes / SpooledBody.MemoryLimitBytes; i++)
            await WriteAsync(body);

        Assert.Equal(2, Files.Length);
    }

    private async Task WriteAsync(string text, bool archive = false, CancellationToken cancellationToken = default)
    {
        var body = Encoding.UTF8.GetBytes(text);
        using var spooled = new SpooledBody(_folder["spool"]);
        spooled.Append(body);
        var name = Stores.NameOf(body);
        if (archive)
            await new FilePayloadArchive(_settings, TimeProvider.System).StoreAsync(name, spooled, cancellationToken);
        await Journal.WriteAsync(name, spooled, cancellationToken);
    }
}
