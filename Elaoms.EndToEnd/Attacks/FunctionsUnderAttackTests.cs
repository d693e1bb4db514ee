using Elaoms.Core.Settings;
using Elaoms.EndToEnd.Functions;
using Xunit;
using Xunit.Abstractions;

namespace Elaoms.EndToEnd.Attacks;

/// <summary>
/// What senders without a secret can do to the worker of the Functions app, as far as the host lets them through to it: bodies in chunks,
/// which the host does not read. Silent connections end at the host.
/// </summary>
#pragma warning disable CA1001 // xunit disposes of it in DisposeAsync.
public sealed class FunctionsUnderAttackTests(ITestOutputHelper output) : IAsyncLifetime
#pragma warning restore CA1001
{
    private readonly TempFolder _folder = new();
    private FunctionsApp _app = null!;

    public async Task InitializeAsync() => _app = await FunctionsApp.StartAsync(settings =>
    {
        settings[SettingNames.IdleTimeoutSeconds] = "1";
        settings[AttackedServer.HeapLimit.Key] = AttackedServer.HeapLimit.Value;
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
        await new AttackedServer(_app.Host.Address, _app.Webhooks, _app.LearnedAsync, IsSpoolEmpty, _app.Host.WorkerPid)
            .WithstandsForgedDeliveriesAsync(output);

        // Else the empty spool would be that of another folder.
        Assert.NotEmpty(SpoolFolders());
    }

    private string[] SpoolFolders() => Directory.GetDirectories(_folder.Path, "elaoms-spool-*");

    private bool IsSpoolEmpty() => SpoolFolders().All(folder => !Directory.EnumerateFiles(folder).Any());
}
