using System.Text;
using Elaoms.Core.Calls;
using Elaoms.Tests.Server;
using Xunit;

namespace Elaoms.EndToEnd.Cli;

/// <summary>What is left in the files of a server whose caller another process erased, after stop and restart.</summary>
public sealed class ErasedBytesTests : IDisposable
{
    private const string Sam = "+12025550123";
    private const string Kim = "+12025550199";

    private readonly TempFolder _folder = new();
    private readonly ServerSettings _settings;

    public ErasedBytesTests() => _settings = new ServerSettings(_folder);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Caller_who_was_erased_beside_a_server_is_in_no_file_after_its_restart()
    {
        var key = CallerKey.Of(new Caller(CallerKind.Phone, Sam), Encoding.UTF8.GetBytes(_settings.Read().CallerHashKey));
        string[] traces = ["2025550123", "Xanthippe", "Quedlinburg", key.Value, "phone …0123"];
        await using (var server = await ServeAsync())
        {
            var webhooks = new WebhookCaller(server.Address, _settings);
            for (var call = 0; call < 5; call++)
            {
                (await webhooks.DeliverAsync(Payloads.Call(Sam, $"sam {call}", Payloads.Recent + call, "My name is Xanthippe Brandt, "
                    + $"I live in Quedlinburg. {new string('w', 1500 * call)}"))).IsOk();
                (await webhooks.DeliverAsync(Payloads.Call(Kim, $"kim {call}", Payloads.Recent + call, "I live in Oslo."))).IsOk();
                await webhooks.LearnedAsync();
            }

            Assert.NotEmpty((await webhooks.SearchDataAsync(Sam, "Quedlinburg")).IsOk().Found);
            Assert.All(traces, trace => Assert.NotEmpty(FilesWith(trace)));

            var (code, output, errors) = await ElaomsProcess.RunAsync(
                _folder.Path, _settings.Values, input: null, "erase", Sam, "--yes", "--json");

            Assert.Equal((0, ""), (code, errors));
            var report = Payload.Json(output);
            Assert.Equal((true, "gone"), (report.GetProperty("complete").GetBoolean(), report.GetProperty("deleted_data").GetString()));
            Assert.All(traces, trace => Assert.Empty(FilesWith(trace)));
            Assert.Empty((await webhooks.SearchDataAsync(Sam, "Quedlinburg")).IsOk().Found);
            await StopAsync(server);
        }

        await using (var server = await ServeAsync())
        {
            Assert.NotEmpty((await new WebhookCaller(server.Address, _settings).SearchDataAsync(Kim, "Oslo")).IsOk().Found);
            await StopAsync(server);
        }

        Assert.All(traces, trace => Assert.Empty(FilesWith(trace)));
        Assert.NotEmpty(FilesWith("Oslo"));
    }

    private static async Task StopAsync(ElaomsProcess server)
    {
        await server.SignalAsync("TERM");
        Assert.Equal(0, await server.EndAsync());
    }

    private Task<ElaomsProcess> ServeAsync() => ElaomsProcess.ServeAsync(_folder.Path, _settings.Values, "--urls", "http://127.0.0.1:0");

    private List<string> FilesWith(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        // The runtime's pipes are in the folder too, and whoever opens one waits.
        return [.. new[] { "data", "payloads" }
            .SelectMany(folder => Directory.EnumerateFiles(_folder[folder], "*", SearchOption.AllDirectories))
            .Where(file => new FileInfo(file) is { Exists: true, Length: > 0 } && Read(file).AsSpan().IndexOf(bytes) >= 0)];
    }

    // The server may just be removing it.
    private static byte[] Read(string file)
    {
        try
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var content = new byte[stream.Length];
            return content[..stream.ReadAtLeast(content, content.Length, throwOnEndOfStream: false)];
        }
        catch (FileNotFoundException)
        {
            return [];
        }
    }
}
