using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Elaoms.Core.Settings;
using Elaoms.Core.Signing;
using Elaoms.Tests.Server;
using Xunit;

namespace Elaoms.EndToEnd.Cli;

/// <summary><c>elaoms serve</c>: where its settings come from, how it begins, how it ends.</summary>
[LongRunning]
public sealed class ServeTests : IDisposable
{
    private const string AnyPort = "http://127.0.0.1:0";

    private readonly TempFolder _folder = new();
    private readonly ServerSettings _settings;

    public ServeTests() => _settings = new ServerSettings(_folder);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Serve_reads_env_in_its_working_folder_and_keeps_its_data_below_it()
    {
        var working = Directory.CreateDirectory(_folder.Of("some where")).FullName;
        _settings.Values.Remove(SettingNames.OpenMemoryDbPath);
        _settings.Values.Remove(SettingNames.PayloadStoragePath);
        _settings.Values["ASPNETCORE_URLS"] = AnyPort;
        WriteEnv(Path.Combine(working, ".env"), _settings.Values);

        await using var server = await ElaomsProcess.ServeAsync(working, []);
        (await new WebhookCaller(server.Address, _settings).ClientDataAsync("+12025550123")).IsOk();

        Assert.True(File.Exists(Path.Combine(working, "data", "openmemory.db")));
        Assert.True(Directory.Exists(Path.Combine(working, "payloads")));
    }

    [Fact]
    public async Task Serve_takes_the_environment_before_its_env_file_and_urls_before_both()
    {
        var file = _folder.Of("other.env");
        WriteEnv(file, new Dictionary<string, string?>(_settings.Values, StringComparer.Ordinal)
        {
            [SettingNames.ClientDataKey] = "of-the-file",
            ["ASPNETCORE_URLS"] = "http://127.0.0.1:1",
        });
        var environment =
            new Dictionary<string, string?>(StringComparer.Ordinal) { [SettingNames.ClientDataKey] = _settings.ClientDataKey };

        await using var server = await ElaomsProcess.ServeAsync(_folder.Path, environment, "--env-file", "other.env", "--urls", AnyPort);
        var webhooks = new WebhookCaller(server.Address, _settings);

        (await webhooks.ClientDataAsync("+12025550123")).IsOk();
        (await webhooks.SearchDataAsync("+12025550123", "hello")).IsOk();
        (await webhooks.PostAsync("/webhook/client-data", "{}"u8.ToArray(), SharedKey.HeaderName, "of-the-file"))
            .IsError(401, "unauthorized");
    }

    [Fact]
    public async Task Serve_with_wrong_settings_lists_every_fault_and_ends_with_2()
    {
        var wrong = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            [SettingNames.CallerHashKey] = "short-secret",
            [SettingNames.Durability] = "perhaps",
            [SettingNames.MaxPayloadBytes] = "much",
            [SettingNames.DynamicVariables] = "[]",
            [SettingNames.Docs] = "x",
        };

        var (code, output, errors) = await ElaomsProcess.RunAsync(_folder.Path, wrong, null, "serve", "--urls", AnyPort);

