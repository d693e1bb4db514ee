using System.Diagnostics;
using System.Globalization;
using Elaoms.Core.Settings;
using Elaoms.EndToEnd.Cli;
using Elaoms.Tests.Server;
using Xunit;
using Xunit.Abstractions;

namespace Elaoms.EndToEnd.Attacks;

/// <summary>
/// What senders without a secret can do to <c>elaoms serve</c> on a small volume. What the product promises (an empty spool after 10 s,
/// silent connections closed within 30 s) is demanded in full; the timeouts behind it are a fifth of the usual ones, so that a busy machine
/// keeps to it too.
/// </summary>
#pragma warning disable CA1001 // xunit disposes of it in DisposeAsync.
public sealed class ServeUnderAttackTests(ITestOutputHelper output) : IAsyncLifetime
#pragma warning restore CA1001
{
    private const int Silent = 300;
    private const long VolumeBytes = 150 << 20;

    private static readonly TimeSpan SilentAreClosedWithin = TimeSpan.FromSeconds(30);

    private readonly TempFolder _folder = new();
    private SmallVolume _volume = null!;
    private ServerSettings _settings = null!;
    private ElaomsProcess _server = null!;
    private WebhookCaller _webhooks = null!;

    private AttackedServer Attacked => new(_server.Address, _webhooks, _webhooks.LearnedAsync, IsSpoolEmpty, _server.Id);

    public async Task InitializeAsync()
    {
        _volume = await SmallVolume.MakeAsync(_folder, VolumeBytes);
        _settings = new ServerSettings(_folder)
        {
            [SettingNames.OpenMemoryDbPath] = _volume.Of("data", "openmemory.db"),
            [SettingNames.PayloadStoragePath] = _volume.Of("payloads"),
            [SettingNames.IdleTimeoutSeconds] = "1",
            ["Logging:LogLevel:Default"] = "Error",
            [AttackedServer.HeapLimit.Key] = AttackedServer.HeapLimit.Value,
        };
        _server = await _volume.ServeAsync(_folder.Path, _settings);
        _webhooks = new WebhookCaller(_server.Address, _settings);
        output.WriteLine(_volume.Description);
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public Task Forged_deliveries_that_hang_up_or_fall_silent_leave_nothing_and_stop_nobody()
        => Attacked.WithstandsForgedDeliveriesAsync(output);

    [Fact]
    public async Task Silent_connections_are_closed_while_webhooks_are_answered()
    {
        await Attacked.WarmUpAsync();
        using var silent = await Connections.OpenAsync(_server.Address, Silent);
        var opened = Stopwatch.GetTimestamp();
        var answered = 0;

        while (await silent.ClosedAsync() < Silent)
        {
            Assert.InRange(Stopwatch.GetElapsedTime(opened), TimeSpan.Zero, SilentAreClosedWithin);
            // Each over a connection of its own.
            using var asked = await RawConnection.OpenAsync(_server.Address);
            await asked.SendAsync("GET /health/live HTTP/1.1\nHost: test");
            Assert.Equal(200, (await asked.ReadAsync()).Status);
            (await _webhooks.ClientDataAsync("+12025550123")).IsOk();
            Assert.Equal(200, await Attacked.DeliverAsync("silence", "Words said in silence."));
            answered++;
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"closed after {Stopwatch.GetElapsedTime(opened).TotalSeconds:0.0} s; {answered} times answered meanwhile"));
        Assert.NotEqual(0, answered);
    }

    private bool IsSpoolEmpty() => !Directory.EnumerateFiles(_volume.Seen(_settings[SettingNames.PayloadStoragePath]!, ".incoming")).Any();
}
