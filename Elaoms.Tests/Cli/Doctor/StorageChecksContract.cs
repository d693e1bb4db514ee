using Elaoms.Cli.Doctor;
using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Core.Storage.Queue;
using Elaoms.Tests.Server;
using Elaoms.Tests.Storage;
using Xunit;

namespace Elaoms.Tests.Cli.Doctor;

/// <summary>What the checks of storage, queue and failed calls find, whatever the storage is.</summary>
/// <param name="kind">The kind of storage.</param>
/// <param name="works">What is said of one that works.</param>
/// <param name="missing">What is said of one that is not there.</param>
public abstract class StorageChecksContract(StorageKind kind, string works, string missing)
{
    private static readonly string[] OnStorage = ["queue", "poison", "callers"];

    [Fact]
    public async Task Storage_that_works_is_OK_and_stays_as_it_is()
    {
        await using var bench = await DoctorBench.StartAsync(kind);
        var before = bench.Folder.Listing();

        // On a busy machine the storage may not answer in time.
        IReadOnlyList<CheckResult> findings = [];
        await Eventually.IsTrueAsync(
            async () => !(findings = await bench.ExamineAsync())
                .Any(finding => finding.What.Contains("No answer within", StringComparison.Ordinal)),
            "the storage answers in time");

        findings.Where(finding => finding.Subject == "storage").Only().Is(CheckStatus.Ok, works);
        findings.Where(finding => finding.Subject == "queue").Only().Is(CheckStatus.Ok, "No call is waiting");
        findings.Where(finding => finding.Subject == "poison").Only().Is(CheckStatus.Ok, "No call has failed.");
        findings.Where(finding => finding.Subject == "engine").Only().Is(CheckStatus.Ok, "Embedded");
        Assert.DoesNotContain(findings, finding => finding.Subject is "engine backlog" or "deployment");
        Assert.Equal(before, bench.Folder.Listing());
    }

    [Fact]
    public async Task Storage_that_is_not_there_is_a_warning_and_is_not_made()
    {
        await using var bench = await DoctorBench.StartAsync(kind, isMade: false);

        var findings = await bench.ExamineAsync();

        findings.Where(finding => finding.Subject == "storage").Only().Is(CheckStatus.Warning, missing, "If it has run before, ");
        AssertSkipped(findings);
        Assert.Empty(bench.Folder.Listing());
        (await bench.ExamineAsync("storage")).Only().Is(CheckStatus.Warning, missing);
    }

    [Fact]
    public async Task Call_that_waits_longer_than_the_sweep_is_a_warning()
    {
        await using var bench = await DoctorBench.StartAsync(kind);
        await using var stores = bench.Open();
        await stores.Queue.EnqueueAsync(CallMessage.For(Stores.NameOf("{}")), CancellationToken.None);

        bench.Clock.Advance(TimeSpan.FromMinutes(9));
        (await bench.ExamineAsync("queue")).Only().Is(CheckStatus.Ok, "Calls waiting or being learned: 1. The next one has waited for ");
        bench.Clock.Advance(TimeSpan.FromMinutes(2));
        (await bench.ExamineAsync("queue")).Only().Is(
            CheckStatus.Warning,
            "Calls waiting to be learned: 1. The next one has waited for 11 min.",
            "Check that elaoms serve or the Functions app is running");

        bench.Settings[SettingNames.SweepAfterMinutes] = "12";
        (await bench.ExamineAsync("queue")).Only().Is(CheckStatus.Ok, "Calls waiting or being learned: 1. The next one has waited for ");
    }

    [Fact]
    public async Task Calls_that_have_failed_are_a_warning()
    {
        await using var bench = await DoctorBench.StartAsync(kind);
        await using var stores = bench.Open();
        foreach (var body in (string[])["{}", "[]"])
            await stores.Receipts.WriteAsync(
                Stores.NameOf(System.Text.Encoding.UTF8.GetBytes(body)),
                new Receipt(ReceiptResult.Failed, "a secret reason", 5),
                CancellationToken.None);

        (await bench.ExamineAsync("poison")).Only().Is(
            CheckStatus.Warning, "Calls that could not be learned: 2.", "elaoms replay --failed --dry-run");
    }

    internal static void AssertSkipped(IReadOnlyList<CheckResult> findings)
        => Assert.All(OnStorage, subject => findings.Where(finding => finding.Subject == subject).Only()
            .Is(CheckStatus.Warning, "Not checked: the storage can't be used.", "storage"));

    public sealed class OnFiles()
        : StorageChecksContract(StorageKind.Embedded, "Files and SQLite can be read and written: ", "openmemory.db does not exist (yet).");
}