        Assert.Equal((2, ""), (code, output));
        foreach (var name in (string[])[.. wrong.Keys, SettingNames.PostCallKey, SettingNames.ClientDataKey, SettingNames.SearchDataKey])
            Assert.Contains(name, errors, StringComparison.Ordinal);
        Assert.DoesNotContain("short-secret", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("Development", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
        Assert.Empty(_folder.Listing());
    }

    [Fact]
    public async Task Serve_without_any_setting_says_how_to_try_it_and_that_works()
    {
        var (code, _, errors) = await ElaomsProcess.RunAsync(_folder.Path, [], null, "serve", "--urls", AnyPort);
        Assert.Equal(2, code);
        Assert.Contains("DOTNET_ENVIRONMENT=Development", errors, StringComparison.Ordinal);
        Assert.Contains(_folder.Of("data"), errors, StringComparison.Ordinal);

        WriteEnv(_folder.Of(".env"), new Dictionary<string, string?>(StringComparer.Ordinal) { ["DOTNET_ENVIRONMENT"] = "Development" });
        await using var server = await ElaomsProcess.ServeAsync(_folder.Path, [], "--urls", AnyPort);
        Assert.True(File.Exists(_folder.Of("data", "development-keys.env")));
    }

    [Fact]
    public async Task Serve_with_an_env_file_that_is_not_there_ends_with_2()
    {
        var (code, _, errors) = await ElaomsProcess.RunAsync(_folder.Path, _settings.Values, null, "serve", "--env-file", "missing.env");

        Assert.Equal(2, code);
        Assert.Contains("missing.env", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_in_Development_makes_keys_once_prints_them_once_and_uses_them_again()
    {
        var development = new Dictionary<string, string?>(StringComparer.Ordinal) { ["DOTNET_ENVIRONMENT"] = "Development" };
        var file = _folder.Of("data", "development-keys.env");
        string[] names = [SettingNames.PostCallKey, SettingNames.ClientDataKey, SettingNames.SearchDataKey, SettingNames.CallerHashKey];

        string first;
        await using (var server = await ElaomsProcess.ServeAsync(_folder.Path, development, "--urls", AnyPort))
        {
            await Eventually.IsTrueAsync(
                () => server.Output.Contains(SettingNames.CallerHashKey, StringComparison.Ordinal), "the keys are printed");
            await server.SignalAsync("INT");
            Assert.Equal(0, await server.EndAsync());
            first = server.Output;
        }

        var keys = Elaoms.Cli.Configuration.EnvFile.Parse(await File.ReadAllLinesAsync(file, CancellationToken.None));
        Assert.All(names, name => Assert.Contains($"{name}={keys[name]}", first, StringComparison.Ordinal));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));

        await using var again = await ElaomsProcess.ServeAsync(_folder.Path, development, "--urls", AnyPort);
        var answer = await new WebhookCaller(again.Address, _settings).PostAsync(
            "/webhook/client-data", "{}"u8.ToArray(), SharedKey.HeaderName, keys[SettingNames.ClientDataKey]);
        answer.IsOk();
        Assert.All(keys.Values, key => Assert.DoesNotContain(key!, again.Output + again.Errors, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Serve_on_a_port_in_use_says_so_and_ends_with_2()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}");

        var (code, _, errors) = await ElaomsProcess.RunAsync(_folder.Path, _settings.Values, null, "serve", "--urls", url);

        Assert.Equal(2, code);
        Assert.Contains($"can't listen on {url}", errors, StringComparison.Ordinal);
        Assert.Contains("address already in use", errors, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_on_an_address_of_no_machine_of_ours_says_so_and_ends_with_2()
    {
        // RFC 5737: for documents, and on nobody's machine.
        const string Url = "http://192.0.2.1:8000";

        var (code, _, errors) = await ElaomsProcess.RunAsync(_folder.Path, _settings.Values, null, "serve", "--urls", Url);

        Assert.Equal(2, code);
        Assert.Contains($"can't listen on {Url}", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SettingNames.OpenMemoryDbPath)]
    [InlineData(SettingNames.PayloadStoragePath)]
    public async Task Serve_with_a_storage_that_cant_be_used_names_it_and_ends_with_1(string setting)
    {
        await File.WriteAllTextAsync(_folder["file"], "", CancellationToken.None);
        _settings[setting] = _folder.Of("file", "below");

        var (code, output, errors) = await ElaomsProcess.RunAsync(_folder.Path, _settings.Values, null, "serve", "--urls", AnyPort);

        Assert.Equal((1, ""), (code, output));
        Assert.Contains(_settings[setting]!, errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("listen", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task Serve_told_to_stop_answers_what_is_under_way_and_ends_with_0(string signal)
    {
        // On a busy machine the sender is silent for as long as this looks for what it waits for.
        _settings[SettingNames.IdleTimeoutSeconds] = "60";
        await using var server = await ElaomsProcess.ServeAsync(_folder.Path, _settings.Values, "--urls", AnyPort);
        var webhooks = new WebhookCaller(server.Address, _settings);
        var body = Payloads.Call("+12025550123", "conv_last", 1_791_300_000, new string('x', 3 << 20));
        using var connection = await RawConnection.OpenAsync(server.Address);
        var length = body.Length.ToString(CultureInfo.InvariantCulture);
        await connection.SendAsync(
            $"POST /webhook/post-call HTTP/1.1\nHost: test\nContent-Length: {length}\nElevenLabs-Signature: {webhooks.Sign(body)}",
            body.AsMemory(0, 2 << 20));
        await Eventually.IsTrueAsync(
            () => Directory.EnumerateFiles(_folder.Of("payloads", ".incoming")).Any(), "the body is being received");

        await server.SignalAsync(signal);
        await Eventually.IsTrueAsync(() => RefusesAsync(server.Address), "nobody new is let in");
        await connection.SendMoreAsync(body.AsMemory(2 << 20));

        Assert.Equal(200, (await connection.ReadAsync()).Status);
        Assert.Equal(0, await server.EndAsync());
        Assert.Single(Directory.EnumerateFiles(_folder.Of("payloads"), "*.json", SearchOption.AllDirectories));
        Assert.Empty(Directory.EnumerateFiles(_folder.Of("payloads", ".incoming")));
    }

    private static async Task<bool> RefusesAsync(Uri server)
    {
        try
        {
            using var connection = await RawConnection.OpenAsync(server);
            return false;
        }
        catch (SocketException)
        {
            return true;
        }
    }

    private static void WriteEnv(string path, IEnumerable<KeyValuePair<string, string?>> values)
        => File.WriteAllLines(path, values.Select(value => $"{value.Key}={value.Value}"));
}
