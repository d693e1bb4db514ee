using System.Text;
using Elaoms.Core.Calls;
using Elaoms.Core.Records;
using Elaoms.Core.Records.Memories;
using Elaoms.Core.Search.Parts;
using Elaoms.Core.Storage.Records;
using Elaoms.Tests.Records;
using Xunit;

namespace Elaoms.Tests.Storage.Contracts;

/// <summary>What is promised of records, and of their profiles beside them.</summary>
public abstract class CallerRecordsContract(StorageKind kind) : DocumentStoreContract<RecordHead>(kind, RecordJson.Default.RecordHead)
{
    private static readonly CallerKey Key = CallerKey.Of(SampleRecords.Sam, "k"u8);

    [Fact]
    public async Task Record_of_several_megabytes_is_read_as_it_was_written_and_replaced()
    {
        var said = new string('é', 5000);
        var record = SampleRecords.With() with
        {
            Memories =
            [
                .. Enumerable.Range(0, 600).Select(
                    i => new Memory($"m{i}", $"{i} {said}", Sector.Episodic, Salience.Low, FixedClock.Start, "user", "c1", i)),
            ],
        };
        await WriteAsync(Name, record.Head());
        Assert.InRange((await ReadAsync(Name))!.SizeBytes, 5 << 20, int.MaxValue);
        await WriteAsync(Name, SampleRecords.Empty.Head());
        Assert.Empty((await ReadAsync(Name))!.Value.ReadMemories());

        await IsKeptAsync(record.Head());
    }

    [Fact]
    public async Task Calls_taught_by_two_processes_at_once_are_all_in_the_record_once()
    {
        await using var other = Storage.Open();
        CallerRecords[] writers = [Stores.Get<CallerRecords>(), other.Get<CallerRecords>()];

        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() => writers[i % 2].ApplyAsync(
            Key, SampleRecords.Sam, [SampleRecords.Extracted($"c{i}", i, ("plan", $"p{i}"))], CancellationToken.None))));

        var record = (await Stores.Records.ReadAsync(Key, CancellationToken.None))!.Value;
        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"c{i}"), record.Calls.Select(call => call.ConversationId));
        Assert.Equal(20, record.Memories.Count);
        Assert.Equal(20, record.Revision);
        Assert.Equal(20, (await ReadProfileAsync(Key))!.Revision);
        Assert.Equal("p19", Assert.Single(record.Known().Current).Value);
    }

    [Fact]
    public async Task Same_call_taught_by_two_processes_at_once_is_in_the_record_once()
    {
        await using var other = Storage.Open();
        CallerRecords[] writers = [Stores.Get<CallerRecords>(), other.Get<CallerRecords>()];

        var changed = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => writers[i % 2].ApplyAsync(
            Key, SampleRecords.Sam, [SampleRecords.Extracted("c1", 1, ("plan", "gold"))], CancellationToken.None))));

        var record = (await Stores.Records.ReadAsync(Key, CancellationToken.None))!.Value;
        Assert.Single(changed, change => change.IsChanged);
        Assert.Equal((1, 1, 1), (record.Revision, record.Calls.Count, record.Memories.Count));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Profile_of_a_writer_that_was_overtaken_does_not_replace_that_of_the_newer_record(int access)
    {
        var accesses = 0;
        var profiles = new InterruptedDocuments<CallerProfile>(Stores.Profiles, async () =>
        {
            // Before the profile is read, and between that and its write.
            if (++accesses == access)
                await ApplyAsync(Stores.Get<CallerRecords>(), "c2");
        });

        await ApplyAsync(new CallerRecords(Stores.Callers, Stores.Segments, profiles, new PartIndexWriter(), Storage.Clock), "c1");

        Assert.Equal(2, (await ReadAsync(Key))!.Value.Revision);
        Assert.Equal(2, (await ReadProfileAsync(Key))!.Revision);
    }

    [Fact]
    public async Task Profile_of_the_same_revision_is_written_again()
    {
        await ApplyAsync(Stores.Get<CallerRecords>(), "c1");
        await Stores.Profiles.TryWriteAsync(
            Key,
            new CallerProfile { Revision = 1, Name = "half-written" },
            await Stores.Profiles.ReadETagAsync(Key, CancellationToken.None),
            CancellationToken.None);

        await ApplyAsync(Stores.Get<CallerRecords>(), "c1");

        Assert.Equal((1, null), ((await ReadProfileAsync(Key))!.Revision, (await ReadProfileAsync(Key))!.Name));
    }

    [Fact]
    public void Caller_id_of_any_kind_survives_json_storage_url_and_file_name() => Check(CallerIds.Any, async raw =>
    {
        if (Caller.Read(raw, out var caller) != CallerIdentification.Known)
            return;
        var key = CallerKey.Of(caller!, "k"u8);

        await WriteAsync(key, new RecordHead { Caller = caller! });

        var read = (await ReadAsync(key))!.Value.Caller;
        var sound = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(caller!.Identity));
        Assert.Equal(caller with { Identity = sound }, read);
        Assert.Equal(key, CallerKey.Of(read, "k"u8));
        Assert.Equal(sound, Uri.UnescapeDataString(Uri.EscapeDataString(sound)));
        Assert.Matches("^[0-9a-f]{64}$", key.Value);
    });

    protected override RecordHead Sample(int number)
        => number == 0 ? SampleRecords.Empty.Head() : SampleRecords.With(("plan", $"gold {number}"), ("first_name", "Léa")).Head();

    private static async Task ApplyAsync(CallerRecords records, string conversation)
        => await records.ApplyAsync(Key, SampleRecords.Sam, [SampleRecords.Extracted(conversation, 1)], CancellationToken.None);

    private async Task<CallerProfile?> ReadProfileAsync(CallerKey key)
        => (await Stores.Profiles.ReadAsync(key, CancellationToken.None))?.Value;

    public sealed class OnFiles() : CallerRecordsContract(StorageKind.Embedded);
}
