using Elaoms.Cli.Commands;
using Elaoms.Cli.Doctor;
using Elaoms.Cli.Doctor.Checks;
using Elaoms.Indexes.OpenMemory;
using Elaoms.Core.Settings;
using Elaoms.Tests.Server;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Elaoms.Tests.Cli.Doctor;

public sealed class EngineCheckTests
{
    private const string Meanwhile = "Calls are still answered, from our own index.";

    [Theory]
    [InlineData(OpenMemoryDialect.UserIds, "answers (v1.2 to v1.3, one user per caller).")]
    [InlineData(OpenMemoryDialect.Tenants, "answers (main since April 2026, one tenant per key). It accepts OPENMEMORY_KEY.")]
    public async Task Server_of_either_version_is_OK_and_keeps_nothing_of_the_trial(OpenMemoryDialect dialect, string what)
    {
        await using var bench = await DoctorBench.StartAsync(dialect, "a-key-of-the-server");

        var findings = await bench.ExamineAsync("engine");

        Assert.Collection(
            findings,
            finding => finding.Is(CheckStatus.Ok, what),
            finding => finding.Is(CheckStatus.Ok, "It keeps texts of 200 characters whole. ELAOMS does not write longer ones."),
            finding => finding.Is(CheckStatus.Ok, "It cuts longer texts. ELAOMS splits long texts"));
        Assert.Empty(bench.Engine!.Memories);
        Assert.Equal(2, bench.Engine.Log.Count(request => request == "POST memory/add"));
    }

    [Fact]
    public async Task Server_that_keeps_long_texts_whole_is_said_to()
    {
        await using var bench = await DoctorBench.StartAsync(OpenMemoryDialect.UserIds, "a-key-of-the-server");
        bench.Engine!.Faults.KeptLength = 1000;

        (await bench.ExamineAsync("engine"))[^1].Is(CheckStatus.Ok, "It keeps longer texts whole too");
    }

    [Fact]
    public async Task Server_that_cuts_what_ELAOMS_writes_is_a_warning()
    {
        await using var bench = await DoctorBench.StartAsync(OpenMemoryDialect.Tenants);
        bench.Engine!.Faults.KeptLength = 199;

        var findings = await bench.ExamineAsync("engine");

        Assert.Equal(2, findings.Count);
        findings[1].Is(CheckStatus.Warning, "It keeps only ", "OM_SUMMARY_MAX_LENGTH=200 or more, or OM_USE_SUMMARY_ONLY=false");
        Assert.Empty(bench.Engine.Memories);
    }

    [Fact]
    public async Task Server_that_lets_everybody_in_is_a_warning()
    {
        await using var bench = await DoctorBench.StartAsync(OpenMemoryDialect.Tenants);
        bench.Engine!.DevAllowNoAuth = true;
        bench.Settings[SettingNames.OpenMemoryKey] = bench.Engine.Key = null;

        var findings = await bench.ExamineAsync("engine");

        findings[0].Is(CheckStatus.Warning, "OM_DEV_ALLOW_NO_AUTH", "Set OM_API_KEY there and OPENMEMORY_KEY here");
        Assert.All(findings.Skip(1), finding => Assert.Equal(CheckStatus.Ok, finding.Status));
    }

    [Fact]
    public async Task Server_of_the_older_version_without_a_key_is_a_warning()
    {
        await using var bench = await DoctorBench.StartAsync(OpenMemoryDialect.UserIds);
        bench.Settings[SettingNames.OpenMemoryKey] = null;

        var findings = await bench.ExamineAsync("engine");

        findings[0].Is(
            CheckStatus.Warning,
            "answers (v1.2 to v1.3). It accepts requests without a key.",
            "Set OM_API_KEY there and OPENMEMORY_KEY here");
        Assert.All(findings.Skip(1), finding => Assert.Equal(CheckStatus.Ok, finding.Status));
    }

