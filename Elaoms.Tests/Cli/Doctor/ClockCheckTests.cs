using System.Globalization;
using Elaoms.Cli.Doctor;
using Elaoms.Indexes.OpenMemory;
using Elaoms.Core.Settings;
using Elaoms.Tests.Server;
using Xunit;

namespace Elaoms.Tests.Cli.Doctor;

public sealed class ClockCheckTests
{
    [Fact]
    public async Task Clock_that_agrees_is_OK()
    {
        await using var bench = await DoctorBench.StartAsync();

        (await bench.ExamineAsync("clock")).Only().Is(CheckStatus.Ok, $"Our clock is within 2 s of {bench.ElevenLabs}.");
    }

    [Theory]
    [InlineData(20, CheckStatus.Ok, "ahead of")]
    [InlineData(-20, CheckStatus.Ok, "behind")]
    [InlineData(40, CheckStatus.Warning, "ahead of")]
    [InlineData(-40, CheckStatus.Warning, "behind")]
    [InlineData(1790, CheckStatus.Warning, "ahead of")]
    [InlineData(1810, CheckStatus.Error, "This is more than SIGNATURE_TOLERANCE_SECONDS: every delivery is refused.")]
    [InlineData(-1810, CheckStatus.Error, "This is more than SIGNATURE_TOLERANCE_SECONDS: every delivery is refused.")]
    public async Task Clock_that_is_off_is_a_warning_and_beyond_the_tolerance_an_error(int seconds, CheckStatus verdict, string what)
    {
        await using var bench = await DoctorBench.StartAsync();
        bench.Clock.Advance(TimeSpan.FromSeconds(seconds));

        (await bench.ExamineAsync("clock")).Only().Is(verdict, what, verdict == CheckStatus.Ok ? null : "this machine's clock");
    }

    [Fact]
    public async Task Tolerance_is_that_of_the_settings()
    {
        await using var bench = await DoctorBench.StartAsync();
        bench.Settings[SettingNames.SignatureToleranceSeconds] = "15";
        bench.Clock.Advance(TimeSpan.FromSeconds(20));

        (await bench.ExamineAsync("clock")).Only().Is(CheckStatus.Error, "ahead of");
    }

    [Fact]
    public async Task No_other_clock_is_a_warning()
    {
        await using var bench = await DoctorBench.StartAsync();
        bench.Settings[SettingNames.ElevenLabsApiUrl] = "http://127.0.0.1:1/v1";

        (await bench.ExamineAsync("clock")).Only()
            .Is(CheckStatus.Warning, "No other clock could be read: 127.0.0.1:1.", "ELEVENLABS_API_URL");
    }

    [Fact]
    public async Task Every_clock_is_asked_and_one_will_do()
    {
        await using var bench = await DoctorBench.StartAsync(OpenMemoryDialect.UserIds);
        await using var deployment = await TestServer.StartAsync();
        bench.Settings[SettingNames.ElevenLabsApiUrl] = "http://127.0.0.1:1";

        var finding = (await bench.ExamineAsync("clock", deployment.Address)).Only();

        finding.Is(CheckStatus.Ok, $" {deployment.Address.Authority}, ");
        finding.Is(CheckStatus.Ok, $" {bench.Engine!.Address.Authority}, 127.0.0.1:1 did not answer.");
        Assert.Contains("GET health", bench.Engine.Log);
    }

    [Fact]
    public async Task Clock_of_another_that_is_off_is_not_taken_for_ours()
    {
        await using var bench = await DoctorBench.StartAsync();
        await using var other = await AtAsync(TimeSpan.FromMinutes(-10));

        (await bench.ExamineAsync("clock", other.Address)).Only()
            .Is(CheckStatus.Warning, $" s ahead of {other.Address.Authority}", $"Set the clock of {other.Address.Authority} by NTP.");
    }

    [Fact]
    public async Task Answer_out_of_a_cache_is_read_with_its_age()
    {
        await using var bench = await DoctorBench.StartAsync();
        await using var other = await AtAsync(TimeSpan.FromMinutes(-10), age: TimeSpan.FromMinutes(10));

        (await bench.ExamineAsync("clock", other.Address)).Only().Is(CheckStatus.Ok, other.Address.Authority);
    }

    [Fact]
    public async Task Time_that_an_answer_takes_is_counted_half()
    {
        await using var bench = await DoctorBench.StartAsync();
        await using var slow = await SomeServer.StartAsync(context =>
        {
            // The question took 50 s, and the answer none.
            bench.Clock.Advance(TimeSpan.FromSeconds(50));
            return Task.CompletedTask;
        });
        bench.Settings[SettingNames.ElevenLabsApiUrl] = slow.Address.AbsoluteUri;

        var finding = (await bench.ExamineAsync("clock")).Only();

        finding.Is(CheckStatus.Ok, " s ahead of");
        var seconds = int.Parse(finding.What.Split(' ')[3], CultureInfo.InvariantCulture);
        Assert.InRange(seconds, 23, 28);
    }

    private static Task<SomeServer> AtAsync(TimeSpan ahead, TimeSpan? age = null) => SomeServer.StartAsync(context =>
    {
        context.Response.Headers.Date = (TimeProvider.System.GetUtcNow() + ahead).ToString("R", CultureInfo.InvariantCulture);
        if (age is { } old)
            context.Response.Headers.Age = old.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        return Task.CompletedTask;
    });
}
