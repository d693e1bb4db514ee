using Elaoms.Cli.Doctor;
using Elaoms.Core.Storage.Queue;
using Elaoms.Tests.Processing;
using Elaoms.Tests.Storage;
using Xunit;

namespace Elaoms.Tests.Cli.Doctor;

/// <summary>What a clock that was ahead has dated, as doctor says it.</summary>
public abstract class DatesCheckTests(StorageKind kind, string ahead)
{
    [Fact]
    public async Task What_is_dated_ahead_of_the_clock_is_a_warning()
    {
        await using var bench = await DoctorBench.StartAsync(kind);
        var clock = new FixedClock(TimeProvider.System.GetUtcNow().AddDays(1));
        await using (var other = new Stores(bench.Settings.Read(), clock))
        {
            var payload = await other.StoreAsync(LearningBench.Body(1, "+12025550123"), clock.GetUtcNow());
            await other.Queue.EnqueueAsync(CallMessage.For(payload), CancellationToken.None);
        }

        var findings = await bench.ExamineAsync("clock");

        Assert.Equal(2, findings.Count);
        findings[1].Is(CheckStatus.Warning, ahead, "NTP");
        await using var stores = bench.Open();
        await stores.LearnAllAsync();
    }

    [Fact]
    public async Task Storage_in_which_nothing_is_dated_ahead_is_not_spoken_of()
    {
        await using var bench = await DoctorBench.StartAsync(kind);
        await using (var stores = bench.Open())
        {
            var payload = await stores.StoreAsync(LearningBench.Body(1, "+12025550123"), TimeProvider.System.GetUtcNow());
            await stores.Queue.EnqueueAsync(CallMessage.For(payload), CancellationToken.None);
        }

        (await bench.ExamineAsync("clock")).Only();
    }

    public sealed class OnFiles() : DatesCheckTests(StorageKind.Embedded, "1 messages in the queue, 1 payloads");
}
