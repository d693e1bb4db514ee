using Elaoms.FakePlatform;
using Elaoms.Tests.Server;
using Elaoms.Tests.Storage;
using Xunit;

namespace Elaoms.EndToEnd.Cli;

/// <summary><c>elaoms import</c> as a process, from a played platform, beside a server that learns.</summary>
public sealed class ImportTests : IAsyncLifetime, IDisposable
{
    private const int Conversations = 600;
    private const int Kills = 10;
    private static readonly long Start = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();
    private readonly TempFolder _folder = new();
    private readonly ServerSettings _settings;
    private PlayedPlatform _platform = null!;

    public ImportTests() => _settings = new ServerSettings(_folder);

    public async Task InitializeAsync()
    {
        _platform = await PlayedPlatform.StartAsync();
        _settings["ELEVENLABS_API_URL"] = _platform.Address.GetLeftPart(UriPartial.Authority);
        _settings["ELEVENLABS_API_KEY"] = _platform.Key;
        var agent = _platform.Store.AddAgent("Reception").Id;
        for (var number = 0; number < Conversations; number++)
            _platform.Store.AddConversation(agent, Start + (number / 2), Number(number), "Hello?", "My name is Sam Miller.");
    }

    public async Task DisposeAsync() => await _platform.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_that_was_killed_is_gone_on_with_and_each_conversation_is_learned_once_at_its_own_date()
    {
        await using var server = await ElaomsProcess.ServeAsync(_folder.Path, _settings.Values, "--urls", "http://127.0.0.1:0");
        for (var kill = 1; kill <= Kills; kill++)
        {
            await using var run = ElaomsProcess.Start(_folder.Path, _settings.Values, "import");
            await Eventually.IsTrueAsync(() => _platform.Faults.Count > kill * Conversations / (Kills + 1), "some are imported");
            await run.KillAsync();
        }

        var (code, output, errors) = await ElaomsProcess.RunAsync(_folder.Path, _settings.Values, input: null, "import");

        Assert.True(code == 0, output + errors);
        await using var stores = new Stores(_settings.Read(), TimeProvider.System);
        var calls = await LearnedCalls.WhenAsync(stores, Conversations);
        Assert.Equal(Conversations, calls.Count);
        Assert.Equal(Conversations, calls.Select(call => call.ConversationId).Distinct().Count());
        Assert.All(calls, call => Assert.Equal(
            _platform.Store.Conversations[call.ConversationId].Start, call.StartedAt.ToUnixTimeSeconds()));
        Assert.InRange(_platform.Faults.Count, Conversations, Conversations * 1.2);

        var before = _platform.Faults.Count;
        (code, output, _) = await ElaomsProcess.RunAsync(
            _folder.Path, _settings.Values, input: null, "import", "--since", "2026-01-01");
        Assert.Equal(0, code);
        Assert.Contains($"{Conversations} were here already", output, StringComparison.Ordinal);
        Assert.InRange(_platform.Faults.Count - before, 1, Conversations * 0.02);
    }

    [Fact]
    public async Task Dry_run_counts_and_refused_key_fails()
    {
        var (code, output, _) = await ElaomsProcess.RunAsync(_folder.Path, _settings.Values, input: null, "import", "--dry-run");

        Assert.Equal(0, code);
        Assert.StartsWith(
            $"{Conversations} of {Conversations} conversations would be imported. Nothing was changed.", output, StringComparison.Ordinal);
        Assert.Contains("20 callers would be known, 20 of them for the first time", output, StringComparison.Ordinal);
        Assert.Contains($"{Conversations} 2026-03", output, StringComparison.Ordinal);

        _settings["ELEVENLABS_API_KEY"] = "wrong";
        (code, _, var errors) = await ElaomsProcess.RunAsync(_folder.Path, _settings.Values, input: null, "import");
        Assert.Equal(1, code);
        Assert.Contains("ElevenLabs refuses the API key", errors, StringComparison.Ordinal);
    }

    private static string Number(int number) => $"+120255501{number % 20:00}";
}
