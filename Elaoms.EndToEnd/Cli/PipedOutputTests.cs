using Elaoms.Tests.Server;
using Xunit;

namespace Elaoms.EndToEnd.Cli;

/// <summary>What commands write into a pipe, whatever the environment says of terminals: plain text, a line for each thing said.</summary>
public sealed class PipedOutputTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ServerSettings _settings;

    public PipedOutputTests() => _settings = new ServerSettings(_folder);

    public static TheoryData<string> Environments => [
        "",
        "GITHUB_ACTIONS=true CI=true COLUMNS=40 LINES=5",
        "FORCE_COLOR=1 CLICOLOR_FORCE=1 TERM=xterm-256color COLORTERM=truecolor DOTNET_SYSTEM_CONSOLE_ALLOW_ANSI_COLOR_REDIRECTION=1",
        "NO_COLOR=1 TERM=dumb TF_BUILD=True",
    ];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Environments))]
    public async Task Smoke_writes_a_line_for_each_step(string environment)
    {
        await using var server = await TestServer.StartAsync();

        var lines = await RunAsync(environment, server.Settings, "smoke", "--url", server.Address.AbsoluteUri);

        Assert.Equal(6, lines.Length);
        Assert.All(lines[..^1], line => Assert.Matches(@"^ok +\d+\.\d ms  .+: .+$", line));
        Assert.Matches("^The invented caller elaoms-smoke-[0-9a-f]{32} .+$", lines[^1]);
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public async Task Smoke_that_fails_says_so_in_a_line(string environment)
    {
        var lines = await RunAsync(environment, _settings, "smoke", "--url", "http://127.0.0.1:1/" + new string('a', 200));

        Assert.Equal(2, lines.Length);
        Assert.Matches("^failed  First call begins: .+$", lines[0]);
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public async Task Demo_writes_a_line_for_each_step(string environment)
    {
        var lines = await RunAsync(environment, _settings, "demo");

        Assert.Equal(7, lines.Length);
        Assert.All(lines[1..^1], line => Assert.Matches(@"^ok +\d+\.\d ms  .+: .+$", line));
        Assert.Equal("Next: run elaoms serve and point an ElevenLabs agent at it (see README).", lines[^1]);
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public async Task Doctor_writes_a_line_for_each_check_and_one_for_what_to_do(string environment)
    {
        var lines = await RunAsync(environment, _settings, "doctor");

        var finding = "^((OK|warning|error) +(settings|storage|disk|queue|poison|callers|engine|clock)  .+| +→ .+)$";
        Assert.All(lines[..^2], line => Assert.Matches(finding, line));
        Assert.Equal("", lines[^2]);
        Assert.Matches(@"^(warning|error): \d+ errors?, \d+ warnings?, \d+ OK$", lines[^1]);
    }

    private async Task<string[]> RunAsync(string environment, ServerSettings settings, params string[] arguments)
    {
        var variables = environment.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(variable => variable.Split('='))
            .Select(parts => KeyValuePair.Create(parts[0], (string?)parts[1]));

        var (_, output, errors) = await ElaomsProcess.RunAsync(_folder.Path, settings.Values.Concat(variables), null, arguments);

        Assert.Equal("", errors);
        Assert.DoesNotContain('\u001b', output);
        return output.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
    }
}
