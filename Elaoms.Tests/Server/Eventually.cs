using System.Diagnostics;

namespace Elaoms.Tests.Server;

/// <summary>Waits on conditions. The bound only ends a test that would never end; it says nothing about speed.</summary>
public static class Eventually
{
    private static readonly TimeSpan BoundOnIdleMachine = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan PollEvery = TimeSpan.FromMilliseconds(20);

    /// <summary>How long to wait now: longer while others use the machine.</summary>
    public static TimeSpan Bound => BoundOnIdleMachine * MachineLoad.PerCore;

    public static async Task IsTrueAsync(Func<Task<bool>> condition, string what)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            var waited = Stopwatch.GetElapsedTime(started);
            if (waited > BoundOnIdleMachine && waited > Bound)
                throw new TimeoutException($"Not within {waited.TotalSeconds:0} s: {what}.");
            await Task.Delay(PollEvery, CancellationToken.None);
        }
    }

    public static Task IsTrueAsync(Func<bool> condition, string what) => IsTrueAsync(() => Task.FromResult(condition()), what);
}
