using Elaoms.Core.Storage.Queue;
using Elaoms.ElevenLabs.Import;
using Elaoms.Tests.Intake;
using Elaoms.Tests.Server;
using Elaoms.Tests.Storage;
using Xunit;

namespace Elaoms.Tests.ElevenLabs.Import;

public sealed class ImportPaceTests
{
    private readonly FixedClock _clock = new();
    private readonly DeliveryStorage _queue = new();
    private readonly ImportPace _pace;

    public ImportPaceTests() => _pace = new ImportPace(_queue, _clock);

    [Fact]
    public void Short_queue_holds_nothing_back()
    {
        Wait(ImportPace.MostWaiting);

        Assert.True(_pace.WaitAsync(100, CancellationToken.None).IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Long_queue_holds_back_until_it_is_short()
    {
        Wait(ImportPace.MostWaiting + 40);
        var waiting = _pace.WaitAsync(100, CancellationToken.None);

        for (var second = 0; second < 4; second++)
        {
            Assert.False(waiting.IsCompleted);
            _queue.Enqueued.RemoveRange(0, 10);
            await PassAsync();
        }

        await waiting;
    }

    [Fact]
    public async Task Where_nobody_learns_it_goes_on_after_half_a_minute_and_does_not_wait_again()
    {
        Wait(ImportPace.MostWaiting + 1);
        var waiting = _pace.WaitAsync(100, CancellationToken.None);
        for (var second = 0; second < 30; second++)
            await PassAsync();
        await waiting;

        Wait(100);
        Assert.True(_pace.WaitAsync(100, CancellationToken.None).IsCompletedSuccessfully);

        // A server has been started.
        _queue.Enqueued.RemoveRange(0, 50);
        Wait(100);
        Assert.False(_pace.WaitAsync(100, CancellationToken.None).IsCompleted);
    }

    private void Wait(int more)
    {
        for (var number = 0; number < more; number++)
            _queue.Enqueued.Add(CallMessage.For(Stores.NameOf("{}")));
    }

    private async Task PassAsync()
    {
        await Eventually.IsTrueAsync(() => _clock.Timers > 0, "it waits");
        _clock.Advance(TimeSpan.FromSeconds(1));
    }
}
