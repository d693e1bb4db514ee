using Elaoms.Core.Settings;
using Elaoms.EndToEnd.Cli;
using Elaoms.Tests.Server;
using Xunit;

namespace Elaoms.EndToEnd.Attacks;

/// <summary>What a server that is killed under attack leaves on the disk.</summary>
public sealed class KilledUnderAttackTests
{
    private const int Senders = 10;

    [Fact]
    public async Task What_a_killed_server_has_half_received_is_removed_by_the_next()
    {
        using var folder = new TempFolder();
        var settings = new ServerSettings(folder) { [SettingNames.IdleTimeoutSeconds] = "60" };
        var incoming = folder.Of("payloads", ".incoming");
        await using (var killed = await ServeAsync(folder, settings))
        {
            using var attack = new ForgedDeliveries(killed.Address);
            await attack.SendAsync(Senders);
            await Eventually.IsTrueAsync(() => Directory.EnumerateFiles(incoming).Any(), "bodies are being received");
            await killed.KillAsync();
        }

        // Some time later.
        var left = Directory.GetFiles(incoming);
        Assert.NotEmpty(left);
        Assert.All(left, file => File.SetLastWriteTimeUtc(file, TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(-1)));
        await using var next = await ServeAsync(folder, settings);

        await Eventually.IsTrueAsync(() => !Directory.EnumerateFiles(incoming).Any(), "what the killed one left is gone");
        (await new WebhookCaller(next.Address, settings)
            .DeliverAsync(Payloads.Call("+12025550123", "conv_next", 1_791_300_000, "Next words."))).IsOk();
    }

    private static Task<ElaomsProcess> ServeAsync(TempFolder folder, ServerSettings settings)
        => ElaomsProcess.ServeAsync(folder.Path, settings.Values, "--urls", "http://127.0.0.1:0");
}
