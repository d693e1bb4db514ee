using System.Text.Json;
using Elaoms.Tests.Processing;
using Elaoms.Tests.Server;
using Elaoms.Tests.Storage;
using Xunit;

namespace Elaoms.EndToEnd.Cli;

/// <summary>The verbs that show and change what is remembered of a caller, as processes.</summary>
public sealed class ChangeVerbTests : IAsyncLifetime, IDisposable
{
    private const string Sam = "+12025550123";

    private readonly TempFolder _folder = new();
    private readonly ServerSettings _settings;

    public ChangeVerbTests() => _settings = new ServerSettings(_folder);

    public async Task InitializeAsync()
    {
        await using var stores = new Stores(_settings.Read(), TimeProvider.System);
        using var bench = new LearningBench(stores);
        await bench.LearnAsync(Payloads.Call(Sam, "c1", Payloads.Recent, "My name is Sam Miller.", "My e-mail is sam@example.com."));
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Caller_is_shown_changed_and_let_go()
    {
        var told = await RunAsync(0, "show", "001 202 555 0123");
        Assert.Contains("  user_name: Sam Miller", told, StringComparison.Ordinal);
        Assert.Contains("sam@example.com", told, StringComparison.Ordinal);

        await RunAsync(0, "forget", Sam, "--fact", "email");
        Assert.DoesNotContain("sam@example.com", await RunAsync(0, "show", Sam, "--json"), StringComparison.Ordinal);
        var json = await RunAsync(0, "correct", Sam, "name", "Sam Muller", "--id", "one", "--by", "ops", "--json");
        Assert.Equal("applied", JsonDocument.Parse(json).RootElement.GetProperty("status").GetString());
        Assert.Contains("before", await RunAsync(0, "correct", Sam, "name", "Sam Muller", "--id", "one"), StringComparison.Ordinal);
        using var shown = JsonDocument.Parse(await RunAsync(0, "show", Sam, "--json"));
        var variables = shown.RootElement.GetProperty("client_data").GetProperty("dynamic_variables");
        Assert.Equal("Sam Muller", variables.GetProperty("user_name").GetString());
        await RunAsync(0, "line", Sam, "shared");
        Assert.Contains("An operator marked the line as shared.", await RunAsync(0, "show", Sam), StringComparison.Ordinal);
        await RunAsync(0, "line", Sam, "none");
        await RunAsync(0, "opt-out", Sam);
        Assert.Contains("The caller opted out.", await RunAsync(0, "show", Sam), StringComparison.Ordinal);
        await RunAsync(0, "opt-out", Sam, "--undo");
        await RunAsync(0, "reject", Sam);
        await RunAsync(0, "forget", Sam, "--call", "c1");
        Assert.Contains("No call was learned.", await RunAsync(0, "show", Sam), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_that_cannot_be_done_says_why()
    {
        await RunAsync(1, "show", "+12025550199");
        await RunAsync(1, "forget", Sam, "--fact", "home");
        await RunAsync(1, "confirm", "+12025550199");
        await RunAsync(2, "forget", Sam);
        await RunAsync(2, "forget", Sam, "--call", "c1", "--value", "x");
        await RunAsync(2, "correct", Sam, "name", "4711");
        await RunAsync(2, "line", Sam, "crowded");
        await RunAsync(2, "show", Sam, "--calls", "51");
        await RunAsync(2, "show", "anonymous");
    }

    private async Task<string> RunAsync(int code, params string[] arguments)
    {
        var (ended, output, errors) = await ElaomsProcess.RunAsync(_folder.Path, _settings.Values, input: null, arguments);
        Assert.True(ended == code, $"{string.Join(' ', arguments)} ended with {ended}: {output}{errors}");
        Assert.NotEmpty(output + errors);
        return output;
    }
}
