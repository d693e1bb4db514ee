using System.Globalization;
using Elaoms.Core.Storage.Payloads;
using Elaoms.EndToEnd.Cli;
using Elaoms.Tests.Server;
using Xunit;

namespace Elaoms.EndToEnd.Outages;

/// <summary>Several servers on one storage account are one memory.</summary>
[LongRunning]
public sealed class SharedAccountTests
{
    private const string AnyPort = "http://127.0.0.1:0";
    private const int Calls = 60;
    private const int Callers = 6;

    [Fact]
    public async Task Two_servers_on_one_account_learn_each_call_once_and_know_what_the_other_was_told()
    {
        using var folder = new TempFolder();
        var settings = await ServerSettings.ForAsync(StorageKind.Azure, folder);
        settings["Logging:LogLevel:Default"] = "Warning";
        await using var one = await ElaomsProcess.ServeAsync(folder.Path, settings.Values, "--urls", AnyPort);
        await using var other = await ElaomsProcess.ServeAsync(folder.Path, settings.Values, "--urls", AnyPort);
        WebhookCaller[] servers = [new(one.Address, settings), new(other.Address, settings)];

        // Known to both before, so that both must see what has changed.
        await DeliverAsync(servers[0], 0);
        await servers[0].LearnedAsync();
        foreach (var server in servers)
            Assert.Single(await FoundAsync(server, 0));

        // Every third call reaches both, at the same time.
        await Parallel.ForEachAsync(Enumerable.Range(1, Calls - 1), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (call, _) =>
            await Task.WhenAll((call % 3 == 0 ? servers : [servers[call % 2]]).Select(server => DeliverAsync(server, call))));
        await servers[1].LearnedAsync();

        foreach (var server in servers)
        {
            for (var call = 0; call < Calls; call++)
                Assert.Single(await FoundAsync(server, call));
        }

        await using var services = StorageView.Open(settings);
        var stored = new StorageView(services);
        var records = await stored.RecordsAsync();
        Assert.Equal(Enumerable.Repeat(Calls / Callers, Callers), records.Select(record => record.Calls.Count));
        Assert.Equal(Calls, records.Sum(record => record.Memories.Count));
        foreach (var payload in await stored.ArchivedAsync())
            Assert.Equal(ReceiptResult.Learned, (await stored.ReceiptOfAsync(payload))!.Result);
    }

    private static async Task DeliverAsync(WebhookCaller server, int call) =>
        (await server.DeliverAsync(Payloads.Call(CallerOf(call), $"conv_{call}", 1_791_300_000 + call, $"I said {Word(call)}."))).IsOk();

    private static async Task<IEnumerable<string>> FoundAsync(WebhookCaller server, int call) =>
        (await server.SearchDataAsync(CallerOf(call), Word(call))).IsOk().Found
            .Where(said => said.Contains(Word(call), StringComparison.Ordinal));

    private static string CallerOf(int call) => string.Create(CultureInfo.InvariantCulture, $"+120255501{call % Callers:00}");

    private static string Word(int call) => string.Create(CultureInfo.InvariantCulture, $"zqword{call:00}x");
}
