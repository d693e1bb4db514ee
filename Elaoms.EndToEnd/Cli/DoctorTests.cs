using System.Text.Json;
using Elaoms.Indexes.OpenMemory;
using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Tests.Cli.Doctor;
using Elaoms.Tests.Server;
using Elaoms.Tests.Storage;
using Xunit;

namespace Elaoms.EndToEnd.Cli;

/// <summary><c>elaoms doctor</c> as a process: what it prints and how it ends.</summary>
public sealed class DoctorTests
{
    [Fact]
    public Task Doctor_beside_a_server_that_is_well_finds_all_OK_on_files() => FindsAllOkAsync(StorageKind.Embedded);

    [Fact]
    public Task Doctor_beside_a_server_that_is_well_finds_all_OK_on_Azure() => FindsAllOkAsync(StorageKind.Azure);

    [Fact]
    public async Task Doctor_ends_with_1_when_the_worst_is_a_warning_and_says_what_to_do()
    {
        await using var bench = await DoctorBench.StartAsync();
        await FailAsync(bench);

        var (code, output) = await RunAsync(bench);

        Assert.Equal(1, code);
        Assert.Contains(
            "\nwarning  poison    Calls that could not be learned: 1.\n                   → Run elaoms replay --failed --dry-run to see "
                + "why. Fix the cause, then run elaoms replay --failed.\n",
            output,
            StringComparison.Ordinal);
        Assert.EndsWith("\n\nwarning: 0 errors, 1 warning, 7 OK\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_ends_with_2_when_the_worst_is_an_error()
    {
        await using var bench = await DoctorBench.StartAsync(OpenMemoryDialect.UserIds);
        await FailAsync(bench);
        await bench.Engine!.StopAsync();

        var (code, output) = await RunAsync(bench);

        Assert.Equal(2, code);
        Assert.Contains("\nerror    engine          OpenMemory can't be reached", output, StringComparison.Ordinal);
        Assert.Contains("\nerror: 1 error, 1 warning, ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_for_programs_writes_one_object()
    {
        await using var bench = await DoctorBench.StartAsync(OpenMemoryDialect.Tenants);
        await FailAsync(bench);

        var (code, output) = await RunAsync(bench, "--json");

        Assert.Equal(1, code);
        using var report = JsonDocument.Parse(output);
        Assert.Equal(["verdict", "checks"], report.RootElement.EnumerateObject().Select(property => property.Name));
        Assert.Equal("warning", report.RootElement.GetProperty("verdict").GetString());
        var checks = report.RootElement.GetProperty("checks").EnumerateArray().ToList();
        Assert.All(
            checks,
            check => Assert.Equal(["subject", "verdict", "what", "remedy"], check.EnumerateObject().Select(property => property.Name)));
        Assert.Equal(
            [
                "settings ok", "storage ok", "disk ok", "queue ok", "poison warning", "callers ok", "engine ok", "engine ok", "engine ok",
                "engine backlog ok", "clock ok",
            ],
            checks.Select(check => $"{check.GetProperty("subject").GetString()} {check.GetProperty("verdict").GetString()}"));
        Assert.Equal(JsonValueKind.Null, checks[0].GetProperty("remedy").ValueKind);
        Assert.Contains("replay", checks[4].GetProperty("remedy").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{", "can't be read")]
    [InlineData("""{"Values":{"ELEVENLABS_POST_CALL_KEY":"secret-0123456789"}}""", "ELEVENLABS_CLIENT_DATA_KEY is missing.")]
    public async Task File_of_settings_that_is_wrong_is_a_finding(string content, string what)
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.Of("local.settings.json"), content, CancellationToken.None);

        var (code, output, errors) = await ElaomsProcess.RunAsync(
            folder.Path, [], null, "doctor", "--json", "--env-file", "local.settings.json");

        Assert.Equal((2, ""), (code, errors));
        using var report = JsonDocument.Parse(output);
        Assert.Equal("error", report.RootElement.GetProperty("verdict").GetString());
        Assert.Contains(what, report.RootElement.GetProperty("checks")[0].GetProperty("what").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("secret-0123456789", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenMemory_that_is_the_deployment_itself_is_a_fault_of_the_settings()
    {
        await using var bench = await DoctorBench.StartAsync();
        await using var server = await TestServer.StartAsync();
        bench.Settings[SettingNames.OpenMemoryPort] = server.Address.AbsoluteUri;

        var (code, output) = await RunAsync(bench, "--url", server.Address.AbsoluteUri);

        Assert.Equal(2, code);
        Assert.StartsWith("error    settings    OPENMEMORY_PORT points at ELAOMS itself", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--url", "ftp://example.com")]
    [InlineData("--url")]
    [InlineData("--nonsense")]
    public async Task Doctor_with_wrong_arguments_ends_with_2(params string[] arguments)
    {
        using var folder = new TempFolder();

        var (code, _, errors) = await ElaomsProcess.RunAsync(folder.Path, [], null, ["doctor", .. arguments]);

        Assert.Equal(2, code);
        Assert.NotEmpty(errors);
    }

    [Fact]
    public async Task Doctor_that_is_interrupted_ends_with_130_and_without_a_page()
    {
        await using var bench = await DoctorBench.StartAsync();
        var asked = new TaskCompletionSource();
        await using var silent = await SomeServer.StartAsync(context =>
        {
            asked.TrySetResult();
            return Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);
        });
        bench.Settings[SettingNames.OpenMemoryPort] = silent.Address.AbsoluteUri;

        await using var program = ElaomsProcess.Start(bench.Folder.Path, bench.Settings.Values, "doctor");
        await asked.Task.WaitAsync(Eventually.Bound, CancellationToken.None);
        await program.SignalAsync("INT");

        Assert.Equal((130, "", "Interrupted.\n"), (await program.EndAsync(), program.Output, program.Errors));
    }

    [Fact]
    public async Task Help_says_how_doctor_ends()
    {
        using var folder = new TempFolder();

        Assert.Contains(
            "Exit codes: 0 ok, 1 warning, 2 error.",
            (await ElaomsProcess.RunAsync(folder.Path, [], null, "doctor", "--help")).Output,
            StringComparison.Ordinal);
        Assert.Contains(
            "Exit codes of doctor: 0 ok, 1 warning, 2 error.",
            (await ElaomsProcess.RunAsync(folder.Path, [], null, "--help")).Output,
            StringComparison.Ordinal);
    }

    private static async Task FindsAllOkAsync(StorageKind kind)
    {
        await using var bench = await DoctorBench.StartAsync(kind);
        await using var server = await ElaomsProcess.ServeAsync(bench.Folder.Path, bench.Settings.Values, "--urls", "http://127.0.0.1:0");

        var (code, output) = await RunAsync(bench, "--url", server.Address.AbsoluteUri);

        Assert.True(code == 0, output);
        var lines = output.TrimEnd('\n').Split('\n');
        Assert.Equal("OK       settings    All settings are valid.", lines[0]);
        Assert.All(lines[..^2], line => Assert.StartsWith("OK       ", line, StringComparison.Ordinal));
        Assert.Equal(["", $"OK: 0 errors, 0 warnings, {(kind == StorageKind.Embedded ? 13 : 12)} OK"], lines[^2..]);
    }

    private static async Task FailAsync(DoctorBench bench)
    {
        await using var stores = bench.Open();
        await stores.Receipts.WriteAsync(
            Stores.NameOf("{}"), new Receipt(ReceiptResult.Failed, "IOException: The store was down.", 5), CancellationToken.None);
    }

    private static async Task<(int Code, string Output)> RunAsync(DoctorBench bench, params string[] arguments)
    {
        var (code, output, errors) = await ElaomsProcess.RunAsync(bench.Folder.Path, bench.Settings.Values, null, ["doctor", .. arguments]);
        Assert.Equal("", errors);
        Assert.DoesNotContain('\u001b', output);
        Assert.All(SecretTexts.Of(bench.Settings), secret => Assert.DoesNotContain(secret, output, StringComparison.Ordinal));
        return (code, output.ReplaceLineEndings("\n"));
    }
}
