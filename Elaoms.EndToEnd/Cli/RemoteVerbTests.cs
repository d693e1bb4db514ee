using System.IO.Compression;
using System.Text.Json;
using Elaoms.Tests.Operators;
using Elaoms.Tests.Server;
using Xunit;

namespace Elaoms.EndToEnd.Cli;

/// <summary>The operators' verbs as processes that know nothing of a deployment but its address and a key.</summary>
public sealed class RemoteVerbTests : IAsyncLifetime, IDisposable
{
    private const string Sam = "+12025550123";

    private readonly TempFolder _folder = new();
    private OperatorApi _api = null!;

    public async Task InitializeAsync()
    {
        _api = await OperatorApi.StartAsync();
        await _api.Server.TeachAsync(Payloads.Call(Sam, "c1", Payloads.Recent, "My name is Sam Miller.", "My e-mail is sam@example.com."));
    }

    public async Task DisposeAsync() => await _api.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Caller_is_shown_and_changed_on_a_running_deployment_under_the_name_of_the_key()
    {
        Assert.Contains("  user_name: Sam Miller", (await RunAsync(0, "show", "001 202 555 0123")).Output, StringComparison.Ordinal);
        using var shown = JsonDocument.Parse((await RunAsync(0, "show", Sam, "--json")).Output);
        var key = shown.RootElement.GetProperty("key").GetString()!;

        await RunAsync(0, "correct", key, "name", "Sam Muller", "--id", "one");
        var again = await RunAsync(0, "correct", key, "name", "Sam Muller", "--id", "one");
        Assert.Contains("before", again.Output, StringComparison.Ordinal);
        await RunAsync(0, "forget", Sam, "--fact", "email");
        await RunAsync(0, "line", Sam, "one-person");
        await RunAsync(0, "opt-out", Sam);

        var told = (await RunAsync(0, "show", Sam)).Output;
        Assert.Contains("name = Sam Muller", told, StringComparison.Ordinal);
        Assert.Contains("The caller opted out.", told, StringComparison.Ordinal);
        Assert.DoesNotContain("sam@example.com", told, StringComparison.Ordinal);
        var log = (await RunAsync(0, "audit", "--caller", Sam)).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains(log, line => line.Contains("  anna  opt-out  ", StringComparison.Ordinal));
        Assert.DoesNotContain("cli", string.Concat(log), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Caller_is_exported_from_a_running_deployment()
    {
        var path = _folder.Of("sam.zip");

        await RunAsync(0, "export", Sam, "--output", path);

        using (var zip = ZipFile.OpenRead(path))
            Assert.Contains("caller.html", zip.Entries.Select(entry => entry.FullName));
        await RunAsync(2, "export", Sam, "--output", path);
        await RunAsync(2, "export", Sam, "--output", _folder.Of("folder"));
        await RunAsync(1, "export", new string('0', 64), "--output", _folder.Of("nobody.zip"));
        Assert.False(File.Exists(_folder.Of("nobody.zip")));
    }

    [Fact]
    public async Task Request_that_cannot_be_done_says_why()
    {
        async Task FailsAsync(int code, string reason, string? key, params string[] arguments)
            => Assert.Contains(reason, (await RunAsync(code, key, arguments)).Errors, StringComparison.Ordinal);

        await FailsAsync(1, "does not know this caller", OperatorApi.Operator, "show", "+12025550199");
        await FailsAsync(1, "Nothing is stored", OperatorApi.Operator, "show", new string('0', 64));
        await FailsAsync(1, "Nothing is known of that fact.", OperatorApi.Operator, "forget", Sam, "--fact", "home");
        await FailsAsync(2, "no name to address", OperatorApi.Operator, "correct", Sam, "name", "4711");
        await FailsAsync(1, "role operator", OperatorApi.Reader, "opt-out", Sam);
        await FailsAsync(1, "refuses the key", "a wrong key that is long enough, really", "show", Sam);
        await FailsAsync(2, "OPERATOR_KEY is missing", null, "show", Sam);
        await FailsAsync(2, "--tenant", OperatorApi.Operator, "show", Sam, "--tenant", "other");
        await FailsAsync(2, "--by", OperatorApi.Operator, "opt-out", Sam, "--by", "me");
        await FailsAsync(2, "--verify", OperatorApi.Operator, "audit", "--verify");
    }

    [Theory]
    [InlineData("http://elaoms.example", 2, "must be an https address")]
    [InlineData("http://127.0.0.1:1", 1, "does not answer")]
    public async Task Address_that_would_show_the_key_or_does_not_answer_is_refused(string url, int code, string reason)
    {
        var (ended, _, errors) = await ElaomsProcess.RunAsync(
            _folder.Path, Values(OperatorApi.Operator), input: null, "show", Sam, "--url", url);

        Assert.Equal(code, ended);
        Assert.Contains(reason, errors, StringComparison.Ordinal);
    }

    private Task<(string Output, string Errors)> RunAsync(int code, params string[] arguments)
        => RunAsync(code, OperatorApi.Operator, arguments);

    private async Task<(string Output, string Errors)> RunAsync(int code, string? key, string[] arguments)
    {
        var (ended, output, errors) = await ElaomsProcess.RunAsync(
            _folder.Path, Values(key), input: null, [.. arguments, "--url", _api.Server.Address.ToString()]);
        Assert.True(ended == code, $"{string.Join(' ', arguments)} ended with {ended}: {output}{errors}");
        return (output, errors);
    }

    private static Dictionary<string, string?> Values(string? key)
        => key is null ? [] : new Dictionary<string, string?>(StringComparer.Ordinal) { ["OPERATOR_KEY"] = key };
}
