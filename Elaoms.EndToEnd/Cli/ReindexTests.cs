using Elaoms.Core.Calls;
using Elaoms.Core.Records;
using Elaoms.Core.Records.Memories;
using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Documents;
using Elaoms.Core.Storage.Listing;
using Elaoms.Core.Storage.Records;
using Elaoms.Indexes.OpenMemory;
using Elaoms.Tests.Indexes.OpenMemory;
using Elaoms.Tests.Server;
using Elaoms.Tests.Storage;
using Xunit;

namespace Elaoms.EndToEnd.Cli;

/// <summary><c>elaoms reindex</c> as a process, beside records that an OpenMemory server has never seen.</summary>
public sealed class ReindexTests : IAsyncLifetime, IDisposable
{
    private const int Callers = 6;
    private const int Turns = 12;

    private readonly TempFolder _folder = new();
    private readonly ServerSettings _settings;
    private FakeOpenMemory _server = null!;

    public ReindexTests() => _settings = new ServerSettings(_folder);

    public async Task InitializeAsync()
    {
        await using (var stores = new Stores(_settings.Read(), TimeProvider.System))
        {
            for (var caller = 0; caller < Callers; caller++)
                await TeachAsync(stores, caller);
        }

        _server = await FakeOpenMemory.StartAsync(OpenMemoryDialect.Tenants);
        (_settings[SettingNames.OpenMemoryPort], _settings[SettingNames.OpenMemoryKey]) = ($"{_server.Address}", _server.Key);
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task New_server_is_given_every_memory_once_and_the_next_run_adds_nothing()
    {
        var (code, output, _) = await ReindexAsync();
        Assert.Equal(0, code);
        Assert.Contains($"{Callers} of {Callers} callers are up to date.", output, StringComparison.Ordinal);
        AssertHoldsAllOnce();

        var adds = _server.Adds;
        Assert.Equal(0, (await ReindexAsync()).Code);
        Assert.Equal(adds, _server.Adds);
    }

    [Fact]
    public async Task Server_that_lost_everything_or_speaks_another_dialect_is_given_everything_again()
    {
        await ReindexAsync();
        await _server.RestartAsync(keepsData: false);
        Assert.Equal(0, (await ReindexAsync()).Code);
        AssertHoldsAllOnce();

        _server.Clear();
        _server.Dialect = OpenMemoryDialect.UserIds;
        Assert.Equal(0, (await ReindexAsync()).Code);
        AssertHoldsAllOnce();
    }

    [Fact]
    public async Task Memories_that_are_missing_though_noted_are_given_again_when_all_are_asked_for()
    {
        await ReindexAsync();
        foreach (var memory in _server.Memories.Where(memory => memory.Given.Contains("Turn 7", StringComparison.Ordinal)).ToList())
        {
            using var http = TestHttp.ClientFor(_server.Address);
            using var request = new HttpRequestMessage(HttpMethod.Delete, new Uri(_server.Address, $"/memory/{memory.Id}"));
            request.Headers.Add("x-api-key", _server.Key);
            using var response = await http.SendAsync(request, CancellationToken.None);
        }

        Assert.Equal(Callers * (Turns - 1), _server.Memories.Count);
        Assert.Equal(0, (await ReindexAsync("--all")).Code);
        AssertHoldsAllOnce();
    }

    [Fact]
    public async Task Run_that_was_killed_is_gone_on_with()
    {
        _server.Faults.AddDelay = TimeSpan.FromMilliseconds(20);
        await using (var run = ElaomsProcess.Start(_folder.Path, _settings.Values, "reindex"))
        {
            await Eventually.IsTrueAsync(() => _server.Adds > Callers * Turns / 3, "some memories are added");
            await run.KillAsync();
        }

        _server.Faults.AddDelay = TimeSpan.Zero;
        // What was under way when it was killed is free again after three minutes.
        await using (var server = await ElaomsProcess.ServeChangedAsync(_folder.Path, _settings, Crashes.ServerProgram.MinutesAhead, "10"))
        {
            await using var stores = new Stores(_settings.Read(), TimeProvider.System);
            await Eventually.IsTrueAsync(
                async () => await stores.Get<IDocumentStore<IndexTask>>().CountAsync() == 0, "the server has gone on with it");
        }

        Assert.Equal(0, (await ReindexAsync()).Code);
        AssertHoldsAllOnce();
    }

    [Theory]
    [InlineData("down", "can't be reached")]
    [InlineData("key", "OPENMEMORY_KEY")]
    [InlineData("other", "")]
    public async Task Server_that_can_not_be_used_is_said_to_be(string fault, string message)
    {
        if (fault == "down")
            await _server.StopAsync();
        _server.Key = fault == "key" ? "another" : _server.Key;
        _server.Faults.OtherService = fault == "other";

        var (code, _, errors) = await ReindexAsync();

        Assert.Equal(1, code);
        Assert.Contains("OpenMemory", errors, StringComparison.Ordinal);
        Assert.Contains(message, errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_server_only_the_list_of_calls_is_made()
    {
        _settings[SettingNames.OpenMemoryPort] = null;

        Assert.Equal((0, $"{Callers} callers and 0 calls are listed.\n", ""), await ReindexAsync());

        await using var stores = new Stores(_settings.Read(), TimeProvider.System);
        Assert.Equal(Callers, (await stores.Get<ICallList>().ListCallersAsync(null, 99, CancellationToken.None)).Items.Count);
    }

    [Fact]
    public async Task Server_is_not_asked_when_only_the_list_is_wanted()
    {
        await _server.StopAsync();

        Assert.Equal(0, (await ReindexAsync("--list")).Code);
        Assert.Equal(0, _server.Adds);
    }

    private Task<(int Code, string Output, string Errors)> ReindexAsync(params string[] options)
        => ElaomsProcess.RunAsync(_folder.Path, _settings.Values, null, ["reindex", .. options]);

    private void AssertHoldsAllOnce()
        => Assert.Equal(
            Enumerable.Range(0, Callers).SelectMany(caller => Enumerable.Range(0, Turns).Select(turn => $"conv_{caller}-turn-{turn}"))
                .Order(StringComparer.Ordinal),
            _server.Memories.Select(memory => memory.Metadata["elaoms_id"]!.ToString()).Order(StringComparer.Ordinal));

    private static async Task TeachAsync(Stores stores, int number)
    {
        var caller = new Caller(CallerKind.Phone, $"+1202555{number:0000}");
        var conversation = $"conv_{number}";
        var call = new PastCall
        {
            ConversationId = conversation,
            Payload = "p",
            PayloadVersion = new PayloadVersion(1, "h"),
            StartedAt = FixedClock.Start,
        };
        var memories = Enumerable.Range(0, Turns).Select(turn => new Memory(
            $"{conversation}-turn-{turn}", $"Turn {turn} is about {OwnWords.Of($"{number} {turn}")}.", Sector.Episodic, Salience.Low,
            FixedClock.Start.AddSeconds(turn), "user", conversation, turn));
        await stores.Get<CallerRecords>()
            .ApplyAsync(stores.Get<CallerKeys>().Of(caller), caller, [new ExtractedCall(call, [], [.. memories])], CancellationToken.None);
    }
}
