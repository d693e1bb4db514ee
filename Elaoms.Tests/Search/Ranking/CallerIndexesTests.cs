using Elaoms.Core.Calls;
using Elaoms.Core.Records;
using Elaoms.Core.Search;
using Elaoms.Core.Storage.Documents;
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
        var indexes = new CallerIndexes(Stores.Callers, Storage.Clock);
        Assert.Null(await indexes.GetAsync(Key, CancellationToken.None));

        await Stores.Callers.TryWriteAsync(Key, SampleRecords.With(("plan", "gold")), null, CancellationToken.None);
        var first = await indexes.GetAsync(Key, CancellationToken.None);
        Assert.Equal("gold", first!.Profile.Facts["plan"]);
        Assert.Same(first, await indexes.GetAsync(Key, CancellationToken.None));

        await Stores.Callers.TryWriteAsync(Key, SampleRecords.With(("plan", "tin")), await Stores.Callers.ReadETagAsync(Key, CancellationToken.None), CancellationToken.None);
        Assert.Equal("tin", (await indexes.GetAsync(Key, CancellationToken.None))!.Profile.Facts["plan"]);

        Assert.True(await Stores.Callers.TryDeleteAsync(Key, (await Stores.Callers.ReadETagAsync(Key, CancellationToken.None))!, CancellationToken.None));
        Assert.Null(await indexes.GetAsync(Key, CancellationToken.None));
    }

    [Fact]
    public async Task Indexes_of_48_megabytes_are_kept_and_the_least_used_goes_first()
    {
        // Each counts four times its stored size: 16 MB, so that three fit.
        var indexes = new CallerIndexes(new BigRecords(4 << 20), Storage.Clock);
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
        var indexes = new CallerIndexes(new BigRecords(13 << 20), Storage.Clock);

        var one = await indexes.GetAsync(Key, CancellationToken.None);

        Assert.NotNull(one);
        Assert.NotSame(one, await indexes.GetAsync(Key, CancellationToken.None));
    }

    private sealed class BigRecords(int bytes) : ICallerStore
    {
        public ValueTask<StoredCaller?> ReadAsync(CallerKey key, CancellationToken cancellationToken) => ValueTask.FromResult<StoredCaller?>(new StoredCaller(SampleRecords.Empty, "tag", bytes));

        public ValueTask<string?> ReadETagAsync(CallerKey key, CancellationToken cancellationToken) => ValueTask.FromResult<string?>("tag");

        public ValueTask<bool> TryWriteAsync(CallerKey key, CallerRecord record, string? replaces, CancellationToken cancellationToken) => throw new NotSupportedException();

        public IAsyncEnumerable<CallerKey> ListAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<CallerProfile?> ReadProfileAsync(CallerKey key, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask WriteProfileAsync(CallerKey key, CallerProfile profile, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask DeleteProfileAsync(CallerKey key, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<bool> TryDeleteAsync(CallerKey key, string tag, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
