using System.Globalization;
using Elaoms.Core.Calls;
using Elaoms.Core.Processing;
using Elaoms.Core.Records;
using Elaoms.Tests.Processing;
using Elaoms.Tests.Server;
using Elaoms.Tests.Storage;
using Xunit;
using Elaoms.Core.Storage.Records;

namespace Elaoms.EndToEnd.Cli;

/// <summary><c>elaoms relearn</c> as a process, over what older rules taught.</summary>
public sealed class RelearnTests : IAsyncLifetime, IDisposable
{
    private const int Callers = 30;
    private const int CallsEach = 4;

    private readonly TempFolder _folder = new();
    private readonly ServerSettings _settings;

    public RelearnTests() => _settings = new ServerSettings(_folder);

    public async Task InitializeAsync()
    {
        await using var stores = Open();
        using var bench = new LearningBench(stores);
        for (var caller = 0; caller < Callers; caller++)
        {
            for (var call = 0; call < CallsEach; call++)
                await bench.LearnAsync(
                    Payloads.Call(Number(caller), $"c{caller}_{call}", Payloads.Recent + call, "My name is Sam Miller."));
            await FormerRules.TaughtAsync(stores, bench.KeyOf(Number(caller)), new Caller(CallerKind.Phone, Number(caller)));
        }
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task All_callers_are_learned_again_and_doctor_says_when_they_are_not()
    {
        Assert.Contains($"{Callers * CallsEach} calls were learned by older rules.", await DoctorAsync(), StringComparison.Ordinal);
        var dry = await RelearnAsync("--dry-run");
        Assert.Contains(
            "120 calls would be learned again: 120 facts would be removed and 120 added. Nothing was changed.\n",
            dry,
            StringComparison.Ordinal);
        Assert.Equal(0, await CurrentAsync());

        var told = await RelearnAsync();

        Assert.EndsWith("120 calls were learned again: 120 facts were removed and 120 added.\n", told, StringComparison.Ordinal);
        Assert.Contains(" of 30 callers, ", told, StringComparison.Ordinal);
        Assert.Equal(Callers, await CurrentAsync());
        Assert.DoesNotContain("older rules", await DoctorAsync(), StringComparison.Ordinal);
        Assert.EndsWith("0 calls were learned again: 0 facts were removed and 0 added.\n", await RelearnAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_caller_is_learned_again()
    {
        var told = await RelearnAsync("--caller", Number(3));

        Assert.EndsWith("4 calls were learned again: 4 facts were removed and 4 added.\n", told, StringComparison.Ordinal);
        Assert.Equal(1, await CurrentAsync());
    }

    [Fact]
    public async Task Run_that_was_killed_is_gone_on_with()
    {
        await using (var run = ElaomsProcess.Start(_folder.Path, _settings.Values, "relearn"))
        {
            await Eventually.IsTrueAsync(async () => await CurrentAsync() > 0, "a caller was learned again");
            await run.KillAsync();
        }

        await RelearnAsync();

        Assert.Equal(Callers, await CurrentAsync());
    }

    [Fact]
    public async Task Server_goes_on_learning_meanwhile()
    {
        await using var server = await ElaomsProcess.ServeAsync(_folder.Path, _settings.Values);
        var webhooks = new WebhookCaller(server.Address, _settings);
        var relearning = RelearnAsync();
        var delivered = 0;
        do
        {
            Assert.Equal(200, (await webhooks.DeliverAsync(
                Payloads.Call(Number(delivered % Callers), $"new_{delivered}", Payloads.Recent + 100, "Hello."))).Status);
            delivered++;
        }
        while (!relearning.IsCompleted);

        await relearning;
        await using var stores = Open();
        await Eventually.IsTrueAsync(async () => await stores.Queue.CountAsync(CancellationToken.None) == 0, "the server has learned all");
        var records = await RecordsAsync(stores);
        Assert.Equal((Callers * CallsEach) + delivered, records.Sum(record => record.Calls.Count));
        Assert.All(records, record => Assert.Equal(0, RelearnCalls.Outdated(record)));
    }

    [Theory]
    [InlineData("--since", "yesterday", "--since must be a day, yyyy-MM-dd.")]
    [InlineData("--caller", "anonymous", "nothing is stored under it")]
    public async Task What_is_no_request_is_refused(string option, string value, string message)
    {
        var (code, _, errors) = await ElaomsProcess.RunAsync(_folder.Path, _settings.Values, input: null, ["relearn", option, value]);

        Assert.Equal(2, code);
        Assert.Contains(message, errors, StringComparison.Ordinal);
        Assert.Equal(0, await CurrentAsync());
    }

    private static string Number(int caller) => string.Create(CultureInfo.InvariantCulture, $"+1202555{caller:0000}");

    private Stores Open() => new(_settings.Read(), TimeProvider.System);

    private static async Task<List<CallerRecord>> RecordsAsync(Stores stores)
    {
        var records = new List<CallerRecord>();
        await foreach (var key in stores.Get<CallerRecords>().ListAsync(CancellationToken.None))
            records.Add((await stores.Records.ReadAsync(key, CancellationToken.None))!.Value);
        return records;
    }

    // How many callers today's rules taught.
    private async Task<int> CurrentAsync()
    {
        await using var stores = Open();
        return (await RecordsAsync(stores))
            .Count(record => RelearnCalls.Outdated(record) == 0 && record.Facts.All(fact => fact.Key == "name"));
    }

    private async Task<string> RelearnAsync(params string[] options)
    {
        var (code, output, errors) = await ElaomsProcess.RunAsync(_folder.Path, _settings.Values, input: null, ["relearn", .. options]);
        Assert.Equal((0, ""), (code, errors));
        return output.ReplaceLineEndings("\n");
    }

    private async Task<string> DoctorAsync()
        => (await ElaomsProcess.RunAsync(_folder.Path, _settings.Values, input: null, ["doctor"])).Output;
}
