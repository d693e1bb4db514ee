using System.Text;
using System.Text.Json;
using Elaoms.Core.Calls;
using Elaoms.Core.Records;
using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Records;
using Elaoms.Tests.Records;
using Elaoms.Tests.Server;
using Elaoms.Tests.Storage;
using Xunit;

namespace Elaoms.EndToEnd.Cli;

/// <summary><c>elaoms erase</c> as a process, beside a storage that others use too.</summary>
[LongRunning]
public sealed class EraseTests : IDisposable
{
    private const string Sam = "+12025550123";
    private const string Kim = "+12025550199";

    private readonly TempFolder _folder = new();
    private ServerSettings _settings;

    public EraseTests() => _settings = new ServerSettings(_folder);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public Task Caller_is_erased_beside_a_running_server_and_stays_so_on_files() => IsErasedAndStaysSoAsync(StorageKind.Embedded);

    [Fact]
    public Task Caller_is_erased_beside_a_running_server_and_stays_so_on_Azure() => IsErasedAndStaysSoAsync(StorageKind.Azure);

    [Fact]
    public async Task Report_holds_counts_and_neither_number_nor_name_nor_words()
    {
        await using var stores = Open();
        await LearnAsync(stores, Payloads.Read("post_call_transcription.02-twilio-inbound-2025.json"));
        var key = stores.Get<CallerKeys>().Of(new Caller(CallerKind.Phone, Sam));

        var (code, told, errors) = await EraseAsync(input: null, Sam, "--dry-run");
        Assert.Equal((0, ""), (code, errors));
        Assert.StartsWith($"Caller {key.Abbreviation} (phone):\n  1 call in the record, from ", told, StringComparison.Ordinal);
        Assert.EndsWith("Nothing was erased.\n", told, StringComparison.Ordinal);
        Assert.NotNull(await stores.Callers.ReadAsync(key, CancellationToken.None));

        // From standard input, as the shell's history remembers arguments.
        var (_, proof, _) = await EraseAsync($"  {Sam}\n", "-", "--yes", "--json");
        var json = Payload.Json(proof);
        Assert.Equal((key.Value, "phone"), (json.GetProperty("caller").GetString(), json.GetProperty("kind").GetString()));
        Assert.Equal((true, true), (json.GetProperty("erased").GetBoolean(), json.GetProperty("complete").GetBoolean()));
        Assert.Equal(
            (1, 6, 1, 1, 0),
            (Number(json, "calls"), Number(json, "memories"), Number(json, "payloads"), Number(json, "receipts"), Number(json, "waiting")));
        Assert.True(json.GetProperty("time").GetDateTimeOffset() <= TimeProvider.System.GetUtcNow());
        Assert.Null(await stores.Callers.ReadAsync(key, CancellationToken.None));

        foreach (var text in (string[])["2025550123", "Sam", "name is", "post_call_transcription"])
            Assert.DoesNotContain(text, told + proof, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(
            (0, $"Caller {key.Abbreviation} (phone):\n  nothing is stored.\nThere was nothing to erase.\n", ""),
            await EraseAsync(input: null, Sam, "--yes"));
    }

    [Fact]
    public async Task Call_that_waits_makes_the_proof_incomplete()
    {
        await using var stores = Open();
        var call = Payloads.Call(Sam, "conv_1", Payloads.Recent, "I want apples.");
        await stores.StoreAsync(call, TimeProvider.System.GetUtcNow());

        var (code, proof, _) = await EraseAsync(input: null, Sam, "--yes", "--json");

        var json = Payload.Json(proof);
        Assert.Equal(
            (1, true, false, 1),
            (code, json.GetProperty("erased").GetBoolean(), json.GetProperty("complete").GetBoolean(), Number(json, "waiting")));
        Assert.Empty(await stores.Archive.ListAsync(
            DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime), CancellationToken.None).ToListAsync());

        await stores.StoreAsync(call, TimeProvider.System.GetUtcNow());
        (code, var output, _) = await EraseAsync(input: null, Sam, "--yes");

        Assert.Equal(1, code);
        Assert.Contains("\nNot everything was erased:\nSome of these calls may have been", output, StringComparison.Ordinal);
        Assert.DoesNotContain("All of this was erased", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--yes")]
    [InlineData("--dry-run")]
    public async Task Storage_that_is_not_there_is_said_and_not_made(string mode)
    {
        var (code, output, errors) = await EraseAsync(input: null, Sam, mode);

        var settings = _settings.Read();
        Assert.Equal((1, ""), (code, output));
        Assert.Contains(settings.DatabasePath, errors, StringComparison.Ordinal);
        Assert.Contains(settings.PayloadStoragePath, errors, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task Payloads_that_are_elsewhere_are_said_and_keep_the_record()
    {
        await using var stores = Open();
        await LearnAsync(stores, Payloads.Call(Sam, "conv_1", Payloads.Recent, "I want apples."));
        var elsewhere = Path.Combine(_folder.Path, "elsewhere");
        _settings.Values[SettingNames.PayloadStoragePath] = elsewhere;

        var (code, output, errors) = await EraseAsync(input: null, Sam, "--yes");

        Assert.Equal((1, ""), (code, output));
        Assert.Contains($"{elsewhere} does not exist", errors, StringComparison.Ordinal);
        Assert.False(Path.Exists(elsewhere));
        Assert.NotNull(
            await stores.Callers.ReadAsync(stores.Get<CallerKeys>().Of(new Caller(CallerKind.Phone, Sam)), CancellationToken.None));
    }

    [Theory]
    [InlineData(2, "12025550123", "--kind", "user")]
    [InlineData(4, "+12025550123", "--kind", "user")]
    [InlineData(5, "anna", "--kind", "line")]
    [InlineData(5, "anna")]
    [InlineData(0, "anna", "--kind", "user")]
    [InlineData(1, "12025550123")]
    [InlineData(1, "sip:+12025550123@example.com")]
    [InlineData(3, "desk@pbx.example", "--kind", "sip")]
    [InlineData(3, "sip:desk@PBX.example")]
    public async Task Caller_is_read_as_the_webhooks_read_ids(int calls, params string[] arguments)
    {
        await using var stores = Open();
        Caller[] callers =
        [
            new(CallerKind.Phone, Sam), new(CallerKind.User, "12025550123"), new(CallerKind.Sip, "desk@pbx.example"),
            new(CallerKind.User, Sam), new(CallerKind.Line, "anna"),
        ];
        foreach (var (caller, i) in callers.Select((caller, i) => (caller, i)))
        {
            for (var call = 0; call <= i; call++)
                await stores.Get<CallerRecords>().ApplyAsync(
                    stores.Get<CallerKeys>().Of(caller), caller, [SampleRecords.Extracted($"c{call}", call)], CancellationToken.None);
        }

        var (code, output, _) = await EraseAsync(input: null, [.. arguments, "--dry-run", "--json"]);

        Assert.Equal((0, calls), (code, Number(Payload.Json(output), "calls")));
    }

    [Theory]
    [InlineData("Use --yes", Sam)]
    [InlineData("Carriers and programs send this for hidden callers.", "anonymous", "--yes")]
    [InlineData("reads it as kind phone", Sam, "--kind", "line", "--yes")]
    [InlineData("reads it as kind line", "jane", "--kind", "phone", "--yes")]
    [InlineData("elaoms erase --key KEY", "Unknown Caller", "--yes")]
    [InlineData("--key KEY", "--yes")]
    [InlineData("64 hex digits", "--key", "123", "--yes")]
    [InlineData("Do not combine --key", Sam, "--key", "8ac393ce3cb01ce3e69830e7e8d9491878c0353ff8fcf76b48a58bf5d4e1e4fc", "--yes")]
    [InlineData("--tenant", Sam, "--tenant", "a b", "--yes")]
    [InlineData("This is not a caller.", " ", "--yes")]
    [InlineData("This is not a caller.", "-", "--yes")]
    [InlineData("CALLER", "--yes")]
    [InlineData("kind", Sam, "--kind", "fax", "--yes")]
    public async Task Arguments_that_are_no_order_end_with_2_and_erase_nothing(string reason, params string[] arguments)
    {
        await using var stores = Open();
        await LearnAsync(stores, Payloads.Call(Sam, "conv_1", Payloads.Recent, "I want apples."));

        var (code, output, errors) = await EraseAsync(input: "", arguments);

        Assert.Equal(2, code);
        Assert.Contains(reason, output + errors, StringComparison.Ordinal);
        Assert.NotNull(
            await stores.Callers.ReadAsync(stores.Get<CallerKeys>().Of(new Caller(CallerKind.Phone, Sam)), CancellationToken.None));
    }

    [Fact]
    public async Task Engine_that_is_down_is_said_and_keeps_the_record()
    {
        await using var stores = Open();
        await LearnAsync(stores, Payloads.Call(Sam, "conv_1", Payloads.Recent, "I want apples."));
        _settings.Values[SettingNames.OpenMemoryPort] = "http://127.0.0.1:1";

        var (code, output, errors) = await EraseAsync(input: null, Sam, "--yes");

        Assert.Equal((1, ""), (code, output));
        Assert.StartsWith("Not everything was erased: ", errors, StringComparison.Ordinal);
        Assert.Single(errors.TrimEnd().Split('\n'));
        Assert.NotNull(
            await stores.Callers.ReadAsync(stores.Get<CallerKeys>().Of(new Caller(CallerKind.Phone, Sam)), CancellationToken.None));
    }

    private async Task IsErasedAndStaysSoAsync(StorageKind kind)
    {
        _settings = await ServerSettings.ForAsync(kind, _folder);
        await using var server = await ElaomsProcess.ServeAsync(_folder.Path, _settings.Values, "--urls", "http://127.0.0.1:0");
        var webhooks = new WebhookCaller(server.Address, _settings);
        await using var services = StorageView.Open(_settings);
        var stored = new StorageView(services);
        var call = Payloads.Read("post_call_transcription.02-twilio-inbound-2025.json");
        (await webhooks.DeliverAsync(call)).IsOk();
        (await webhooks.DeliverAsync(Payloads.Call(Kim, "conv_kim", Payloads.Recent, "I want apples."))).IsOk();
        await stored.LearnedAsync();
        Assert.Equal("Sam", (await webhooks.ClientDataAsync(Sam)).IsOk().Variable("user_name"));

        var (code, output, errors) = await EraseAsync(input: null, "00 1 (202) 555-0123", "--yes");

        Assert.Equal((0, ""), (code, errors));
        Assert.Contains("  1 call in the record, from ", output, StringComparison.Ordinal);
        Assert.Contains("All of this was erased.\n", output, StringComparison.Ordinal);
        Assert.NotEqual("Sam", (await webhooks.ClientDataAsync(Sam)).IsOk().Variable("user_name"));
        Assert.Empty((await webhooks.SearchDataAsync(Sam, "my name is")).IsOk().Found);
        (await webhooks.DeliverAsync(call)).IsOk();
        await stored.LearnedAsync();
        Assert.Null(await stored.RecordOfAsync(Sam));
        Assert.Single(await stored.ArchivedAsync());
        Assert.Single((await webhooks.SearchDataAsync(Kim, "apples")).IsOk().Found);
    }

    private static int Number(JsonElement json, string name) => json.GetProperty(name).GetInt32();

    private static async Task LearnAsync(Stores stores, byte[] body)
        => await stores.Get<Core.Processing.LearnFromCall>()
            .LearnAsync(await stores.StoreAsync(body, TimeProvider.System.GetUtcNow()), 1, isReplay: false, CancellationToken.None);

    private Stores Open() => new(_settings.Read(), TimeProvider.System);

    private async Task<(int Code, string Output, string Errors)> EraseAsync(string? input, params string[] arguments)
    {
        var (code, output, errors) = await ElaomsProcess.RunAsync(
            _folder.Path, _settings.Values, input is null ? null : Encoding.UTF8.GetBytes(input), ["erase", .. arguments]);
        return (code, output.ReplaceLineEndings("\n"), errors.ReplaceLineEndings("\n"));
    }
}
