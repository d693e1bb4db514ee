using Elaoms.Core.Signing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Xunit;

namespace Elaoms.Tests.Server;

/// <summary>
/// Deliveries while the clock of the server is put forward and back. ElevenLabs signs by its own, and never sends again what was refused.
/// </summary>
public abstract class ClockJumpTests(StorageKind kind)
{
    private const string Route = "/webhook/post-call";
    private const string Sam = "+12025550123";

    [Fact]
    public async Task Deliveries_are_taken_and_learned_while_the_clock_jumps_a_day_either_way()
    {
        var clock = new JumpingClock();
        await using var server = await TestServer.StartAsync(
            storage: kind, replace: services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock)));

        foreach (var (days, i) in ((int[])[0, 1, -2, 1]).Select((days, i) => (days, i)))
        {
            clock.Jump(TimeSpan.FromDays(days));
            await server.TeachAsync(Payloads.Call(Sam, $"conv_{i}", 1_790_000_000 + i, "I want apples."));
        }

        Assert.Equal(4, (await server.RecordOfAsync(Sam))!.Calls.Count);
    }

    [Fact]
    public async Task Clock_that_was_put_right_takes_what_is_signed_by_the_right_time_and_nothing_older()
    {
        var clock = new JumpingClock();
        await using var server = await TestServer.StartAsync(
            storage: kind, replace: services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock)));
        clock.Jump(TimeSpan.FromDays(1));
        var body = Payloads.Call(Sam, "conv", 1_790_000_000, "I want apples.");

        // By the old clock, by the new one, and by none.
        foreach (var (hours, status) in ((int, int)[])[(0, 200), (24, 200), (12, 401), (-1, 401), (25, 401)])
        {
            var signature = ElevenLabsSignature.Sign(body, server.Settings.PostCallKey, TimeProvider.System.GetUtcNow().AddHours(hours));
            Assert.Equal(status, (await server.Webhooks.PostAsync(Route, body, ElevenLabsSignature.HeaderName, signature)).Status);
        }
    }

    public sealed class OnFiles() : ClockJumpTests(StorageKind.Embedded);
}
