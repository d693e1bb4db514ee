using Elaoms.Cli.Doctor;
using Elaoms.Core.Intake;
using Elaoms.Core.Settings;
using Elaoms.Core.Telemetry;
using Elaoms.Tests.Server;
using Elaoms.Tests.Telemetry;
using Xunit;

namespace Elaoms.EndToEnd.Cli;

/// <summary>Deployments whose deliveries go to an app of their own.</summary>
public sealed class PostCallUrlTests
{
    private const string Unauthorized = "elaoms.postcall.received{type=unknown,result=unauthorized}";

    [Fact]
    public async Task Smoke_delivers_to_the_address_of_deliveries_and_asks_the_other()
    {
        var folder = new TempFolder();
        var settings = new ServerSettings(folder);
        await using var questions = await TestServer.StartAsync(folder, settings);
        await using var deliveries = await TestServer.StartAsync(folder, settings);

        var (code, output, errors) = await ElaomsProcess.RunAsync(
            folder.Path, settings.Values, null, "smoke", "--url", questions.Address.AbsoluteUri, "--post-call-url",
            new Uri(deliveries.Address, "/webhook/post-call").AbsoluteUri);

        Assert.True(code == 0, output + errors);
        Assert.Equal(0, questions.Get<ReceivePostCall>().Accepted);
        Assert.NotEqual(0, deliveries.Get<ReceivePostCall>().Accepted);
    }

    [Fact]
    public async Task Doctor_asks_the_address_of_deliveries_whether_it_is_locked()
    {
        await using var questions = await TestServer.StartAsync();
        await using var deliveries = await TestServer.StartAsync();
        using var asked = new RecordedMetrics(questions.Get<ElaomsMetrics>());
        using var delivered = new RecordedMetrics(deliveries.Get<ElaomsMetrics>());
        var values = questions.Settings.ToConfiguration();

        var findings = await new DoctorRunner(
            new SettingsReader(values).Read([]), values, questions.Address, TimeProvider.System, deliveries.Address)
            .RunAsync(CancellationToken.None);

        Assert.Contains(findings, finding =>
            finding is { Subject: "deployment", Status: CheckStatus.Ok } && finding.What.Contains("post-call", StringComparison.Ordinal));
        Assert.Equal((0, 1), (asked.Sum(Unauthorized), delivered.Sum(Unauthorized)));
    }

    [Fact]
    public async Task Address_of_deliveries_that_is_none_is_refused()
    {
        using var folder = new TempFolder();

        var (code, _, errors) = await ElaomsProcess.RunAsync(
            folder.Path, [], null, "smoke", "--url", "https://memory.example.com", "--post-call-url", "somewhere");

        Assert.Equal(2, code);
        Assert.Contains("--post-call-url must be an http or https URL.", errors, StringComparison.Ordinal);
    }
}
