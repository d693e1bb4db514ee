using Elaoms.Core.Health;
using Elaoms.Core.Recall;
using Elaoms.Core.Recall.Counts;
using Elaoms.Core.Storage.Documents;
using Elaoms.Core.Storage.Listing;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Tests.Processing;
using Elaoms.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Elaoms.Tests.Recall;

/// <summary>How often memory was asked for, and the figures of a day.</summary>
public abstract class RecallCounterTests(StorageKind kind) : StorageTests(kind)
{
    private const string Sam = "+12025550123";

    private DateOnly Today => DateOnly.FromDateTime(Storage.Clock.GetUtcNow().UtcDateTime);

    [Fact]
    public async Task Requests_of_all_processes_are_counted_by_what_they_were_told()
    {
        using var bench = new LearningBench(Stores);
        await bench.LearnAsync(LearningBench.Body(1, Sam));
        await using var other = Storage.Open();
        foreach (var stores in new[] { Stores, other })
        {
            foreach (var caller in new[] { Sam, "+12025550199", "anonymous" })
            {
                await stores.Get<ClientData>().AnswerAsync(new ClientDataRequest(caller, AgentId: null), CancellationToken.None);
                await stores.Get<SearchData>().AnswerAsync(
                    new SearchDataRequest("gold", 5) { CallerId = caller }, token: null, CancellationToken.None);
            }
        }

        Assert.Equal(RecallCounts.None, (await FiguresAsync(Today)).Recall);
        await Task.WhenAll(new[] { Stores, other }.Select(stores => stores.Get<RecallCounter>().StoreAsync(CancellationToken.None)));
        await Stores.Get<RecallCounter>().StoreAsync(CancellationToken.None);

        Assert.Equal((6, 2, 6, 2), await CountsAsync());
        Assert.Equal(6, (await FiguresAsync(Today)).Recall.StartTimes.Sum());
        Assert.Equal(6, (await FiguresAsync(Today)).Recall.SearchTimes.Sum());
        Assert.Equal(RecallCounts.None, (await FiguresAsync(Today.AddDays(-1))).Recall);
    }

    [Fact]
    public async Task Figures_count_learned_failed_and_waiting_calls_of_the_day()
    {
        using var bench = new LearningBench(Stores);
        var now = Storage.Clock.GetUtcNow();
        await bench.LearnAsync(LearningBench.Body(1, Sam, conversation: "a"), receivedAt: now);
        await bench.LearnAsync(LearningBench.Body(1, Sam, status: "failed", conversation: "b"), receivedAt: now);
        var failing = await Stores.StoreAsync(LearningBench.Body(1, Sam, conversation: "c"), now);
        await bench.Learn.LearnAsync(failing, 6, isReplay: false, CancellationToken.None);
        await Stores.Pending.AddAsync(await Stores.StoreAsync(LearningBench.Body(1, Sam, conversation: "d"), now), CancellationToken.None);

        var began = DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeSeconds((long)Server.Payloads.Recent).UtcDateTime);
        Assert.Equal(new CallCounts(1, 1, 1), (await FiguresAsync(began)).Calls);
        Assert.Equal(1, (await FiguresAsync(Today)).Waiting);
    }

    [Fact]
    public async Task Counts_that_could_not_be_stored_are_stored_the_next_time()
    {
        var fails = true;
        var documents = new InterruptedDocuments<RecallCounts>(
            Stores.Get<IDocumentStore<RecallCounts>>(), () => fails ? throw new IOException() : Task.CompletedTask);
        var counter = new RecallCounter(documents, Storage.Clock);
        counter.Started(isRecognised: true, counter.Begin());

        await Assert.ThrowsAsync<IOException>(() => counter.StoreAsync(CancellationToken.None));
        counter.Searched(isHit: false, counter.Begin());
        fails = false;
        await counter.StoreAsync(CancellationToken.None);

        Assert.Equal((1, 1, 1, 0), await CountsAsync());
    }

    [Fact]
    public async Task Worker_stores_what_was_counted_each_minute_and_when_it_stops()
    {
        var clock = new FixedClock(Storage.Clock.GetUtcNow());
        var counter = new RecallCounter(Stores.Get<IDocumentStore<RecallCounts>>(), clock);
        using var worker = new RecallCountWorker(counter, clock, NullLogger<RecallCountWorker>.Instance);
        await worker.StartAsync(CancellationToken.None);
        counter.Started(isRecognised: true, counter.Begin());

        await Server.Eventually.IsTrueAsync(() => clock.Timers > 0, "the worker waits");
        clock.Advance(TimeSpan.FromMinutes(1));
        await Server.Eventually.IsTrueAsync(async () => (await FiguresAsync(Today)).Recall.Starts == 1, "it is stored");
        counter.Started(isRecognised: false, counter.Begin());
        await worker.StopAsync(CancellationToken.None);

        Assert.Equal((2, 1, 0, 0), await CountsAsync());
    }

    [Fact]
    public async Task Times_of_requests_are_told_within_a_fifth()
    {
        var clock = new FixedClock(Storage.Clock.GetUtcNow());
        var counter = new RecallCounter(Stores.Get<IDocumentStore<RecallCounts>>(), clock);
        foreach (var milliseconds in Enumerable.Range(1, 100))
        {
            var begin = counter.Begin();
            clock.Advance(TimeSpan.FromMilliseconds(milliseconds));
            counter.Started(isRecognised: false, begin);
        }

        await counter.StoreAsync(CancellationToken.None);
        counter.Searched(isHit: false, counter.Begin());
        await counter.StoreAsync(CancellationToken.None);

        var recall = (await FiguresAsync(Today)).Recall;
        Assert.InRange(LatencyBuckets.Quantile(recall.StartTimes, 0.5)!.Value, 50 / 1.2, 50 * 1.2);
        Assert.InRange(LatencyBuckets.Quantile(recall.StartTimes, 0.95)!.Value, 95 / 1.2, 95 * 1.2);
        Assert.InRange(LatencyBuckets.Quantile(recall.SearchTimes, 0.95)!.Value, 0, 0.1);
        Assert.Null(LatencyBuckets.Quantile([], 0.5));
    }

    [Fact]
    public async Task Lost_deliveries_count_on_the_day_of_their_calls_where_that_was_compared()
    {
        var begin = new DateTimeOffset(Today.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        await Stores.Get<IDocumentStore<Reconciliation>>().TryWriteAsync(
            Reconciliation.Name,
            new Reconciliation(begin)
            {
                Hours = [new ReconciledHour(begin.AddHours(-1)) { Lost = 9 }, new ReconciledHour(begin) { Recovered = 2, Lost = 1 },
                    new ReconciledHour(begin.AddHours(1)) { Recovered = 3 }],
            },
            replaces: null,
            CancellationToken.None);

        var (today, last) = (await FiguresAsync(Today), await FiguresAsync(Today.AddDays(-2)));

        Assert.Equal((5, 1), (today.Recovered, today.Lost));
        Assert.Equal((null, null), (last.Recovered, last.Lost));
    }

    private async Task<(long, long, long, long)> CountsAsync()
    {
        var recall = (await FiguresAsync(Today)).Recall;
        return (recall.Starts, recall.Recognised, recall.Searches, recall.Hits);
    }

    private Task<DayFigures> FiguresAsync(DateOnly day) => Stores.Get<ReadDayFigures>().ReadAsync(day, CancellationToken.None);

    public sealed class OnFiles() : RecallCounterTests(StorageKind.Embedded);
}
