using System.Diagnostics;
using System.Globalization;
using Elaoms.Core.Settings;
using Elaoms.EndToEnd.Functions;
using Elaoms.Tests.Server;
using Xunit;
using Xunit.Abstractions;

namespace Elaoms.EndToEnd.Attacks;

/// <summary>
/// What senders without a secret can do to the worker of the Functions app, as far as the host lets them through to it: bodies in chunks, which the host does
/// not read. Silent connections end at the host.
/// </summary>
#pragma warning disable CA1001 // xunit disposes of it in DisposeAsync.
public sealed class FunctionsUnderAttackTests(ITestOutputHelper output) : IAsyncLifetime
#pragma warning restore CA1001
{
    private const string Sam = "+12025550123";
    private const int Attackers = 50;
    private const int MostGrowthMB = 100;

    private static readonly TimeSpan SpoolIsEmptyWithin = TimeSpan.FromSeconds(10);

    private readonly TempFolder _folder = new();
    private FunctionsApp _app = null!;

    public async Task InitializeAsync() => _app = await FunctionsApp.StartAsync(settings =>
    {
        settings[SettingNames.IdleTimeoutSeconds] = "1";
        foreach (var name in (string[])["TMPDIR", "TMP", "TEMP"])
            settings[name] = _folder.Path;
    });

    public async Task DisposeAsync()
    {
        await _app.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Forged_deliveries_that_hang_up_or_fall_silent_leave_nothing_and_stop_nobody()
    {
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(200, await GenuineAsync($"before_{i}", "Words said before the attack."));
            (await _app.Webhooks.ClientDataAsync(Sam)).IsOk();
        }

        Assert.Equal(200, await GenuineAsync("before", new string('x', 2 << 20)));
        await _app.LearnedAsync();
        Assert.NotEmpty(Directory.GetDirectories(_folder.Path, "elaoms-spool-*"));
        var before = ResidentMB.Of(_app.Host.WorkerPid);
        using var attack = new ForgedDeliveries(_app.Host.Address);
        var attacking = attack.SendAsync(Attackers);

        List<int> statuses = [];
        while (!attacking.IsCompleted)
        {
            statuses.Add(await GenuineAsync("during", "Words said during the attack."));
            (await _app.Webhooks.ClientDataAsync(Sam)).IsOk();
        }

        await attacking;
        var ended = Stopwatch.GetTimestamp();
        while (!IsSpoolEmpty())
        {
            Assert.InRange(Stopwatch.GetElapsedTime(ended), TimeSpan.Zero, SpoolIsEmptyWithin);
            statuses.Add(await GenuineAsync("then", "Words said after the attack."));
        }

        var emptyAfter = Stopwatch.GetElapsedTime(ended);
        Assert.NotEmpty(statuses);
        Assert.All(statuses, status => Assert.Contains(status, new[] { 200, 503 }));
        Assert.Equal(200, await GenuineAsync("small", "Small words."));
        Assert.Equal(200, await GenuineAsync("large", new string('x', 8 << 20)));
        await _app.LearnedAsync();
        Assert.True(IsSpoolEmpty());

        var after = ResidentMB.Of(_app.Host.WorkerPid);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{attack.SentBytes >> 20} MB sent; {statuses.Count(status => status == 200)} of {statuses.Count} genuine deliveries taken meanwhile; empty after {emptyAfter.TotalSeconds:0.0} s; {before} MB resident before, {after} MB after"));
        if (before is not null)
            Assert.InRange(after!.Value - before.Value, int.MinValue, MostGrowthMB);
    }

    private async Task<int> GenuineAsync(string name, string words)
    {
        var answer = await _app.Webhooks.DeliverAsync(Payloads.Call(Sam, $"conv_{name}", 1_791_300_000, words));
        if (answer.Status == 503)
            Assert.True(answer.Headers.RetryAfter!.Delta > TimeSpan.Zero);
        return answer.Status;
    }

    private bool IsSpoolEmpty() => Directory.GetDirectories(_folder.Path, "elaoms-spool-*").All(folder => !Directory.EnumerateFiles(folder).Any());
}
