using Elaoms.Core.Calls;
using Elaoms.Core.Jobs;
using Elaoms.Core.Processing.Sweeping;
using Elaoms.Core.Storage.Jobs;
using Elaoms.Core.Storage.Queue;
using Elaoms.Tests.Storage;
using Xunit;

namespace Elaoms.Tests.Jobs;

/// <summary>Jobs are bounded, found again when their message is lost, and gone after a day with their files.</summary>
public abstract class StoredJobsTests(StorageKind kind) : StorageTests(kind)
{
    private readonly FixedClock _clock = new(TimeProvider.System.GetUtcNow());
    private Stores _stores = null!;

    private StoredJobs Jobs => _stores.Get<StoredJobs>();

    private IJobFiles Files => _stores.Get<IJobFiles>();

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        _stores = Storage.Open(_clock);
    }

    public override async Task DisposeAsync()
    {
        await _stores.DisposeAsync();
        await base.DisposeAsync();
    }

    [Fact]
    public async Task Same_job_of_a_caller_is_one_while_it_is_in_flight()
    {
        var first = await AddAsync(JobKind.Export, 1);

        Assert.Equal(first.Id, (await AddAsync(JobKind.Export, 1)).Id);
        Assert.NotEqual(first.Id, (await AddAsync(JobKind.Erasure, 1)).Id);
        Assert.NotEqual(first.Id, (await AddAsync(JobKind.Export, 2)).Id);
        await EndAsync(first);
        Assert.NotEqual(first.Id, (await AddAsync(JobKind.Export, 1)).Id);
        Assert.Null(await Jobs.ReadAsync(new string('0', 32), CancellationToken.None));
    }

    [Fact]
    public async Task No_more_jobs_are_in_flight_than_may_be_whoever_asks_at_once()
    {
        await using var other = Storage.Open(_clock);

        var asked = await Task.WhenAll(Enumerable.Range(0, 2 * JobList.MaxInFlight).Select(number => Task.Run(
            () => (number % 2 == 0 ? _stores : other).Get<StartJob>()
                .StartAsync(JobKind.Export, Caller(number), CancellationToken.None))));

        Assert.Equal(JobList.MaxInFlight, asked.Count(job => job is not null));
        Assert.Equal(JobList.MaxInFlight, await _stores.Queue.CountAsync(CancellationToken.None));
        await EndAsync(asked.First(job => job is not null)!);
        await AddAsync(JobKind.Export, 100);
    }

    [Fact]
    public async Task Ended_jobs_are_kept_up_to_a_number()
    {
        for (var number = 0; number < JobList.MaxJobs; number++)
            await EndAsync(await AddAsync(JobKind.Export, number));

        Assert.Null(await Jobs.AddAsync(JobKind.Export, Caller(1000), CancellationToken.None));
    }

    [Fact]
    public async Task Job_whose_message_was_lost_is_enqueued_again_and_one_that_goes_on_is_not()
    {
        var lost = await AddAsync(JobKind.Export, 1);
        var running = await AddAsync(JobKind.Erasure, 2);
        _clock.Advance(Storage.Settings.SweepAfter);
        await Jobs.TryChangeAsync(running.Id, job => job with { TouchedAt = _clock.GetUtcNow() }, CancellationToken.None);

        await SweepAsync();
        await SweepAsync();

        var message = (await _stores.Queue.ReceiveAsync(LongLease, CancellationToken.None))!;
        Assert.Equal(new JobMessage(lost.Id), JobMessage.Decode(message.Text));
        Assert.Null(await _stores.Queue.ReceiveAsync(LongLease, CancellationToken.None));
    }

    [Fact]
    public async Task Job_is_gone_after_a_day_with_its_files_and_one_that_was_never_done_has_failed()
    {
        var (done, never) = (await AddAsync(JobKind.Export, 1), await AddAsync(JobKind.Erasure, 2));
        await StoreAsync(done.Id);
        _clock.Advance(CallerJob.Lifetime / 2);
        await EndAsync(done);
        _clock.Advance(CallerJob.Lifetime / 2);

        await SweepAsync();
        Assert.NotNull(await Files.OpenAsync(done.Id, "a.zip", CancellationToken.None));
        var failed = (await Jobs.ReadAsync(never.Id, CancellationToken.None))!;
        Assert.Equal((JobState.Failed, "It was not done within a day."), (failed.State, failed.Reason));

        _clock.Advance(CallerJob.Lifetime / 2);
        Assert.Null(await Jobs.ReadAsync(done.Id, CancellationToken.None));
        await SweepAsync();
        Assert.Null(await Files.OpenAsync(done.Id, "a.zip", CancellationToken.None));
        Assert.NotNull(await Jobs.ReadAsync(never.Id, CancellationToken.None));
    }

    [Fact]
    public async Task Files_without_a_job_are_deleted_when_everything_is_compared()
    {
        var job = await AddAsync(JobKind.Export, 1);
        await StoreAsync(job.Id);
        await StoreAsync(new string('1', 32));

        await _stores.Get<Reconciler>().ReconcileAllAsync(CancellationToken.None);

        Assert.Equal([job.Id], await Files.ListAsync(CancellationToken.None).ToListAsync());
    }

    [Fact]
    public async Task File_is_read_as_it_was_written_and_nobody_else_may_read_it()
    {
        var bytes = await StoreAsync("a");
        await StoreAsync("ab");

        await using (var stored = (await Files.OpenAsync("a", "a.zip", CancellationToken.None))!)
        {
            var content = new byte[bytes];
            await stored.ReadExactlyAsync(content);
            Assert.Equal(Content, content);
            Assert.Equal(0, await stored.ReadAsync(new byte[1]));
        }

        if (Storage is EmbeddedStorage files)
        {
            UnixMode.AssertIs(UnixMode.OwnerFile, files.PathOf(".jobs/a/a.zip"));
            UnixMode.AssertIs(UnixMode.OwnerFolder, files.PathOf(".jobs"));
        }

        await Files.DeleteAsync("a", CancellationToken.None);
        await Files.DeleteAsync("a", CancellationToken.None);
        Assert.Null(await Files.OpenAsync("a", "a.zip", CancellationToken.None));
        Assert.Equal(["ab"], await Files.ListAsync(CancellationToken.None).ToListAsync());
    }

    private static byte[] Content { get; } = [.. Enumerable.Range(0, 9 << 20).Select(i => (byte)(i * 31))];

    private static CallerKey Caller(int number) => new($"{number:x64}");

    private async Task<long> StoreAsync(string job) => await Files.StoreAsync(
        job, "a.zip", async (output, token) => await output.WriteAsync(Content, token), CancellationToken.None);

    private async Task<CallerJob> AddAsync(JobKind kind, int caller)
        => (await Jobs.AddAsync(kind, Caller(caller), CancellationToken.None))!.Value.Job;

    private async Task EndAsync(CallerJob job) => Assert.True(await Jobs.TryChangeAsync(
        job.Id, there => there.Ended(JobState.Done, reason: null, _clock.GetUtcNow()), CancellationToken.None));

    private async Task SweepAsync() => await _stores.Get<Reconciler>().ReconcileAsync(CancellationToken.None);

    public sealed class OnFiles() : StoredJobsTests(StorageKind.Embedded);
}
