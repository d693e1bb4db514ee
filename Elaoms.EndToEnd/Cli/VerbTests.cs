using System.Globalization;
using System.Text.RegularExpressions;
using Elaoms.Core.Settings;
using Elaoms.Core.Signing;
using Elaoms.Tests.Cli.Doctor;
using Elaoms.Tests.Server;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Elaoms.EndToEnd.Cli;

/// <summary>The other verbs, as processes.</summary>
public sealed partial class VerbTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ServerSettings _settings;

    public VerbTests() => _settings = new ServerSettings(_folder);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Demo_plays_its_calls_and_leaves_nothing()
    {
        var temp = Directory.CreateDirectory(_folder.Of("tmp")).FullName;
        var environment = new Dictionary<string, string?>(StringComparer.Ordinal) { ["TMPDIR"] = temp, ["TEMP"] = temp, ["TMP"] = temp };

        var (code, output, errors) = await ElaomsProcess.RunAsync(_folder.Path, environment, null, "demo");

        Assert.True(code == 0, output + errors);
        Assert.Contains("Welcome back, Stefan!", output, StringComparison.Ordinal);
        Assert.Contains("leaks at the portafilter", output.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.DoesNotContain(_folder.Listing(), entry => entry.Contains("elaoms-demo", StringComparison.Ordinal));
        Assert.DoesNotContain(_folder.Listing(), entry => entry.EndsWith(".db", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Demo_that_is_kept_leaves_its_console_until_it_is_told_to_end()
    {
        await using var demo = ElaomsProcess.Start(_folder.Path, [], "demo", "--keep");
        await Eventually.IsTrueAsync(() => demo.Output.Contains("Ctrl+C", StringComparison.Ordinal), "the console is announced");
        var said = ConsoleAddress.Match(demo.Output.ReplaceLineEndings(" "));
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("key", said.Groups["key"].Value)]);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/console/sign-in") { Content = form };
        request.Headers.Add("Sec-Fetch-Site", "same-origin");

        using var answer = await TestHttp.ClientFor(new Uri(said.Groups["url"].Value)).SendAsync(request, CancellationToken.None);

        Assert.Equal("/console", answer.Headers.Location?.OriginalString);
        await demo.SignalAsync("INT");
        Assert.Equal(0, await demo.EndAsync());
        Assert.DoesNotContain(_folder.Listing(), entry => entry.Contains("elaoms-demo", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Smoke_proves_a_running_server_and_erases_its_caller()
    {
        await using var server = await ElaomsProcess.ServeAsync(_folder.Path, _settings.Values, "--urls", "http://127.0.0.1:0");

        var (code, output, errors) = await ElaomsProcess.RunAsync(
            _folder.Path, _settings.Values, null, "smoke", "--url", server.Address.AbsoluteUri);

        Assert.True(code == 0, output + errors);
        Assert.Contains("was erased.", output.ReplaceLineEndings(" "), StringComparison.Ordinal);
        await server.SignalAsync("TERM");
        Assert.Equal(0, await server.EndAsync());
        // Of the conversation stays that its caller was erased.
        Assert.Equal([0, 0, 1, 0, 0], await CountRowsAsync("callers", "profiles", "conversations", "receipts", "calls"));
        // The lock of who replays journals holds nothing.
        Assert.DoesNotContain(
            Directory.EnumerateFiles(_folder.Of("payloads"), "*", SearchOption.AllDirectories),
            file => Path.GetFileName(file) != "turn.lock");
    }

    [Fact]
    public async Task Smoke_against_nobody_or_with_the_wrong_key_ends_with_1()
    {
        var (code, output, errors) = await ElaomsProcess.RunAsync(
            _folder.Path, _settings.Values, null, "smoke", "--url", "http://127.0.0.1:1");
        Assert.Equal(1, code);
        Assert.Contains("failed", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output + errors, StringComparison.Ordinal);

        await using var server = await TestServer.StartAsync();
        (code, output, _) = await ElaomsProcess.RunAsync(
            _folder.Path, _settings.Values, null, "smoke", "--url", server.Address.AbsoluteUri);
        Assert.Equal(1, code);
        Assert.Contains("401", output, StringComparison.Ordinal);
        Assert.DoesNotContain(_settings.ClientDataKey, output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Sign_gives_a_header_that_the_server_takes(bool fromInput)
    {
        await using var server = await TestServer.StartAsync();
        var body = Payloads.Read("post_call_transcription.02-twilio-inbound-2025.json");
        var file = _folder.Of("call.json");
        await File.WriteAllBytesAsync(file, body, CancellationToken.None);

        var (code, output, errors) = await ElaomsProcess.RunAsync(
            _folder.Path, server.Settings.Values, fromInput ? body : null, "sign", fromInput ? "-" : file);

        Assert.True(code == 0, errors);
        var header = output.TrimEnd('\n', '\r').Split(": ");
        Assert.Equal(ElevenLabsSignature.HeaderName, header[0]);
        (await server.Webhooks.PostAsync("/webhook/post-call", body, header[0], header[1])).IsOk();
        (await server.Webhooks.PostAsync("/webhook/post-call", [.. body, (byte)'\n'], header[0], header[1])).IsError(401, "unauthorized");
    }

    [Fact]
    public async Task Sign_without_its_file_or_its_secret_ends_with_2()
    {
        var (code, output, errors) = await ElaomsProcess.RunAsync(_folder.Path, _settings.Values, null, "sign", "missing.json");
        Assert.Equal((2, ""), (code, output));
        Assert.Contains("missing.json", errors, StringComparison.Ordinal);

        (code, output, errors) = await ElaomsProcess.RunAsync(_folder.Path, [], "{}"u8.ToArray(), "sign", "-");
        Assert.Equal((2, ""), (code, output));
        Assert.Contains(SettingNames.PostCallKey, errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_asks_the_server_of_its_own_settings_and_no_proxy()
    {
        await using var server = await TestServer.StartAsync();
        var environment = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["ASPNETCORE_URLS"] = string.Create(CultureInfo.InvariantCulture, $"https://+:1;http://+:{server.Address.Port}"),
            ["http_proxy"] = "http://127.0.0.1:1",
        };

        var (code, output, errors) = await ElaomsProcess.RunAsync(_folder.Path, environment, null, "health");

        Assert.True(code == 0, output + errors);
        Assert.Empty(_folder.Listing());
    }

    [Fact]
    public async Task Health_of_nobody_and_of_somebody_else_ends_with_1()
    {
        await using var other = await SomeServer.StartAsync(("/", 200, ""));
        foreach (var url in (string[])["http://127.0.0.1:1", other.Address.AbsoluteUri])
        {
            var (code, output, errors) = await ElaomsProcess.RunAsync(_folder.Path, [], null, "health", "--url", url);

            Assert.Equal((1, ""), (code, output));
            Assert.NotEmpty(errors);
            Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("dance")]
    [InlineData("serve", "--nonsense")]
    [InlineData("smoke")]
    [InlineData("smoke", "--url", "ftp://example.com")]
    [InlineData("health", "--url", "localhost:8000")]
    [InlineData("sign")]
    public async Task Unknown_verb_or_option_ends_with_2(params string[] arguments)
    {
        var (code, _, errors) = await ElaomsProcess.RunAsync(_folder.Path, _settings.Values, null, arguments);

        Assert.Equal(2, code);
        Assert.NotEmpty(errors);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }

    private async Task<IReadOnlyList<long>> CountRowsAsync(params IEnumerable<string> tables)
    {
        await using var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = _settings[SettingNames.OpenMemoryDbPath], Pooling = false }.ToString());
        await connection.OpenAsync(CancellationToken.None);
        var counts = new List<long>();
        foreach (var table in tables)
        {
            await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The names stand in this file.
            command.CommandText = $"SELECT count(*) FROM {table}";
#pragma warning restore CA2100
            counts.Add((long)(await command.ExecuteScalarAsync(CancellationToken.None))!);
        }

        return counts;
    }

    [GeneratedRegex(@"(?<url>http://localhost:[0-9]+)/console.*?key\s+(?<key>[0-9a-f]{64})", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ConsoleAddress { get; }
}
