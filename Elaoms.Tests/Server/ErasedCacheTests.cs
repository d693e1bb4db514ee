using Elaoms.Core.Calls;
using Elaoms.Core.Erasure;
using Elaoms.Core.Records;
using Elaoms.Core.Search;
using Elaoms.Core.Storage.Documents;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Xunit;

namespace Elaoms.Tests.Server;

/// <summary>What a server keeps in memory of a caller whom another process erases.</summary>
public abstract class ErasedCacheTests(StorageKind kind)
{
    private const string Sam = "+12025550123";

    [Fact]
    public async Task Caller_who_is_erased_by_another_process_leaves_the_memory_of_a_server()
    {
        var clock = new ImpatientClock();
        await using var server = await TestServer.StartAsync(
            storage: kind, replace: services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock)));
        var indexes = server.Get<CallerIndexes>();
        await server.TeachAsync(Payloads.Call(Sam, "sam", Payloads.Recent, "I want apples."));
        // On files, what is searched again is kept.
        Assert.Single((await server.Webhooks.SearchDataAsync(Sam, "apples")).IsOk().Found);
        Assert.Single((await server.Webhooks.SearchDataAsync(Sam, "apples")).IsOk().Found);
        Assert.Equal(1, indexes.Count);

        await using (var other = StorageView.Open(server.Settings))
            await other.GetRequiredService<EraseCaller>()
                .EraseAsync(other.GetRequiredService<CallerKeys>().Of(new Caller(CallerKind.Phone, Sam)), CancellationToken.None);

        // Nobody has asked since, and so nobody was told.
        Assert.Equal(1, indexes.Count);
        clock.Advance(IdleCache<CallerIndex>.MaxIdle);
        await Eventually.IsTrueAsync(() => indexes.Count == 0, "the index is dropped");
        Assert.Empty((await server.Webhooks.SearchDataAsync(Sam, "apples")).IsOk().Found);
    }

    [Fact]
    public async Task Search_right_after_another_process_erased_the_caller_finds_nothing()
    {
        await using var server = await TestServer.StartAsync(storage: kind);
        await server.TeachAsync(Payloads.Call(Sam, "sam", Payloads.Recent, "I want apples."));
        Assert.Single((await server.Webhooks.SearchDataAsync(Sam, "apples")).IsOk().Found);
        Assert.Single((await server.Webhooks.SearchDataAsync(Sam, "apples")).IsOk().Found);

        await using (var other = StorageView.Open(server.Settings))
            await other.GetRequiredService<EraseCaller>()
                .EraseAsync(other.GetRequiredService<CallerKeys>().Of(new Caller(CallerKind.Phone, Sam)), CancellationToken.None);

        Assert.Empty((await server.Webhooks.SearchDataAsync(Sam, "apples")).IsOk().Found);
        Assert.Equal(0, server.Get<CallerIndexes>().Count);
    }

    // The caches' look each minute comes at once, and the time that passes is the test's; whatever else waits, waits as long as it does.
    private sealed class ImpatientClock : TimeProvider
    {
        private long _aheadTicks;

        public void Advance(TimeSpan by) => Interlocked.Add(ref _aheadTicks, by.Ticks);

        public override long GetTimestamp()
            => System.GetTimestamp() + Interlocked.Read(ref _aheadTicks) * TimestampFrequency / TimeSpan.TicksPerSecond;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
            => new Timer(System.CreateTimer(callback, state, Soon(dueTime), period));

        private static TimeSpan Soon(TimeSpan dueTime) => dueTime == TimeSpan.FromMinutes(1) ? TimeSpan.FromMilliseconds(20) : dueTime;

        private sealed class Timer(ITimer inner) : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => inner.Change(Soon(dueTime), period);

            public void Dispose() => inner.Dispose();

            public ValueTask DisposeAsync() => inner.DisposeAsync();
        }
    }

    public sealed class OnFiles() : ErasedCacheTests(StorageKind.Embedded);
}