    [Theory]
    [InlineData("key", null, "requires a key: set OPENMEMORY_KEY", "If that key was changed, then run elaoms reindex.")]
    [InlineData("key", "another-secret-key", "does not accept OPENMEMORY_KEY", "If that key was changed, then run elaoms reindex.")]
    [InlineData(null, "another-secret-key", "has no key of its own", "to the same random text")]
    public async Task Key_that_does_not_fit_is_an_error(string? theirs, string? ours, string what, string remedy)
    {
        await using var bench = await DoctorBench.StartAsync(OpenMemoryDialect.Tenants);
        bench.Engine!.Key = theirs;
        bench.Settings[SettingNames.OpenMemoryKey] = ours;

        var finding = (await bench.ExamineAsync("engine")).Only();

        finding.Is(CheckStatus.Error, what, remedy);
        Assert.EndsWith(Meanwhile, finding.What, StringComparison.Ordinal);
        Assert.DoesNotContain("another-secret-key", finding.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_that_is_not_there_is_an_error()
    {
        await using var bench = await DoctorBench.StartAsync(OpenMemoryDialect.UserIds, "a-key-of-the-server");
        await bench.Engine!.StopAsync();

        (await bench.ExamineAsync("engine")).Only().Is(
            CheckStatus.Error, "OpenMemory can't be reached", $"curl {bench.Engine.Address}health");
    }

    [Fact]
    public async Task Something_else_at_the_address_is_an_error()
    {
        await using var bench = await DoctorBench.StartAsync(OpenMemoryDialect.UserIds, "a-key-of-the-server");
        bench.Engine!.Faults.OtherService = true;

        (await bench.ExamineAsync("engine")).Only().Is(CheckStatus.Error, "is not OpenMemory's", "leads to an OpenMemory server");
    }

    [Fact]
    public async Task Server_without_the_routes_is_an_error()
    {
        await using var bench = await DoctorBench.StartAsync();
        await using var other = await TestServer.StartAsync();
        bench.Settings[SettingNames.OpenMemoryPort] = other.Address.AbsoluteUri;

        (await bench.ExamineAsync("engine")).Only()
            .Is(CheckStatus.Error, "is not an OpenMemory server of a known version", "leads to an OpenMemory server");
    }

    [Fact]
    public async Task Server_that_refuses_every_user_is_an_error()
    {
        await using var bench = await DoctorBench.StartAsync(OpenMemoryDialect.Tenants);
        bench.Engine!.Faults.TenantMismatch = true;

        (await bench.ExamineAsync("engine")).Only().Is(CheckStatus.Error, "does not accept the user", "leads to an OpenMemory server");
    }

    [Fact]
    public async Task Server_that_fails_is_an_error()
    {
        await using var bench = await DoctorBench.StartAsync(OpenMemoryDialect.UserIds, "a-key-of-the-server");
        bench.Engine!.Faults.BadGateway = true;

        (await bench.ExamineAsync("engine")).Only()
            .Is(CheckStatus.Error, "OpenMemory reports an error of its own (HTTP 502)", "See the log of the OpenMemory server");
    }

    [Fact]
    public async Task Server_that_asks_for_fewer_requests_is_an_error()
    {
        await using var bench = await DoctorBench.StartAsync(OpenMemoryDialect.UserIds, "a-key-of-the-server");
        bench.Engine!.Faults.RequestsLeft = 0;
        bench.Engine.Faults.RetryAfterSeconds = 60;

        (await bench.ExamineAsync("engine")).Only().Is(CheckStatus.Error, "asks for fewer requests", "OM_RATE_LIMIT_ENABLED=false");
    }

    [Fact]
    public async Task Server_that_can_be_read_and_not_written_is_an_error()
    {
        await using var bench = await DoctorBench.StartAsync(OpenMemoryDialect.UserIds, "a-key-of-the-server");
        bench.Engine!.Faults.TooLarge = "Trial";

        var findings = await bench.ExamineAsync("engine");

        Assert.Equal(2, findings.Count);
        findings[0].Is(CheckStatus.Ok, "answers");
        findings[1].Is(
            CheckStatus.Error,
            "A text of 200 characters could not be written, read and deleted: OpenMemory refuses the request (HTTP 413). " + Meanwhile);
    }

    [Fact]
    public async Task Server_that_does_not_answer_is_an_error_beside_what_was_found_before()
    {
        await using var bench = await DoctorBench.StartAsync(OpenMemoryDialect.UserIds, "a-key-of-the-server");
        bench.Engine!.Faults.AddDelay = TimeSpan.FromHours(1);
        var (settings, clock) = (bench.Settings.Read(), new FixedClock());
        await using var services = ConfiguredStorage.Open(settings, clock);
        var examination = new DoctorRunner(new SettingsResult(settings, []), bench.Settings.ToConfiguration(), deployment: null, clock);

        var examined = examination.RunAsync(new EngineCheck(settings, new Lazy<ServiceProvider>(services)), CancellationToken.None);
        await Eventually.IsTrueAsync(() => bench.Engine.Log.Contains("POST memory/add", StringComparer.Ordinal), "the trial is under way");
        clock.Advance(TimeSpan.FromSeconds(12));

        Assert.Collection(
            await examined,
            finding => finding.Is(CheckStatus.Ok, "answers"),
            finding => finding.Is(CheckStatus.Error, "No answer within 12 s.", "overloaded"));
    }
}
