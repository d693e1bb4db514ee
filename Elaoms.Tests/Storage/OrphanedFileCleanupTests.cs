using Elaoms.Core;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Extraction;
using Elaoms.Storage;
using Elaoms.Tests.Server;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace Elaoms.Tests.Storage;

/// <summary>A process removes what killed ones have left, when it starts and while it runs.</summary>
public sealed class OrphanedFileCleanupTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Orphans_go_at_the_start_and_every_minute()
    {
        var clock = new FixedClock(TimeProvider.System.GetUtcNow());
        await using var services = new ServiceCollection().AddLogging().AddElaomsCore(TestSettings.In(_folder.Path)).AddElaomsExtraction()
            .AddElaomsStorage(TestSettings.In(_folder.Path)).AddSingleton<TimeProvider>(clock).BuildServiceProvider();
        var incoming = services.GetRequiredService<SpoolDirectory>().Path;
        services.GetRequiredService<IPayloadArchive>();
        Orphans.Leave(Path.Combine(incoming, "before.tmp"), seconds: 30);
        var cleanup = services.GetServices<IHostedService>().Single(service => service.GetType().Name == "OrphanedFileCleanup");

        await cleanup.StartAsync(CancellationToken.None);
        await Eventually.IsTrueAsync(() => Directory.GetFiles(incoming).Length == 0 && clock.Timers == 1, "what was there is gone");
        Orphans.Leave(Path.Combine(incoming, "meanwhile.tmp"), seconds: 30);
        Orphans.Leave(Path.Combine(incoming, "archived.json"), seconds: 30);
        clock.Advance(TimeSpan.FromSeconds(61));

        await Eventually.IsTrueAsync(() => !File.Exists(Path.Combine(incoming, "meanwhile.tmp")), "what came since is gone");
        Assert.Equal([Path.Combine(incoming, "archived.json")], Directory.GetFiles(incoming));
        await cleanup.StopAsync(CancellationToken.None);
    }
}
