using System.Runtime.CompilerServices;
using Elaoms.Cli.Doctor;
using Elaoms.Core.Settings;
using Elaoms.Tests.Server;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Elaoms.Tests.Cli.Doctor;

public sealed class DoctorRunnerTests
{
    private readonly FixedClock _clock = new();

    [Fact]
    public async Task Settings_that_cannot_be_read_leave_the_others_unchecked()
    {
        await using var bench = await DoctorBench.StartAsync();
        await using var deployment = await TestServer.StartAsync();
        bench.Settings[SettingNames.ClientDataKey] = "";

        var findings = await bench.ExamineAsync(deployment.Address);

        findings[0].Is(CheckStatus.Error, "ELEVENLABS_CLIENT_DATA_KEY is missing.");
        Assert.Equal(
            ["storage", "queue", "poison", "callers", "engine", "clock"], findings.Skip(1).Take(6).Select(finding => finding.Subject));
        Assert.All(
            findings.Skip(1).Take(6), finding => finding.Is(CheckStatus.Warning, "Not checked: the settings can't be read.", "settings"));
        Assert.All(findings.Skip(7), finding => Assert.Equal(("deployment", CheckStatus.Ok), (finding.Subject, finding.Status)));
        Assert.Equal(12, findings.Count);
    }

    [Fact]
    public async Task Check_that_fails_is_an_error_in_one_line_beside_what_it_has_found()
    {
        var findings = await Examine().RunAsync(
            new SomeCheck(() => throw new AggregateException(new IOException("first"), new IOException("It broke.\nAnd a page."))),
            CancellationToken.None);

        Assert.Equal([CheckResult.Ok("some", "It begins."), CheckResult.Error("some", "It broke.", "Mend it.")], findings);
    }

    [Fact]
    public async Task Check_that_hangs_is_an_error_when_its_timeout_is_over()
    {
        var hanging = new TaskCompletionSource();
        var check = new SomeCheck(() => hanging.Task);

        var examined = Examine().RunAsync(check, CancellationToken.None);
        await check.Begun;
        _clock.Advance(check.Timeout - TimeSpan.FromSeconds(1));
        Assert.False(examined.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(
            [CheckResult.Ok("some", "It begins."), CheckResult.Error("some", "No answer within 3 s.", "Mend it.")], await examined);
        Assert.True(check.WasStopped);
    }

    [Fact]
    public async Task Examination_that_nobody_waits_for_is_no_finding()
    {
        using var stop = new CancellationTokenSource();
        var check = new SomeCheck(() => new TaskCompletionSource().Task);

        var examined = Examine().RunAsync(check, stop.Token);
        await check.Begun;
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => examined);
    }

    private DoctorRunner Examine()
        => new(new SettingsResult(Settings: null, []), new ConfigurationBuilder().Build(), deployment: null, _clock);

    private sealed class SomeCheck(Func<Task> then) : ICheck
    {
        private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private CancellationToken _token;

        public string Subject => "some";

        public TimeSpan Timeout => TimeSpan.FromSeconds(3);

        public string RemedyOfFault => "Mend it.";

        public Task Begun => _begun.Task;

        public bool WasStopped => _token.IsCancellationRequested;

        public async IAsyncEnumerable<CheckResult> CheckAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            _token = cancellationToken;
            yield return CheckResult.Ok(Subject, "It begins.");
            _begun.SetResult();
            await then();
        }
    }
}
