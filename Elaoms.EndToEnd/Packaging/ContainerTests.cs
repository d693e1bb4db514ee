using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json;
using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Payloads;
using Elaoms.EndToEnd.Cli;
using Elaoms.Tests.Server;
using Xunit;

namespace Elaoms.EndToEnd.Packaging;

/// <summary>
/// What goes into the container, run as it would be there: the Dockerfile's commands, its environment and nothing else, <c>/app</c> and
/// <c>/data</c> being folders here. Neither the user nor a read-only root can be had without a container engine; that nothing but the
/// volume is written to is looked at instead.
/// </summary>
[LongRunning]
public sealed class ContainerTests : IDisposable
{
    // What the base image sets. Source:
    // https://github.com/dotnet/dotnet-docker/blob/main/src/runtime-deps/10.0/noble-chiseled/amd64/Dockerfile
    private static readonly Dictionary<string, string?> OfTheBase = new(StringComparer.Ordinal)
    {
        ["APP_UID"] = "1654",
        ["ASPNETCORE_HTTP_PORTS"] = "8080",
        ["DOTNET_RUNNING_IN_CONTAINER"] = "true",
        ["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "true",
    };

    private static readonly ContainerFile File = ContainerFile.Read();

    private readonly TempFolder _folder = new();
    private readonly ServerSettings _settings;
    private readonly string _data;
    private readonly string _home;

    public ContainerTests()
    {
        _settings = new ServerSettings(_folder);
        _data = Directory.CreateDirectory(_folder["data"]).FullName;
        _home = Directory.CreateDirectory(_folder["home"]).FullName;
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Program_is_compiled_ahead_of_time()
    {
        var app = await BuiltProduct.PublishedAsync();

        Assert.All(["elaoms.dll", "Elaoms.Core.dll", "Microsoft.Data.Sqlite.dll"], name =>
        {
            using var assembly = System.IO.File.OpenRead(Path.Combine(app, name));
            Assert.True(ReadyToRun.Is(assembly), name);
        });
    }

    [Fact]
    public async Task Packages_of_the_program_are_those_of_its_lock_file()
    {
        // A restore for one processor has no lock file of its own.
        var app = await BuiltProduct.PublishedAsync();
        var program = Json(Path.Combine(app, "elaoms.deps.json")).GetProperty("libraries").EnumerateObject()
            .Where(library => library.Value.GetProperty("type").GetString() == "package").ToList();
        var locked = Json(Path.Combine(ArchitectureTests.Root(), "Elaoms.Cli", "packages.lock.json"))
            .GetProperty("dependencies").GetProperty("net10.0").EnumerateObject()
            .Where(package => package.Value.TryGetProperty("contentHash", out _))
            .ToDictionary(
                package => $"{package.Name}/{package.Value.GetProperty("resolved").GetString()}",
                package => "sha512-" + package.Value.GetProperty("contentHash").GetString(),
                StringComparer.OrdinalIgnoreCase);

        Assert.NotEmpty(program);
        Assert.All(
            program,
            library => Assert.Equal(library.Value.GetProperty("sha512").GetString(), locked.GetValueOrDefault(library.Name)));
    }

    [Fact]
    public Task Container_serves_is_healthy_stops_cleanly_and_writes_to_its_volume_only_on_files()
        => ServesAndStopsCleanlyAsync(StorageKind.Embedded);

    [Fact]
    public Task Container_serves_is_healthy_stops_cleanly_and_writes_to_its_volume_only_on_Azure()
        => ServesAndStopsCleanlyAsync(StorageKind.Azure);

    [Fact]
    public async Task Container_without_keys_makes_none_and_ends()
    {
        var (code, _, errors) = await RunAsync(EnvironmentAt(FreePort(), new Dictionary<string, string?>(StringComparer.Ordinal)), Serve());

        Assert.Equal(2, code);
        Assert.All(
            [SettingNames.PostCallKey, SettingNames.ClientDataKey, SettingNames.SearchDataKey, SettingNames.CallerHashKey],
            name => Assert.Contains(name, errors, StringComparison.Ordinal));
        Assert.Equal(["data", "home"], _folder.Listing());
    }

    private async Task ServesAndStopsCleanlyAsync(StorageKind storage)
    {
        var app = await BuiltProduct.PublishedAsync();
        var before = Listing(app);
        var given = Keys();
        if (await storage.NewAccountAsync() is { } account)
            given[SettingNames.AzureWebJobsStorage] = account;

        await using var server = await StartAsync(given);
        Assert.Equal(0, (await RunAsync(server.Environment, Health())).Code);
        var (code, output, errors) = await RunAsync(server.Environment, [Program(), "smoke", "--url", server.Address.AbsoluteUri]);
        Assert.True(code == 0, output + errors);
        var webhooks = new WebhookCaller(server.Address, _settings);
        (await webhooks.DeliverAsync(
            Payloads.Call("+12025550123", "conv_large", 1_791_300_000, new string('x', SpooledBody.MemoryLimitBytes + 1)))).IsOk();
        await webhooks.LearnedAsync();
        var whileRunning = _folder.Listing();

        await server.Process.SignalAsync("TERM");
        Assert.Equal(0, await server.Process.EndAsync());
        Assert.Equal("", server.Process.Errors);
        Assert.Equal(1, (await RunAsync(server.Environment, Health())).Code);

        Assert.Equal(before, Listing(app));
        Assert.All([.. whileRunning, .. _folder.Listing()], entry => Assert.Matches("^(data(/.*)?|home)$", entry));

        // Diagnostics would open a socket wherever temporary files go.
        Assert.DoesNotContain(whileRunning, entry => entry.StartsWith("data/dotnet-diagnostic", StringComparison.Ordinal)
            || entry.StartsWith("data/clr-debug", StringComparison.Ordinal));

        // Where bodies go that are too large for memory.
        Assert.Contains(whileRunning, entry =>
            entry.StartsWith(storage == StorageKind.Azure ? "data/elaoms-spool-" : "data/payloads/.incoming", StringComparison.Ordinal));
        Assert.DoesNotContain(_folder.Listing(), entry => entry.StartsWith("data/elaoms-spool-", StringComparison.Ordinal));
    }

    private static JsonElement Json(string path) => JsonSerializer.Deserialize<JsonElement>(System.IO.File.ReadAllText(path));

    private static string[] Serve() => Mapped([.. ContainerFile.Exec(File.Last("ENTRYPOINT")), .. ContainerFile.Exec(File.Last("CMD"))]);

    private static string[] Health()
        => Mapped(ContainerFile.Exec(File.Last("HEALTHCHECK")[(File.Last("HEALTHCHECK").IndexOf("CMD ", StringComparison.Ordinal) + 4)..]));

    private static string Program() => Serve()[0];

    // On Windows the program has an ending.
    private static string[] Mapped(string[] command)
        => [.. command.Select(
            argument => argument.Replace("/app/elaoms", OperatingSystem.IsWindows() ? "elaoms.exe" : "elaoms", StringComparison.Ordinal))];

    private static async Task<(int Code, string Output, string Errors)> RunAsync(
        IReadOnlyDictionary<string, string?> environment, string[] command)
    {
        var app = await BuiltProduct.PublishedAsync();
        return await ElaomsProcess.RunAloneAsync(Path.Combine(app, command[0]), app, environment, command[1..]);
    }

    // Other programs get theirs from above.
    private static int FreePort()
    {
        while (true)
        {
            var port = RandomNumberGenerator.GetInt32(20_000, 30_000);
            using var listener = new TcpListener(IPAddress.Any, port);
            try
            {
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody's; the next.
            }
        }
    }

    private static List<(string Path, DateTime Written)> Listing(string folder)
        => [.. Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories).Append(folder).Order(StringComparer.Ordinal)
            .Select(path => (path, System.IO.File.GetLastWriteTimeUtc(path)))];

    private async Task<RunningContainer> StartAsync(IReadOnlyDictionary<string, string?> given)
    {
        var app = await BuiltProduct.PublishedAsync();
        var port = FreePort();
        var environment = EnvironmentAt(port, given);
        var process = ElaomsProcess.StartAlone(Path.Combine(app, Program()), app, environment, Serve()[1..]);
        await process.ListeningAsync();
        return new RunningContainer(process, environment, new UriBuilder("http", "localhost", port).Uri);
    }

    private Dictionary<string, string?> Keys()
    {
        string[] names =
        [
            SettingNames.PostCallKey, SettingNames.ClientDataKey, SettingNames.SearchDataKey, SettingNames.CallerHashKey,
            SettingNames.ClientDataDeadlineMs, SettingNames.SearchDataDeadlineMs,
        ];
        return names.ToDictionary(name => name, name => _settings[name], StringComparer.Ordinal);
    }

    private Dictionary<string, string?> EnvironmentAt(int port, IReadOnlyDictionary<string, string?> given)
    {
        var exposed = File.Last("EXPOSE");
        var own = File.Environment.ToDictionary(
            value => value.Key,
            value => (string?)(value.Value.StartsWith("/data", StringComparison.Ordinal)
                ? _data + value.Value["/data".Length..]
                : value.Value.Replace(":" + exposed, string.Create(CultureInfo.InvariantCulture, $":{port}"), StringComparison.Ordinal)),
            StringComparer.Ordinal);
        return OfTheBase.Concat(own).Concat(given).Append(new("HOME", _home)).ToDictionary(StringComparer.Ordinal);
    }

    private sealed record RunningContainer(ElaomsProcess Process, IReadOnlyDictionary<string, string?> Environment, Uri Address)
        : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => Process.DisposeAsync();
    }
}
