using Elaoms.Core.Calls;
using Elaoms.Core.Json;
using Elaoms.Core.Storage.Documents;
using FsCheck.Fluent;
using Xunit;

namespace Elaoms.Tests.Storage;

public sealed class ETagCacheTests : IDisposable
{
    private const long MaxBytes = 100;

    private readonly Dictionary<CallerKey, (int Version, int Bytes)> _store = [];
    private readonly ETagCache<Document, string> _cache;
    private readonly FixedClock _clock = new();
    private int _made;
    private TaskCompletionSource? _slow;

    public ETagCacheTests()
        => _cache = new ETagCache<Document, string>(
            MaxBytes, _clock, new Documents(this), document => document.Text, bytesPerStoredByte: 1);

    public void Dispose() => _cache.Dispose();

    private static CallerKey One => new("1");

    private static CallerKey Two => new("2");

    private static CallerKey Three => new("3");

    [Fact]
    public async Task Value_is_made_once_until_it_changes()
    {
        Assert.Null(await GetAsync(One));
        _store[One] = (1, 10);
        var first = await GetAsync(One);
        Assert.Same(first, await GetAsync(One));
        _store[One] = (2, 10);

        Assert.Equal("1 2", await GetAsync(One));
        Assert.Equal(3, _made);
    }

    [Fact]
    public async Task Value_that_is_gone_is_not_given_and_not_counted()
    {
        (_store[One], _store[Two]) = ((1, 60), (1, 60));
        await GetAsync(One);
        _store.Remove(One);
        Assert.Null(await GetAsync(One));

        var two = await GetAsync(Two);

        Assert.Same(two, await GetAsync(Two));
    }

    [Fact]
    public async Task Value_that_nobody_asks_for_leaves_memory_after_a_while()
    {
        (_store[One], _store[Two]) = ((1, 10), (1, 10));
        await GetAsync(One);
        var two = await GetAsync(Two);
        for (var minute = 1; minute < IdleCache<string>.MaxIdle.TotalMinutes; minute++)
            _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Same(two, await GetAsync(Two));
        Assert.Equal(2, _cache.Count);

        _clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(1, _cache.Count);
        Assert.Same(two, await GetAsync(Two));
        for (var minute = 0; minute < IdleCache<string>.MaxIdle.TotalMinutes; minute++)
            _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal((0, 0), (_cache.Count, _clock.Timers));
    }

    [Fact]
    public async Task Value_that_was_not_asked_for_the_longest_goes_first()
    {
        foreach (var key in new[] { One, Two, Three })
            _store[key] = (1, 40);
        var (one, two) = (await GetAsync(One), await GetAsync(Two));
        Assert.Same(one, await GetAsync(One));

        await GetAsync(Three);

        Assert.Same(one, await GetAsync(One));
        Assert.NotSame(two, await GetAsync(Two));
    }

    [Fact]
    public async Task Value_that_grows_counts_once()
    {
        (_store[One], _store[Two]) = ((1, 50), (1, 40));
        var two = await GetAsync(Two);
        for (var version = 1; version < 9; version++)
        {
            _store[One] = (version, 50 + version);
            await GetAsync(One);
        }

        Assert.Same(two, await GetAsync(Two));
    }

    [Fact]
    public async Task Value_larger_than_the_bound_is_given_and_drives_nobody_out()
    {
        (_store[One], _store[Two]) = ((1, 100), (1, 101));
        var one = await GetAsync(One);

        var two = await GetAsync(Two);

        Assert.Equal("2 1", two);
        Assert.NotSame(two, await GetAsync(Two));
        Assert.Same(one, await GetAsync(One));
    }

    [Fact]
    public async Task Value_made_of_an_older_version_by_somebody_slow_is_not_given_to_the_next()
    {
        _store[One] = (1, 10);
        _slow = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var slow = GetAsync(One);
        var gate = _slow;
        _slow = null;
        _store[One] = (2, 10);
        Assert.Equal("1 2", await GetAsync(One));

        gate.SetResult();
        Assert.Equal("1 1", await slow);

        Assert.Equal("1 2", await GetAsync(One));
    }

    [Fact]
    public void Values_are_never_older_than_the_store() => Property.Check(
        (from caller in Gen.Choose(0, 4)
         from bytes in Gen.OneOf(Gen.Choose(0, 60), Gen.Choose(90, 120))
         from act in Gen.Choose(0, 5)
         select (new CallerKey($"{caller}"), bytes, act)).ListOf(),
        async acts =>
        {
            var version = 0;
            foreach (var (key, bytes, act) in acts)
            {
                if (act == 0)
                    _store.Remove(key);
                else if (act < 3)
                    _store[key] = (++version, bytes);
                Assert.Equal(_store.TryGetValue(key, out var there) ? $"{key.Value} {there.Version}" : null, await GetAsync(key));
            }
        });

    private async Task<string?> GetAsync(CallerKey key) => await _cache.GetAsync(key, CancellationToken.None);

    private sealed record Document(string Text) : IStoredDocument
    {
        public static string Kind => "document";

        public static int CurrentVersion => 1;

        public int Version => 1;
    }

    private sealed class Documents(ETagCacheTests test) : IDocumentStore<Document>
    {
        public async ValueTask<Versioned<Document>?> ReadAsync(string name, CancellationToken cancellationToken)
        {
            test._made++;
            var document = test._store.TryGetValue(new CallerKey(name), out var there)
                ? new Versioned<Document>(new Document($"{name} {there.Version}"), $"{there.Version}", there.Bytes)
                : null;
            if (test._slow is { } slow)
                await slow.Task;
            return document;
        }

        public ValueTask<string?> ReadETagAsync(string name, CancellationToken cancellationToken)
            => ValueTask.FromResult(test._store.TryGetValue(new CallerKey(name), out var there) ? $"{there.Version}" : null);

        public ValueTask<string?> TryWriteAsync(string name, Document document, string? replaces, CancellationToken cancellationToken)
            => throw new NotSupportedException();

        public ValueTask<bool> TryDeleteAsync(string name, string etag, CancellationToken cancellationToken)
            => throw new NotSupportedException();

        public ValueTask DeleteAsync(string name, CancellationToken cancellationToken) => throw new NotSupportedException();

        public IAsyncEnumerable<DocumentListing> ListAsync(string prefix, CancellationToken cancellationToken)
            => throw new NotSupportedException();
    }
}
