using System.Text.Json;
using Elaoms.Core.Calls;
using Elaoms.Core.Exports;
using Elaoms.Core.Records;
using Elaoms.EndToEnd.Cli;
using Elaoms.EndToEnd.Crashes;
using Elaoms.Tests.Jobs;
using Elaoms.Tests.Server;
using Elaoms.Tests.Storage;
using Xunit;

namespace Elaoms.EndToEnd.Jobs;

/// <summary>A job outlives <c>kill -9</c> of the server that is at it.</summary>
/// <param name="storage">Where.</param>
/// <param name="calls">So many that nobody is through before the server is killed.</param>
[LongRunning]
public abstract class KilledJobTests(StorageKind storage, int calls) : IAsyncLifetime, IDisposable
{
    private const string Sam = "+12025550123";
    private const string Kim = "+12025550199";

    private readonly TempFolder _folder = new();
    private ServerSettings _settings = null!;

    public async Task InitializeAsync()
    {
        _settings = await ServerSettings.ForAsync(storage, _folder);
        JobClient.Admit(_settings);
        // It makes what an account lacks.
        await using var server = await ServeAsync();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Export_is_written_whole_after_a_restart()
    {
        var key = await StoreAsync();

        var job = await KillInTheMidstAsync(key, "exports");

        await using var server = await ServeAsync();
        var operators = new JobClient(new WebhookCaller(server.Address, _settings));
        var files = await operators.DownloadAsync(await operators.EndAsync(job));
        Assert.Equal(calls, files.Keys.Count(name => name.StartsWith("payloads/", StringComparison.Ordinal)));
        var json = JsonDocument.Parse(files[ExportCaller.Json]).RootElement;
        Assert.Equal(calls, json.GetProperty("payloads").GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Erasing_is_done_after_a_restart_and_its_report_has_what_there_was()
    {
        var key = await StoreAsync();

        var job = await KillInTheMidstAsync(key, "erasure");

        await using var server = await ServeAsync();
        var ended = await new JobClient(new WebhookCaller(server.Address, _settings)).EndAsync(job);
        var report = ended.GetProperty("report");
        Assert.Equal((calls, "gone"), (report.GetProperty("payloads").GetInt32(), report.GetProperty("deleted_data").GetString()));
        await using var stores = new Stores(_settings.Read(), TimeProvider.System);
        Assert.Equal(["2025550199"], await StoredText.FoundAsync(["2025550123", "applemark", key.Value, "2025550199"], stores));
    }

    // Returns the job's id.
    private async Task<string> KillInTheMidstAsync(CallerKey key, string what)
    {
        await using var server = await ServeAsync();
        var operators = new JobClient(new WebhookCaller(server.Address, _settings));
        var job = await operators.StartAsync(key.Value, what);
        await Eventually.IsTrueAsync(async () => (await operators.ReadAsync(job)).GetProperty("done").GetInt32() > 0, "the job is begun");
        await server.KillAsync();

        await using var stores = new Stores(_settings.Read(), TimeProvider.System);
        Assert.True((await stores.Get<Core.Storage.Jobs.StoredJobs>().ReadAsync(job, CancellationToken.None))!.IsInFlight);
        return job;
    }

    // Stored at once, and not learned: that would take longer than the rest.
    private async Task<CallerKey> StoreAsync()
    {
        await using var stores = new Stores(_settings.Read(), TimeProvider.System);
        var now = TimeProvider.System.GetUtcNow();
        await stores.StoreAsync(Payloads.Call(Kim, "kim", Payloads.Recent, "I want pears."), now);
        for (var call = 0; call < calls; call++)
            await stores.StoreAsync(Payloads.Call(Sam, $"sam{call}", Payloads.Recent, $"I want applemark{call}."), now);
        return stores.Get<CallerKeys>().Of(new Caller(CallerKind.Phone, Sam));
    }

    // On a storage account the lease of what a killed process was at runs out, and here it does so soon.
    private Task<ElaomsProcess> ServeAsync() => storage == StorageKind.Embedded
        ? ElaomsProcess.ServeAsync(_folder.Path, _settings.Values, "--urls", "http://127.0.0.1:0")
        : ElaomsProcess.ServeChangedAsync(_folder.Path, _settings, ServerProgram.LeaseSeconds, "5");

    public sealed class OnFiles() : KilledJobTests(StorageKind.Embedded, calls: 2_000);

    public sealed class OnAzure() : KilledJobTests(StorageKind.Azure, calls: 120);
}
