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
    private static readonly CallerKey Key = CallerKey.Of(SampleRecords.Sam, "k"u8);

    [Fact]
    public async Task Index_is_kept_until_the_record_changes_and_gone_with_it()
    {
        var indexes = new CallerIndexes(Stores.Records, Storage.Clock);
        Assert.Null(await indexes.GetAsync(Key, CancellationToken.None));

        await Stores.Callers.TryWriteAsync(Key, SampleRecords.With(("plan", "gold")).Head(), null, CancellationToken.None);
        var first = await indexes.GetAsync(Key, CancellationToken.None);
        Assert.Equal("gold", first!.Profile.Facts["plan"]);
        Assert.Same(first, await indexes.GetAsync(Key, CancellationToken.None));

        await Stores.Callers.TryWriteAsync(
            Key, SampleRecords.With(("plan", "tin")).Head(), await Stores.Callers.ReadETagAsync(Key, CancellationToken.None),
            CancellationToken.None);
        Assert.Equal("tin", (await indexes.GetAsync(Key, CancellationToken.None))!.Profile.Facts["plan"]);

        Assert.True(await Stores.Callers.TryDeleteAsync(
            Key, (await Stores.Callers.ReadETagAsync(Key, CancellationToken.None))!, CancellationToken.None));
        Assert.Null(await indexes.GetAsync(Key, CancellationToken.None));
    }

    [Fact]
    public async Task Indexes_of_48_megabytes_are_kept_and_the_least_used_goes_first()
    {
        // Each counts four times its stored size: 16 MB, so that three fit.
        var indexes = new CallerIndexes(Records(4 << 20), Storage.Clock);
        var first = await indexes.GetAsync(new CallerKey("1"), CancellationToken.None);
        var second = await indexes.GetAsync(new CallerKey("2"), CancellationToken.None);
        await indexes.GetAsync(new CallerKey("3"), CancellationToken.None);
        Assert.Same(first, await indexes.GetAsync(new CallerKey("1"), CancellationToken.None));

        await indexes.GetAsync(new CallerKey("4"), CancellationToken.None);

        Assert.Same(first, await indexes.GetAsync(new CallerKey("1"), CancellationToken.None));
        Assert.NotSame(second, await indexes.GetAsync(new CallerKey("2"), CancellationToken.None));
    }

    [Fact]
    public async Task Index_larger_than_the_bound_is_given_and_not_kept()
    {
        var indexes = new CallerIndexes(Records(13 << 20), Storage.Clock);

        var one = await indexes.GetAsync(Key, CancellationToken.None);

        Assert.NotNull(one);
        Assert.NotSame(one, await indexes.GetAsync(Key, CancellationToken.None));
    }

    private static CallerRecords Records(int bytes) => RecordHeads.Of(new DisturbedDocuments<RecordHead>(
        () => true, Task.FromResult<Versioned<RecordHead>?>(new Versioned<RecordHead>(SampleRecords.Empty.Head(), "1", bytes)), "1"));
}
