using Elaoms.Cli.Doctor;
using Elaoms.Cli.Doctor.Checks;
using Elaoms.Core.Storage.Payloads;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Elaoms.Tests.Cli.Doctor;

/// <summary>How much room there is, as doctor says it.</summary>
public sealed class DiskCheckTests
{
    [Fact]
    public async Task Free_space_is_said_of_payloads_and_database()
    {
        await using var bench = await DoctorBench.StartAsync();

        var finding = (await bench.ExamineAsync("disk")).Only();

        finding.Is(finding.Status, $" GB at {bench.Folder.Of("payloads")}");
        finding.Is(finding.Status, $" GB at {bench.Folder.Of("data")}.");
    }

    [Theory]
    [InlineData(DiskSpace.WarningFloorBytes, CheckStatus.Ok, "Free: 1.0 GB at /payloads, 9.0 GB at /data.")]
    [InlineData(DiskSpace.WarningFloorBytes / 2, CheckStatus.Warning, "Free: 0.5 GB at /payloads, 9.0 GB at /data.")]
    [InlineData(0, CheckStatus.Warning, "Free: 0.0 GB at /payloads, 9.0 GB at /data.")]
    public async Task Space_below_the_floor_is_a_warning(long free, CheckStatus verdict, string what)
    {
        var services = new Lazy<ServiceProvider>(() => new ServiceCollection()
            .AddSingleton<IDiskProbe>(new SomeDisks(new DiskSpace("/payloads", free), new DiskSpace("/data", 9L << 30)))
            .BuildServiceProvider());

        var findings = await new DiskCheck(services).CheckAsync(CancellationToken.None).ToListAsync();

        findings.Only().Is(verdict, what, verdict == CheckStatus.Ok ? null : "make room");
    }

    [Fact]
    public async Task Deployment_with_little_room_is_a_warning()
    {
        await using var bench = await DoctorBench.StartAsync();
        await using var server = await SomeServer.StartAsync(
            ("/health", 200, """{"status":"healthy","service":"elaoms","version":"0.1.0"}"""),
            ("/health/ready", 200,
                """{"status":"ready","checks":{"storage":"ok","queue":"ok","engine":"embedded","engine_state":"ok"},"free_bytes":1000}"""));

        (await bench.ExamineAsync("deployment", server.Address))[1].Is(
            CheckStatus.Warning, "only 0.0 GB are free on its disk", "Make room");
    }

    private sealed class SomeDisks(params IReadOnlyList<DiskSpace> spaces) : IDiskProbe
    {
        public ValueTask WriteAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public IReadOnlyList<DiskSpace> Measure() => spaces;
    }
}
