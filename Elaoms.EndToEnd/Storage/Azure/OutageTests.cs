using Azure;
using Elaoms.Core.Calls;
using Elaoms.Core.Processing;
using Elaoms.Core.Records;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Core.Storage.Queue;
using Elaoms.EndToEnd.Azurite;
using Elaoms.Tests.Processing;
using Elaoms.Tests.Server;
using Elaoms.Tests.Storage;
using Xunit;

namespace Elaoms.EndToEnd.Storage.Azure;

/// <summary>Storage that stops, and comes back.</summary>
public sealed class OutageTests
{
    [Fact]
    public async Task Storage_that_is_frozen_is_given_up_when_the_token_says_so()
    {
        await using var azurite = await AzuriteServer.StartAsync(inMemory: true);
        await using var storage = await AzuriteStorage.MakeAsync(azurite);
        await using var stores = storage.Open();
        var (name, key) = (Stores.NameOf("one"), new CallerKey("nobody"));
        await stores.StoreAsync("one"u8.ToArray());
        await azurite.FreezeAsync();

        await Task.WhenAll(
            IsGivenUpAsync(async token => await stores.Archive.OpenAsync(name, token)),
            IsGivenUpAsync(async token => await stores.Archive.CheckAsync(token)),
            IsGivenUpAsync(async token =>
                await stores.Archive.ListAsync(DateOnly.FromDateTime(FixedClock.Start.UtcDateTime), token).ToListAsync(token)),
            IsGivenUpAsync(async token => await stores.Archive.StoreAudioAsync(name, (_, _) => Task.CompletedTask, token)),
            IsGivenUpAsync(async token =>
            {
                using var body = new SpooledBody(stores.Get<SpoolDirectory>().Path);
                body.Append("other"u8);
                await stores.Archive.StoreAsync(Stores.NameOf("other"), body, token);
            }),
            IsGivenUpAsync(async token => await stores.Callers.ReadAsync(key, token)),
            IsGivenUpAsync(async token => await stores.Callers.ReadETagAsync(key, token)),
            IsGivenUpAsync(async token => await stores.Profiles.ReadAsync(key, token)),
            IsGivenUpAsync(async token => await stores.Profiles.TryWriteAsync(key, new CallerProfile { Revision = 1 }, null, token)),
            IsGivenUpAsync(async token => await stores.Claims.ReadAsync("c", token)),
            IsGivenUpAsync(async token => await stores.Receipts.WriteAsync(name, new Receipt(ReceiptResult.Failed, "r", 1), token)),
            IsGivenUpAsync(async token => await stores.Receipts.ListFailedAsync(token).ToListAsync(token)),
            IsGivenUpAsync(async token => await stores.Queue.EnqueueAsync(CallMessage.For(name), token)),
            IsGivenUpAsync(async token => await stores.Queue.ReceiveAsync(TimeSpan.FromMinutes(1), token)),
            IsGivenUpAsync(async token => await stores.Queue.ReadAgeAsync(token)),
            IsGivenUpAsync(async token => await stores.Queue.CountAsync(token)));

        await azurite.ThawAsync();
        Assert.Equal("one"u8.ToArray(), await stores.ReadAsync(name));
    }

    [Fact]
    public async Task Storage_that_crashes_while_two_processes_learn_comes_back_to_every_call_learned_once()
    {
        const int Calls = 40;
        await using var azurite = await AzuriteServer.StartAsync();
        await using var storage = await AzuriteStorage.MakeAsync(azurite);
        await using var one = storage.Open();
        await using var other = storage.Open();
        using var bench = new LearningBench(one);
        for (var i = 0; i < Calls; i++)
            await one.Queue.EnqueueAsync(
                CallMessage.For(await one.StoreAsync(LearningBench.Body(1, "+12025550123", $"plan {i}", conversation: $"c{i}"))),
                CancellationToken.None);
        var learned = 0;
        using var done = new CancellationTokenSource();

        var learning = Task.WhenAll(
            new[] { one, other }.Select(stores => LearnUntilAsync(stores, () => Interlocked.Increment(ref learned), done.Token)));
        for (var crashes = 1; crashes <= 2; crashes++)
            await CrashWhenAsync(azurite, () => Volatile.Read(ref learned) >= crashes * Calls / 4);

        await QueueIsEmptyAsync(one);
        await done.CancelAsync();
        await learning;

        var record = (await bench.ReadAsync("+12025550123"))!.Value;
        Assert.Equal(Calls, record.Calls.Select(call => call.ConversationId).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal((Calls, Calls, Calls), ((int)record.Revision, record.Calls.Count, record.Memories.Count));
        Assert.Equal(Calls, (await bench.ReadProfileAsync("+12025550123"))!.Revision);
        Assert.Empty(await one.Receipts.ListFailedAsync(CancellationToken.None).ToListAsync(CancellationToken.None));
        Assert.Equal(Calls, await one.Receipts.ListAsync(DateOnly.FromDateTime(FixedClock.Start.UtcDateTime), CancellationToken.None)
            .CountAsync(CancellationToken.None));
    }

    // As a worker does, except that what failed is tried again at once.
    private static async Task LearnUntilAsync(Stores stores, Action onLearned, CancellationToken done)
    {
        while (!done.IsCancellationRequested)
        {
            try
            {
                if (await stores.Queue.ReceiveAsync(TimeSpan.FromSeconds(2), done) is not { } call)
                    continue;
                await stores.Get<LearnFromMessage>().LearnAsync(call.Text, 1, done);
                onLearned();
                await stores.Queue.CompleteAsync(call, done);
            }
            catch (Exception fault) when (fault is RequestFailedException
                or AggregateException or IOException or OperationCanceledException)
            {
                // The storage is away; the message comes again.
            }
        }
    }

    private static async Task CrashWhenAsync(AzuriteServer azurite, Func<bool> isTime)
    {
        await Eventually.IsTrueAsync(isTime, "some are learned");
        await azurite.CrashAsync();
        await azurite.RestartAsync();
    }

    private static Task QueueIsEmptyAsync(Stores stores)
        => Eventually.IsTrueAsync(async () => await CountOrNullAsync(stores) == 0, "the queue is empty");

    private static async Task<long?> CountOrNullAsync(Stores stores)
    {
        try
        {
            return await stores.Queue.CountAsync(CancellationToken.None);
        }
        catch (Exception fault) when (fault is RequestFailedException or AggregateException or IOException or OperationCanceledException)
        {
            return null;
        }
    }

    private static async Task IsGivenUpAsync(Func<CancellationToken, Task> use)
    {
        using var timeout = new CancellationTokenSource();
        var reading = Task.Run(() => use(timeout.Token), CancellationToken.None);
        timeout.CancelAfter(TimeSpan.FromMilliseconds(300));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading.WaitAsync(TimeSpan.FromSeconds(8), CancellationToken.None));
    }
}
