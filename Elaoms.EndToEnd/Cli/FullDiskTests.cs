using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Elaoms.Core.Settings;
using Elaoms.Tests.Server;
using Xunit;

namespace Elaoms.EndToEnd.Cli;

/// <summary>A server whose disk becomes full, and what its probes say of it.</summary>
public sealed class FullDiskTests : IDisposable
{
    private const string Sam = "+12025550123";

    private readonly TempFolder _folder = new();
    private readonly ServerSettings _settings;

    public FullDiskTests() => _settings = new ServerSettings(_folder);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Server_that_can_write_no_byte_is_not_ready_and_is_again_when_it_can()
    {
        if (!OperatingSystem.IsLinux())
            return;
        await using var server = StartRefusable("serve", "--urls", "http://127.0.0.1:0");
        await server.ListeningAsync();

        await BecomesFullAndHasRoomAgainAsync(
            server,
            isFull => UnprivilegedLimits.SetDiskFull(server.Id, isFull));
    }

    [Fact]
    public async Task Doctor_that_can_write_no_byte_says_so()
    {
        if (!OperatingSystem.IsLinux())
            return;
        await using (await ElaomsProcess.ServeAsync(_folder.Path, _settings.Values, "--urls", "http://127.0.0.1:0"))
        {
            // The storage is there now.
        }

        await using var doctor = StartAlone("ulimit -f 0; " + UnprivilegedLimits.IgnoreRefusals, "doctor", "--json");

        Assert.Equal(2, await doctor.EndAsync());
        Assert.Equal("error", VerdictOf(doctor.Output, "storage"));
    }

    [Fact]
    public async Task Server_that_must_leave_more_free_than_there_is_says_so_as_its_answers_do()
    {
        _settings[SettingNames.MinFreeBytes] = (1L << 50).ToString(CultureInfo.InvariantCulture);
        await using var server = await ElaomsProcess.ServeAsync(_folder.Path, _settings.Values, "--urls", "http://127.0.0.1:0");
        var webhooks = new WebhookCaller(server.Address, _settings);

        Assert.Equal(503, (await webhooks.DeliverAsync(Payloads.Call(Sam, "refused", 1_790_000_000, "I want apples."))).Status);
        Assert.Equal(503, (await webhooks.GetAsync("/health/ready")).Status);

        var (code, output, _) = await ElaomsProcess.RunAsync(_folder.Path, _settings.Values, input: null, "doctor", "--json");
        Assert.Equal(2, code);
        Assert.Equal("error", VerdictOf(output, "storage"));
        Assert.Contains(SettingNames.MinFreeBytes, output, StringComparison.Ordinal);
    }

    [TmpfsFact]
    public async Task Server_on_a_full_disk_is_not_ready_and_is_again_when_there_is_room()
    {
        using var disk = new Tmpfs(16 << 20);
        _settings[SettingNames.OpenMemoryDbPath] = Path.Combine(disk.Path, "data", "openmemory.db");
        _settings[SettingNames.PayloadStoragePath] = Path.Combine(disk.Path, "payloads");
        _settings[SettingNames.MinFreeBytes] = "0";
        await using var server = await ElaomsProcess.ServeAsync(_folder.Path, _settings.Values, "--urls", "http://127.0.0.1:0");

        await BecomesFullAndHasRoomAgainAsync(
            server,
            isFull =>
            {
                if (isFull)
                    disk.Fill();
                else
                    disk.Clear();
            },
            async isFull =>
            {
                var (code, output, _) = await ElaomsProcess.RunAsync(_folder.Path, _settings.Values, input: null, "doctor", "--json");
                Assert.Equal(isFull ? "error" : "ok", VerdictOf(output, "storage"));
                Assert.Equal(isFull, code == 2);
                // A disk of 16 MB has little room at all times.
                Assert.Equal("warning", VerdictOf(output, "disk"));
            });
    }

    private async Task BecomesFullAndHasRoomAgainAsync(ElaomsProcess server, Action<bool> setFull, Func<bool, Task>? look = null)
    {
        var webhooks = new WebhookCaller(server.Address, _settings);
        (await webhooks.DeliverAsync(Payloads.Call(Sam, "before", 1_790_000_000, "I want apples."))).IsOk();
        await webhooks.LearnedAsync();
        Assert.True((await webhooks.GetAsync("/health/ready")).IsOk().Json.GetProperty("free_bytes").GetInt64() > 0);

        setFull(true);
        await Eventually.IsTrueAsync(async () => (await webhooks.GetAsync("/health/ready")).Status == 503, "the server is not ready");
        Assert.Equal("failed", (await webhooks.GetAsync("/health/ready")).Json.GetProperty("checks").GetProperty("storage").GetString());
        Assert.Equal(503, (await webhooks.DeliverAsync(Payloads.Call(Sam, "full", 1_790_000_001, "I want pears."))).Status);
        (await webhooks.ClientDataAsync(Sam)).IsOk();
        Assert.Single((await webhooks.SearchDataAsync(Sam, "apples")).IsOk().Found);
        await (look?.Invoke(true) ?? Task.CompletedTask);

        setFull(false);
        await Eventually.IsTrueAsync(async () => (await webhooks.GetAsync("/health/ready")).Status == 200, "the server is ready again");
        (await webhooks.DeliverAsync(Payloads.Call(Sam, "full", 1_790_000_001, "I want pears."))).IsOk();
        await webhooks.LearnedAsync();
        Assert.Single((await webhooks.SearchDataAsync(Sam, "pears")).IsOk().Found);
        await (look?.Invoke(false) ?? Task.CompletedTask);
    }

    private ElaomsProcess StartRefusable(params IEnumerable<string> arguments) => StartAlone(UnprivilegedLimits.IgnoreRefusals, arguments);

    // The runtime maps what it compiles twice unless it is told not to, and makes a file for that.
    private ElaomsProcess StartAlone(string script, params IEnumerable<string> arguments) => ElaomsProcess.StartAlone(
        "sh",
        _folder.Path,
        [
            .. _settings.Values, new("DOTNET_EnableWriteXorExecute", "0"), new("TMPDIR", _folder.Path),
            new("PATH", Environment.GetEnvironmentVariable("PATH")),
        ],
        [
            "-c", script, "sh", Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"),
            Path.Combine(AppContext.BaseDirectory, "elaoms.dll"), .. arguments,
        ]);

    private static string? VerdictOf(string report, string subject)
    {
        using var document = JsonDocument.Parse(report);
        return document.RootElement.GetProperty("checks").EnumerateArray()
            .First(check => check.GetProperty("subject").GetString() == subject).GetProperty("verdict").GetString();
    }
}
