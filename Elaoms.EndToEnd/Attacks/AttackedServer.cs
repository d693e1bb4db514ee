using System.Diagnostics;
using System.Globalization;
using Elaoms.Tests.Server;
using Xunit;
using Xunit.Abstractions;

namespace Elaoms.EndToEnd.Attacks;

/// <summary>A server that senders without a secret attack while others go on using it.</summary>
/// <param name="address">Where it takes requests.</param>
/// <param name="webhooks">Calls it with the right keys.</param>
/// <param name="learned">Waits until no call is waiting to be learned.</param>
/// <param name="isSpoolEmpty">Whether no half-received body is left.</param>
/// <param name="processId">The process that receives.</param>
internal sealed class AttackedServer(Uri address, WebhookCaller webhooks, Func<Task> learned, Func<bool> isSpoolEmpty, int processId)
{
    private const string Sam = "+12025550123";
    private const int Attackers = 50;

    /// <summary>
    /// The most memory for objects, as a setting of .NET: half of what the smallest instance of Azure Functions has. Without a limit .NET
    /// takes what the machine has before it cleans up, and nothing would say what was needed.
    /// </summary>
    public static readonly KeyValuePair<string, string> HeapLimit = new("DOTNET_GCHeapHardLimit", "0x10000000");

    private const int MostGrowthMB = 150;
    private const int LargeCharacters = 8 << 20;

    private static readonly TimeSpan SpoolIsEmptyWithin = TimeSpan.FromSeconds(10);

    /// <summary>Uses it for a while, so that its memory is what it is in service.</summary>
    public async Task WarmUpAsync()
    {
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(200, await DeliverAsync($"before_{i}", "Words said before the attack."));
            (await webhooks.ClientDataAsync(Sam)).IsOk();
        }

        Assert.Equal(200, await DeliverAsync("before", new string('x', LargeCharacters)));
        await learned();
    }

    /// <summary>Delivers a genuine call.</summary>
    /// <returns>The status. A 503 must say when to come again.</returns>
    public async Task<int> DeliverAsync(string name, string words)
    {
        var answer = await webhooks.DeliverAsync(Payloads.Call(Sam, $"conv_{name}", 1_791_300_000, words));
        if (answer.Status == 503)
            Assert.True(answer.Headers.RetryAfter!.Delta > TimeSpan.Zero);
        return answer.Status;
    }

    /// <summary>Attacks it with forged deliveries, and demands that they leave nothing and stop nobody.</summary>
    public async Task WithstandsForgedDeliveriesAsync(ITestOutputHelper output)
    {
        await WarmUpAsync();
        var before = PrivateMemoryMB.Of(processId);
        using var attack = new ForgedDeliveries(address);
        var attacking = attack.SendAsync(Attackers);

        // A small volume is full by then, or as full as it may be.
        List<int> statuses = [];
        while (!attacking.IsCompleted)
        {
            statuses.Add(await DeliverAsync("during", "Words said during the attack."));
            (await webhooks.ClientDataAsync(Sam)).IsOk();
        }

        await attacking;
        var ended = Stopwatch.GetTimestamp();
        while (!isSpoolEmpty())
        {
            Assert.InRange(Stopwatch.GetElapsedTime(ended), TimeSpan.Zero, SpoolIsEmptyWithin);
            statuses.Add(await DeliverAsync("then", "Words said after the attack."));
        }

        var emptyAfter = Stopwatch.GetElapsedTime(ended);
        Assert.NotEmpty(statuses);
        Assert.All(statuses, status => Assert.Contains(status, new[] { 200, 503 }));
        Assert.Equal(200, await DeliverAsync("small", "Small words."));
        Assert.Equal(200, await DeliverAsync("large", new string('x', LargeCharacters)));
        await learned();
        Assert.True(isSpoolEmpty());

        var after = PrivateMemoryMB.Of(processId);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{attack.SentBytes >> 20} MB sent; {statuses.Count(status => status == 200)} of {statuses.Count} genuine deliveries taken "
                + $"meanwhile; empty after {emptyAfter.TotalSeconds:0.0} s; {before} MB of memory before, {after} MB after"));
        if (before is not null)
            Assert.InRange(after!.Value - before.Value, int.MinValue, MostGrowthMB);
    }
}
