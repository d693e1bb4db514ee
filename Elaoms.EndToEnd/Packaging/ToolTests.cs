using System.IO.Compression;
using Elaoms.Cli.Configuration;
using Elaoms.Core.Settings;
using Elaoms.Core.Signing;
using Elaoms.EndToEnd.Cli;
using Elaoms.Tests.Server;
using Xunit;

namespace Elaoms.EndToEnd.Packaging;

/// <summary>The program as a .NET tool: packed, installed from a folder, and run by its own command with nothing but .NET.</summary>
[LongRunning]
public sealed class ToolTests : IDisposable
{
    private static readonly Lazy<Task<TempFolder>> Installed = new(InstallAsync);

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Package_is_for_every_system_and_brings_readme_and_licence()
    {
        await using var package = await OpenAsync();
        var names = package.Entries.Select(entry => entry.FullName).ToList();

        Assert.All(["README.md", "LICENSE", ".env.example"], name => Assert.Contains(name, names));
        Assert.All(
            ["linux-x64", "linux-arm64", "linux-musl-x64", "win-x64", "osx-arm64"],
            system => Assert.Contains(names, name => name.Contains($"/any/runtimes/{system}/native/", StringComparison.Ordinal)));
        Assert.DoesNotContain(names, name => name.Contains("/runtimes/ios", StringComparison.Ordinal)
            || name.EndsWith(".resources.dll", StringComparison.Ordinal) || name.EndsWith("Elaoms.Core.xml", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Package_is_compiled_for_no_processor()
    {
        await using var package = await OpenAsync();
        using var assembly = new MemoryStream();
        await using (var entry = await package.Entries.Single(entry => entry.Name == "elaoms.dll").OpenAsync(CancellationToken.None))
            await entry.CopyToAsync(assembly, CancellationToken.None);

        assembly.Position = 0;
        Assert.False(ReadyToRun.Is(assembly));
    }

    [Fact]
    public async Task Tool_says_its_version()
    {
        var (code, output, errors) = await RunAsync([], "--version");

        Assert.True(code == 0, errors);
        Assert.StartsWith(typeof(CliConfiguration).Assembly.GetName().Version!.ToString(3), output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tool_serves_in_an_empty_folder_with_nothing_but_dotnet()
    {
        var development = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["DOTNET_ENVIRONMENT"] = "Development",
            ["TMPDIR"] = _folder.Path,
            [SettingNames.SearchDataDeadlineMs] = "30000",
        };
        await using var server = ElaomsProcess.StartAlone(
            await CommandAsync(), _folder.Path, development, "serve", "--urls", "http://127.0.0.1:0");
        await server.ListeningAsync();
        await Eventually.IsTrueAsync(
            () => server.Output.Contains(SettingNames.CallerHashKey, StringComparison.Ordinal), "the keys are printed");

        var keys = EnvFile.Parse(await File.ReadAllLinesAsync(_folder.Of("data", DevelopmentKeys.FileName), CancellationToken.None));
        var http = new WebhookCaller(server.Address, new ServerSettings(_folder));
        (await http.PostAsync(
            "/webhook/client-data", """{"caller_id":"+12025550123","agent_id":"agent_test"}"""u8.ToArray(), SharedKey.HeaderName,
            keys[SettingNames.ClientDataKey])).IsOk();
        (await http.GetAsync("/docs")).IsOk();
        Assert.Equal(0, (await RunAsync([], "health", "--url", server.Address.AbsoluteUri)).Code);
        var (code, output, errors) = await RunAsync(development, "smoke", "--url", server.Address.AbsoluteUri);
        Assert.True(code == 0, output + errors);

        await server.SignalAsync("TERM");
        Assert.Equal(0, await server.EndAsync());
        Assert.Equal("", server.Errors);
    }

    private static async Task<TempFolder> InstallAsync()
    {
        var folder = new TempFolder();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Dispose();
        await BuiltProduct.DotNetAsync(
            "tool", "install", "Elaoms", "--tool-path", folder.Path, "--source", await BuiltProduct.PackageAsync());
        return folder;
    }

    private static async Task<ZipArchive> OpenAsync()
        => await ZipFile.OpenReadAsync(Assert.Single(Directory.EnumerateFiles(await BuiltProduct.PackageAsync())), CancellationToken.None);

    private static async Task<string> CommandAsync() => (await Installed.Value)[OperatingSystem.IsWindows() ? "elaoms.exe" : "elaoms"];

    private async Task<(int Code, string Output, string Errors)> RunAsync(
        IEnumerable<KeyValuePair<string, string?>> environment, params string[] arguments)
        => await ElaomsProcess.RunAloneAsync(await CommandAsync(), _folder.Path, environment, arguments);
}
