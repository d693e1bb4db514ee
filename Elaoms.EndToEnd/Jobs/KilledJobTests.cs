using System.Text;
using System.Text.Json;
using Elaoms.Core.Calls;
using Elaoms.Core.Exports;
using Elaoms.Core.Records;
using Elaoms.EndToEnd.Cli;
using Elaoms.Tests.Server;
using Elaoms.Tests.Storage;
using Xunit;

namespace Elaoms.EndToEnd.Jobs;

/// <summary>A job outlives <c>kill -9</c> of the server that is at it.</summary>
[LongRunning]
public sealed class KilledJobTests : IDisposable
{
    private const string Sam = "+12025550123";
    private const string Kim = "+12025550199";

    // So many that nobody is through before the server is killed.
    private const int Calls = 3_000;

    private readonly TempFolder _folder = new();
    private readonly ServerSettings _settings;

    public KilledJobTests()
    {
        _settings = new ServerSettings(_folder);
        JobClient.Admit(_settings);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Export_is_written_whole_after_a_restart()
    {
        var key = await StoreAsync();

        var job = await KillInTheMidstAsync(key, "exports");

        await using var server = await ServeAsync();
        var operators = new JobClient(new WebhookCaller(server.Address, _settings));
        var files = await operators.DownloadAsync(await operators.EndAsync(job));
        Assert.Equal(Calls, files.Keys.Count(name => name.StartsWith("payloads/", StringComparison.Ordinal)));
        var json = JsonDocument.Parse(files[ExportCaller.Json]).RootElement;
        Assert.Equal(Calls, json.GetProperty("payloads").GetProperty("items").GetArrayLength());
        Assert.Single(Directory.EnumerateFiles(_folder.Of("payloads", ".jobs"), "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Erasing_is_done_after_a_restart_and_its_report_has_what_there_was()
    {
        var key = await StoreAsync();

        var job = await KillInTheMidstAsync(key, "erasure");

        await using var server = await ServeAsync();
        var ended = await new JobClient(new WebhookCaller(server.Address, _settings)).EndAsync(job);
        var report = ended.GetProperty("report");
        Assert.Equal((Calls, "gone"), (report.GetProperty("payloads").GetInt32(), report.GetProperty("deleted_data").GetString()));
        foreach (var trace in (string[])["2025550123", "applemark", key.Value])
            Assert.Equal([], FilesWith(trace));
        Assert.NotEmpty(FilesWith("2025550199"));
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
        for (var call = 0; call < Calls; call++)
            await stores.StoreAsync(Payloads.Call(Sam, $"sam{call}", Payloads.Recent, $"I want applemark{call}."), now);
        return stores.Get<CallerKeys>().Of(new Caller(CallerKind.Phone, Sam));
    }

    private Task<ElaomsProcess> ServeAsync() => ElaomsProcess.ServeAsync(_folder.Path, _settings.Values, "--urls", "http://127.0.0.1:0");

    private List<string> FilesWith(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return [.. new[] { "data", "payloads" }
            .SelectMany(folder => Directory.EnumerateFiles(_folder[folder], "*", SearchOption.AllDirectories))
            .Where(file => !file.EndsWith(".worker", StringComparison.Ordinal) && Read(file).AsSpan().IndexOf(bytes) >= 0)];
    }

    private static byte[] Read(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var content = new byte[stream.Length];
        return content[..stream.ReadAtLeast(content, content.Length, throwOnEndOfStream: false)];
    }
}
