using System.Security.Cryptography;
using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Payloads;
using Elaoms.EndToEnd.Cli;
using Elaoms.Storage.Local.Journal;
using Elaoms.Tests.Server;
using Xunit;
using Xunit.Abstractions;

namespace Elaoms.EndToEnd.Crashes;

/// <summary>
/// A 200 outlives a power cut. It is played by <c>kill -9</c>, after which what was not flushed is removed: of a call that is in a journal,
/// everything else may be missing.
/// </summary>
[LongRunning]
public sealed class PowerCutTests(ITestOutputHelper output) : IDisposable
{
    // None of the callers of the load.
    private const string Sam = "+12025559999";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Acknowledged_calls_are_all_learned_once_although_their_payloads_are_torn_or_missing()
    {
        var settings = new ServerSettings(_folder);
        var load = new CallLoad();
        await SendAndKillAsync(settings, load, calls: 200);
        var journalled = Journalled(_folder.Of("payloads"));
        foreach (var (name, i) in journalled.Select((name, i) => (name, i)))
            Lose(Path.Combine(_folder.Of("payloads"), name.Value), left: i % 3);

        await using var server = await ServeAsync(_folder, settings);

        var webhooks = new WebhookCaller(server.Address, settings);
        await webhooks.LearnedAsync();
        await load.EachIsFoundAsync(webhooks);
        Assert.All(journalled, name => Assert.Equal(name.BodyHash, HashOf(Path.Combine(_folder.Of("payloads"), name.Value))));
        await StopAsync(server);
        Assert.Empty(Journalled(_folder.Of("payloads")));
        await load.EachIsStoredOnceAsync(settings);
        output.WriteLine($"{journalled.Count} of {load.Acknowledged} calls were in the journal");
    }

    [Fact]
    public async Task Calls_of_a_journal_are_all_learned_where_nothing_else_is_left()
    {
        var settings = new ServerSettings(_folder);
        await SendAndKillAsync(settings, new CallLoad(), calls: 100);
        var journalled = Journalled(_folder.Of("payloads"));

        using var rest = new TempFolder();
        CopyJournals(rest);
        settings[SettingNames.OpenMemoryDbPath] = rest.Of("data", "openmemory.db");
        settings[SettingNames.PayloadStoragePath] = rest.Of("payloads");
        await using var server = await ServeAsync(rest, settings);

        await new WebhookCaller(server.Address, settings).LearnedAsync();
        await StopAsync(server);
        await using var services = StorageView.Open(settings);
        var stored = new StorageView(services);
        foreach (var name in journalled)
            Assert.Equal(ReceiptResult.Learned, (await stored.ReceiptOfAsync(name))?.Result);
    }

    [Fact]
    public async Task Caller_who_was_erased_while_nothing_ran_does_not_come_back_from_the_journal_of_a_killed_server()
    {
        var settings = new ServerSettings(_folder);
        await using (var server = await ServeAsync(_folder, settings))
        {
            var webhooks = new WebhookCaller(server.Address, settings);
            (await webhooks.DeliverAsync(Payloads.Call(Sam, "conv_sam", Payloads.Recent, "I live in Quedlinburg."))).IsOk();
            await webhooks.LearnedAsync();
            await server.KillAsync();
        }

        // A cut may just have emptied the journal; then the payload is on the disk.
        foreach (var name in Journalled(_folder.Of("payloads")))
            Lose(Path.Combine(_folder.Of("payloads"), name.Value), left: 0);
        var (code, report, errors) = await ElaomsProcess.RunAsync(
            _folder.Path, settings.Values, input: null, "erase", Sam, "--yes", "--json");
        Assert.Equal((0, ""), (code, errors));
        Assert.True(Payload.Json(report).GetProperty("complete").GetBoolean());
        Assert.Empty(FilesWith("Quedlinburg"));

        await using (var server = await ServeAsync(_folder, settings))
        {
            var webhooks = new WebhookCaller(server.Address, settings);
            await webhooks.LearnedAsync();
            Assert.Empty((await webhooks.SearchDataAsync(Sam, "Quedlinburg")).IsOk().Found);
            await StopAsync(server);
        }

        Assert.Empty(FilesWith("Quedlinburg"));
    }

