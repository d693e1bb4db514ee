using Elaoms.Core.Calls;
using Elaoms.Core.Records;
using Elaoms.FakePlatform;
using Elaoms.Tests.Server;
using Elaoms.Tests.Storage;
using Xunit;

namespace Elaoms.EndToEnd.Cli;

/// <summary><c>elaoms erase --vendor</c> as a process: a caller's conversations at a played platform, and then what is here.</summary>
public sealed class EraseAtVendorTests : IAsyncLifetime, IDisposable
{
    private const string Sam = "+12025550123";
    private readonly TempFolder _folder = new();
    private readonly ServerSettings _settings;
    private PlayedPlatform _platform = null!;

    public EraseAtVendorTests() => _settings = new ServerSettings(_folder);

    public async Task InitializeAsync()
    {
        _platform = await PlayedPlatform.StartAsync();
        _settings["ELEVENLABS_API_URL"] = _platform.Address.GetLeftPart(UriPartial.Authority);
        _settings["ELEVENLABS_API_KEY"] = _platform.Key;
        var agent = _platform.Store.AddAgent("Reception").Id;
        var start = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();
        foreach (var caller in new[] { Sam, Sam, "+12025550124" })
            _platform.Store.AddConversation(agent, start++, caller, "Hello?", "My name is Sam Miller.");
        await using var stores = new Stores(_settings.Read(), TimeProvider.System);
        var (code, output, errors) = await RunAsync("import");
        Assert.True(code == 0, output + errors);
        await stores.LearnAllAsync();
    }

    public async Task DisposeAsync() => await _platform.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Nothing_is_erased_here_before_all_is_deleted_there()
    {
        var (code, output, _) = await RunAsync("erase", Sam, "--vendor", "--dry-run");
        Assert.Equal((0, 3), (code, _platform.Store.Conversations.Count));
        Assert.Contains("2 conversations at ElevenLabs", output, StringComparison.Ordinal);

        var failing = _platform.Store.Conversations.Values.First(one => one.Caller == Sam).Id;
        _platform.Faults.Add("DELETE", failing, PlatformFault.Forbidden);
        (code, output, _) = await RunAsync("erase", Sam, "--vendor", "--yes");
        Assert.Equal(1, code);
        Assert.Contains($"not deleted at ElevenLabs: {failing}: The API key may not do this", output, StringComparison.Ordinal);
        Assert.Contains("Nothing was erased here", output, StringComparison.Ordinal);
        Assert.True(await IsKnownAsync());

        _platform.Faults.Clear();
        (code, output, var errors) = await RunAsync("erase", Sam, "--vendor", "--yes", "--json");
        Assert.True(code == 0, output + errors);
        var json = Payload.Json(output);
        var there = json.GetProperty("elevenlabs");
        Assert.Equal((true, true), (json.GetProperty("erased").GetBoolean(), json.GetProperty("complete").GetBoolean()));
        Assert.Equal((1, 1), (there.GetProperty("deleted").GetInt32(), there.GetProperty("gone").GetInt32()));
        Assert.DoesNotContain(_platform.Store.Conversations.Values, one => one.Caller == Sam);
        Assert.Single(_platform.Store.Conversations);
        Assert.False(await IsKnownAsync());
    }

    [Fact]
    public async Task Key_that_is_refused_erases_nothing()
    {
        _settings["ELEVENLABS_API_KEY"] = "wrong";

        var (code, _, errors) = await RunAsync("erase", Sam, "--vendor", "--yes");

        Assert.Equal(1, code);
        Assert.Contains("ElevenLabs refuses the API key", errors, StringComparison.Ordinal);
        Assert.Contains("Nothing was erased here", errors, StringComparison.Ordinal);
        Assert.Equal(3, _platform.Store.Conversations.Count);
        Assert.True(await IsKnownAsync());
    }

    private async Task<bool> IsKnownAsync()
    {
        await using var stores = new Stores(_settings.Read(), TimeProvider.System);
        return await stores.Records.ReadAsync(
            stores.Get<CallerKeys>().Of(new Caller(CallerKind.Phone, Sam), "default"), CancellationToken.None) is not null;
    }

    private Task<(int Code, string Output, string Errors)> RunAsync(params string[] arguments)
        => ElaomsProcess.RunAsync(_folder.Path, _settings.Values, input: null, arguments);
}
