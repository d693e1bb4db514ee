using System.Text.Json;
using Elaoms.Core.Audit;
using Elaoms.Core.Calls;
using Elaoms.Core.Records;
using Elaoms.Tests.Server;
using Elaoms.Tests.Storage;
using Elaoms.Storage.Local;
using Xunit;

namespace Elaoms.EndToEnd.Cli;

/// <summary><c>elaoms audit</c> as a process.</summary>
public sealed class AuditCommandTests : IDisposable
{
    private const string Sam = "+12025550123";
    private const string Kim = "+12025550199";

    private readonly TempFolder _folder = new();
    private readonly ServerSettings _settings;

    public AuditCommandTests() => _settings = new ServerSettings(_folder);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Erasing_leaves_an_entry_that_names_the_caller_by_a_hash_alone()
    {
        await using (var stores = Open())
            await stores.StoreAsync(Payloads.Call(Kim, "conv_1", Payloads.Recent, "I want apples."), TimeProvider.System.GetUtcNow());
        await RunAsync("erase", Sam, "--yes");

        var (code, output, errors) = await RunAsync("audit", "--json");

        Assert.Equal((0, ""), (code, errors));
        var entries = output.TrimEnd('\n').Split('\n').Select(line => JsonSerializer.Deserialize<JsonElement>(line)).ToList();
        Assert.Equal(["find", "erase"], entries.Select(entry => entry.GetProperty("verb").GetString()));
        Assert.All(entries, entry => Assert.Equal("cli", entry.GetProperty("who").GetString()));
        await using (var stores = Open())
        {
            var key = stores.Get<CallerKeys>().Of(new Caller(CallerKind.Phone, Sam));
            Assert.All(
                entries, entry => Assert.Equal(stores.Get<AuditSeal>().HashOf(key), entry.GetProperty("caller").GetString()));
            Assert.DoesNotContain(key.Value, output, StringComparison.Ordinal);
        }

        Assert.Equal(output, (await RunAsync("audit", "--json", "--caller", Sam)).Output);
        Assert.Equal((0, "", ""), await RunAsync("audit", "--caller", Kim));
        Assert.Equal((0, "", ""), await RunAsync("audit", "--since", "2999-01-01"));
        Assert.Matches(
            "^[-0-9T:.]+Z  cli  find  caller [0-9a-f]{10}\n[-0-9T:.]+Z  cli  erase  caller [0-9a-f]{10}\n$",
            (await RunAsync("audit")).Output);
    }

    [Fact]
    public async Task Log_of_two_processes_at_once_is_whole_and_a_changed_byte_is_found()
    {
        await using (Open())
        {
            // Makes the storage.
        }

        Directory.CreateDirectory(_settings.Read().PayloadStoragePath);
        await Task.WhenAll(RunAsync("erase", Sam, "--yes"), RunAsync("erase", Kim, "--yes"));

        Assert.Equal((0, "6 entries in 2 chains: all are as they were written.\n", ""), await RunAsync("audit", "--verify"));
        using (var database = new SqliteDatabase(_settings.Read()))
        {
            Assert.Equal(2, await database.WriteAsync(
                "UPDATE audit SET line = CAST(replace(CAST(line AS TEXT), 'erase', 'arase') AS BLOB) WHERE number = 2",
                CancellationToken.None));
        }

        var (code, output, _) = await RunAsync("audit", "--verify");

        Assert.Equal(1, code);
        Assert.Matches(
            "^([-0-9]{10} [0-9a-f]{16}: entry 2 was changed.\n){2}6 entries in 2 chains: not all are as they were written.\n$", output);
        var json = JsonSerializer.Deserialize<JsonElement>((await RunAsync("audit", "--verify", "--json")).Output);
        Assert.False(json.GetProperty("ok").GetBoolean());
        Assert.Equal(
            ["changed", "changed"], json.GetProperty("faults").EnumerateArray().Select(fault => fault.GetProperty("fault").GetString()));
    }

    [Theory]
    [InlineData("audit --since yesterday", "--since must be a day, yyyy-MM-dd.")]
    [InlineData("audit --verify --caller +12025550123", "Do not combine --verify with --caller")]
    [InlineData("audit", "does not exist")]
    public async Task Wrong_order_is_said_to_be(string arguments, string message)
    {
        var (code, output, errors) = await RunAsync(arguments.Split(' '));

        Assert.Equal(2, code);
        Assert.Contains(message, output + errors, StringComparison.Ordinal);
    }

    private Stores Open() => new(_settings.Read(), TimeProvider.System);

    private Task<(int Code, string Output, string Errors)> RunAsync(params string[] arguments)
        => ElaomsProcess.RunAsync(_folder.Path, _settings.Values, input: null, arguments);
}