    [Fact]
    public async Task Caller_is_erased_from_the_journal_that_a_running_server_writes()
    {
        var settings = new ServerSettings(_folder);
        await using var server = await ServeAsync(_folder, settings);
        var webhooks = new WebhookCaller(server.Address, settings);
        (await webhooks.DeliverAsync(Payloads.Call(Sam, "conv_sam", Payloads.Recent, "I live in Quedlinburg."))).IsOk();
        await webhooks.LearnedAsync();
        using var stop = new CancellationTokenSource();
        var load = new CallLoad();
        var sending = load.SendAsync(webhooks, stop.Token);

        var (code, _, errors) = await ElaomsProcess.RunAsync(_folder.Path, settings.Values, input: null, "erase", Sam, "--yes");

        Assert.Equal((0, ""), (code, errors));
        Assert.Empty(FilesWith("Quedlinburg"));
        await server.KillAsync();
        await stop.CancelAsync();
        await sending;
        await using var next = await ServeAsync(_folder, settings);
        webhooks = new WebhookCaller(next.Address, settings);
        await webhooks.LearnedAsync();
        await load.EachIsFoundAsync(webhooks);
        Assert.Empty((await webhooks.SearchDataAsync(Sam, "Quedlinburg")).IsOk().Found);
        Assert.Empty(FilesWith("Quedlinburg"));
    }

    private static Task<ElaomsProcess> ServeAsync(TempFolder folder, ServerSettings settings)
        => ElaomsProcess.ServeAsync(folder.Path, settings.Values, "--urls", "http://127.0.0.1:0");

    private static async Task StopAsync(ElaomsProcess server)
    {
        await server.SignalAsync("TERM");
        Assert.Equal(0, await server.EndAsync());
    }

    private async Task SendAndKillAsync(ServerSettings settings, CallLoad load, int calls)
    {
        await using var server = await ServeAsync(_folder, settings);
        using var stop = new CancellationTokenSource();
        var sending = load.SendAsync(new WebhookCaller(server.Address, settings), stop.Token);
        // Right after a cut nothing might be in the journal.
        await Eventually.IsTrueAsync(
            () => load.Acknowledged >= calls && Journalled(_folder.Of("payloads")).Count > 5, "calls are acknowledged and in the journal");
        await server.KillAsync();
        await stop.CancelAsync();
        await sending;
        Assert.NotEmpty(Journalled(_folder.Of("payloads")));
    }

    private void CopyJournals(TempFolder to)
    {
        Directory.CreateDirectory(to.Of("payloads", ".journal"));
        foreach (var path in Directory.GetFiles(_folder.Of("payloads", ".journal"), "*.journal"))
            File.Copy(path, to.Of("payloads", ".journal", Path.GetFileName(path)));
    }

    private static List<PayloadName> Journalled(string payloads)
    {
        var folder = Path.Combine(payloads, ".journal");
        var names = new List<PayloadName>();
        foreach (var path in Directory.Exists(folder) ? Directory.GetFiles(folder, "*.journal") : [])
        {
            using var file = JournalFolder.TryOpenShared(path);
            if (file is null)
                continue;
            var reader = new JournalReader(file.SafeFileHandle, JournalFolder.IdOf(path)!.Value);
            names.AddRange(reader.Read().Where(entry => reader.ReadBody(entry) is not null).Select(entry => entry.Name));
        }

        return names;
    }

    private static void Lose(string path, int left)
    {
        if (left == 0)
        {
            File.Delete(path);
            return;
        }

        using var file = File.OpenWrite(path);
        file.SetLength(left == 1 ? 0 : file.Length / 2);
    }

    private static string HashOf(string path) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));

    private List<string> FilesWith(string text)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(text);
        return [.. new[] { "data", "payloads" }
            .SelectMany(folder => Directory.EnumerateFiles(_folder[folder], "*", SearchOption.AllDirectories))
            // The lock of the server's worker has no content.
            .Where(path => new FileInfo(path) is { Exists: true, Length: > 0 } && Read(path).AsSpan().IndexOf(bytes) >= 0)];
    }

    private static byte[] Read(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var content = new byte[file.Length];
            return content[..file.ReadAtLeast(content, content.Length, throwOnEndOfStream: false)];
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            // The server has just removed it.
            return [];
        }
    }
}
