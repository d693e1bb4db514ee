using Elaoms.Core.Calls;
using Elaoms.Core.Search;
using Elaoms.Core.Storage.Documents;
using Elaoms.Core.Storage.Records;
using Elaoms.Tests.Records;
using Elaoms.Tests.Storage;
using Xunit;

namespace Elaoms.Tests.Search.Ranking;

public sealed class CallerIndexesTests() : StorageTests(StorageKind.Embedded)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private static readonly CallerKey Key = CallerKey.Of(SampleRecords.Sam, "k"u8);

    [Fact]
    public async Task Index_is_kept_until_the_record_changes_and_gone_with_it()
    {
        var indexes = new CallerIndexes(Stores.Records, Storage.Clock);
        Assert.Null(await indexes.GetAsync(Key, Patience, CancellationToken.None));

        await Stores.Callers.TryWriteAsync(Key, SampleRecords.With(("plan", "gold")).Head(), null, CancellationToken.None);
        var first = await indexes.GetAsync(Key, Patience, CancellationToken.None);
        Assert.Equal("gold", first!.Profile.Facts["plan"]);
        Assert.Same(first, await indexes.GetAsync(Key, Patience, CancellationToken.None));

        await Stores.Callers.TryWriteAsync(
            Key, SampleRecords.With(("plan", "tin")).Head(), await Stores.Callers.ReadETagAsync(Key, CancellationToken.None),
            CancellationToken.None);
        Assert.Equal("tin", (await indexes.GetAsync(Key, Patience, CancellationToken.None))!.Profile.Facts["plan"]);

        Assert.True(await Stores.Callers.TryDeleteAsync(
            Key, (await Stores.Callers.ReadETagAsync(Key, CancellationToken.None))!, CancellationToken.None));
        Assert.Null(await indexes.GetAsync(Key, Patience, CancellationToken.None));
    }

    [Fact]
    public async Task Indexes_of_48_megabytes_are_kept_and_the_least_used_goes_first()
    {
        // Three fit.
        var indexes = new CallerIndexes(Records(15 << 20), Storage.Clock);
        var first = await indexes.GetAsync(new CallerKey("1"), Patience, CancellationToken.None);
        var second = await indexes.GetAsync(new CallerKey("2"), Patience, CancellationToken.None);
        await indexes.GetAsync(new CallerKey("3"), Patience, CancellationToken.None);
        Assert.Same(first, await indexes.GetAsync(new CallerKey("1"), Patience, CancellationToken.None));

        await indexes.GetAsync(new CallerKey("4"), Patience, CancellationToken.None);

        Assert.Same(first, await indexes.GetAsync(new CallerKey("1"), Patience, CancellationToken.None));
        Assert.NotSame(second, await indexes.GetAsync(new CallerKey("2"), Patience, CancellationToken.None));
    }

    [Fact]
    public async Task Index_larger_than_the_bound_is_given_and_not_kept()
    {
        var indexes = new CallerIndexes(Records(48 << 20), Storage.Clock);

        var one = await indexes.GetAsync(Key, Patience, CancellationToken.None);

        Assert.NotNull(one);
        Assert.NotSame(one, await indexes.GetAsync(Key, Patience, CancellationToken.None));
    }

    private static CallerRecords Records(int bytes)
    {
        var call = SampleRecords.Extracted("c1", 1);
        var record = SampleRecords.Empty.With(call with { Memories = [call.Memories[0] with { Text = new string('x', bytes) }] });
        return RecordHeads.Of(new DisturbedDocuments<RecordHead>(
            () => true, Task.FromResult<Versioned<RecordHead>?>(new Versioned<RecordHead>(record.Head(), "1", bytes)), "1"));
    }
}
