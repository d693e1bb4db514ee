using Elaoms.ElevenLabs.Api;
using Xunit;

namespace Elaoms.Tests.ElevenLabs.Api;

public sealed class RequestSlotsTests
{
    [Fact]
    public async Task Half_as_many_run_after_there_were_too_many_and_all_again_after_enough_succeeded()
    {
        using var slots = new RequestSlots(2);
        await slots.TakeAsync(CancellationToken.None);
        await slots.TakeAsync(CancellationToken.None);
        Assert.False(slots.TakeAsync(CancellationToken.None).IsCompleted);

        using var fewer = new RequestSlots(2);
        await fewer.TakeAsync(CancellationToken.None);
        fewer.Halve();
        fewer.Halve();
        fewer.Return();
        await fewer.TakeAsync(CancellationToken.None);
        var second = fewer.TakeAsync(CancellationToken.None);
        Assert.False(second.IsCompleted);
        for (var success = 0; success < 20; success++)
        {
            Assert.False(second.IsCompleted);
            fewer.Widen();
        }

        await second;
        Assert.False(fewer.TakeAsync(CancellationToken.None).IsCompleted);
    }
}
