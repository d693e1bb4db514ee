using Elaoms.Cli.Doctor;
using Elaoms.Core.Callers;
using Elaoms.Core.Indexing;
using Elaoms.Core.Intake;
using Elaoms.Core.Learning;
using Elaoms.Core.OpenMemory;
using Elaoms.Core.Settings;
using Elaoms.Storage.Azure;
using Elaoms.Tests.Storage;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Elaoms.Tests.Cli.Doctor;

/// <summary>Storage, queue, failed calls and the engine's backlog.</summary>
public sealed class StorageChecksTests
{
    private static readonly string[] OnStorage = ["queue", "poison"];

    [Theory]
    [InlineData(StorageKind.Embedded, "Files and SQLite, read and written: ")]
    [InlineData(StorageKind.Azure, "Blob and Queue of the account account")]
    public async Task Storage_that_works_is_OK_and_stays_as_it_is(StorageKind kind, string what)
    {
        await using var bench = await DoctorBench.StartAsync(kind);
        var before = bench.Folder.Listing();

        var findings = await bench.ExamineAsync();

        findings.Where(finding => finding.Subject == "storage").Only().Is(Verdict.Ok, what);
        findings.Where(finding => finding.Subject == "queue").Only().Is(Verdict.Ok, "No call waits");
        findings.Where(finding => finding.Subject == "poison").Only().Is(Verdict.Ok, "No call has failed.");
        findings.Where(finding => finding.Subject == "engine").Only().Is(Verdict.Ok, "embedded");
        Assert.DoesNotContain(findings, finding => finding.Subject is "engine backlog" or "deployment");
        Assert.Equal(before, bench.Folder.Listing());
    }

    [Theory]
    [InlineData(StorageKind.Embedded, "openmemory.db is not there (yet).")]
    [InlineData(StorageKind.Azure, "has no containers or queues of ELAOMS (yet).")]
    public async Task Storage_that_is_not_there_is_a_warning_and_is_not_made(StorageKind kind, string what)
    {
        await using var bench = await DoctorBench.StartAsync(kind, isMade: false);

        var findings = await bench.ExamineAsync();

        findings.Where(finding => finding.Subject == "storage").Only().Is(Verdict.Warning, what, "Has it run before?");
        AssertSkipped(findings);
        Assert.Empty(bench.Folder.Listing());
        (await bench.ExamineAsync("storage")).Only().Is(Verdict.Warning, what);
    }

    [Theory]
    [InlineData("payloads", "payloads is not there (yet).")]
    [InlineData("data", "openmemory.db is not there (yet).")]
    public async Task Half_of_a_storage_that_is_not_there_is_a_warning_and_is_not_made(string half, string what)
    {
        await using var bench = await DoctorBench.StartAsync();
        Directory.Delete(bench.Folder.Of(half), recursive: true);

        (await bench.ExamineAsync("storage")).Only().Is(Verdict.Warning, what);
        Assert.False(Directory.Exists(bench.Folder.Of(half)));
    }

    [Fact]
    public async Task Storage_that_could_not_be_made_is_an_error()
    {
        await using var bench = await DoctorBench.StartAsync(isMade: false);
        await File.WriteAllTextAsync(bench.Folder.Of("data"), "a file where the folder should be", CancellationToken.None);

        var findings = await bench.ExamineAsync();

        findings.Where(finding => finding.Subject == "storage").Only().Is(Verdict.Error, bench.Folder.Of("data"), "may this user write there");
        AssertSkipped(findings);
    }

    [Fact]
    public async Task Database_that_is_none_is_an_error()
    {
        await using var bench = await DoctorBench.StartAsync();
        await File.WriteAllTextAsync(bench.Settings[SettingNames.OpenMemoryDbPath]!, string.Concat(Enumerable.Repeat("this is no database. ", 1000)), CancellationToken.None);

        var findings = await bench.ExamineAsync();

        findings.Where(finding => finding.Subject == "storage").Only().Is(Verdict.Error, "not a database", "OPENMEMORY_DB_PATH");
        AssertSkipped(findings);
    }

    [Fact]
    public async Task Database_that_cannot_be_written_is_an_error()
    {
        await using var bench = await DoctorBench.StartAsync();
        await using var other = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = bench.Settings[SettingNames.OpenMemoryDbPath], Pooling = false }.ToString());
        await other.OpenAsync(CancellationToken.None);
        await using var hold = other.CreateCommand();
        hold.CommandText = "BEGIN IMMEDIATE";
        await hold.ExecuteNonQueryAsync(CancellationToken.None);

        (await bench.ExamineAsync("storage")).Only().Is(Verdict.Error, "database is locked", "does another program hold the file?");
    }

    [Fact]
    public async Task Archive_that_cannot_be_written_is_an_error()
    {
        await using var bench = await DoctorBench.StartAsync();
        Directory.Delete(bench.Folder.Of("payloads", ".incoming"), recursive: true);
        await File.WriteAllTextAsync(bench.Folder.Of("payloads", ".incoming"), "a file where the folder should be", CancellationToken.None);

        (await bench.ExamineAsync("storage")).Only().Is(Verdict.Error, ".incoming", "Is the disk full");
    }

    [Fact]
    public async Task Account_that_is_out_of_reach_is_an_error_without_its_key()
    {
        await using var bench = await DoctorBench.StartAsync();
        bench.Settings[SettingNames.AzureWebJobsStorage] =
            "AccountName=nobody;AccountKey=c2VjcmV0LWtleQ==;BlobEndpoint=http://127.0.0.1:1/nobody;QueueEndpoint=http://127.0.0.1:1/nobody";

        var findings = await bench.ExamineAsync();

        findings.Where(finding => finding.Subject == "storage").Only().Is(Verdict.Error, "", "Is AzureWebJobsStorage right");
        AssertSkipped(findings);
        Assert.DoesNotContain(findings, finding => finding.ToString().Contains("c2VjcmV0LWtleQ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Account_with_a_wrong_key_is_an_error()
    {
        await using var bench = await DoctorBench.StartAsync(StorageKind.Azure);
        var parts = bench.Settings[SettingNames.AzureWebJobsStorage]!.Split(';').Select(part => part.StartsWith("AccountKey=", StringComparison.Ordinal) ? "AccountKey=c2VjcmV0LWtleQ==" : part);
        bench.Settings[SettingNames.AzureWebJobsStorage] = string.Join(';', parts);

        (await bench.ExamineAsync("storage")).Only().Is(Verdict.Error, "", "may this identity read and write");
    }

    [Theory]
    [InlineData(StorageKind.Embedded)]
    [InlineData(StorageKind.Azure)]
    public async Task Call_that_waits_longer_than_the_sweep_is_a_warning(StorageKind kind)
    {
        await using var bench = await DoctorBench.StartAsync(kind);
        await using var stores = bench.Open();
        await stores.Queue.EnqueueAsync(CallMessage.For(Stores.NameOf("{}")), CancellationToken.None);

        bench.Clock.Advance(TimeSpan.FromMinutes(9));
        (await bench.ExamineAsync("queue")).Only().Is(Verdict.Ok, "Calls that wait to be learned, or are being learned: 1; the next one has waited for ");
        bench.Clock.Advance(TimeSpan.FromMinutes(2));
        (await bench.ExamineAsync("queue")).Only().Is(Verdict.Warning, "Calls that wait to be learned: 1; the next one has waited for 11 min.", "Is elaoms serve or the Functions app running");

        bench.Settings[SettingNames.SweepAfterMinutes] = "12";
        (await bench.ExamineAsync("queue")).Only().Is(Verdict.Ok, "Calls that wait to be learned, or are being learned: 1; the next one has waited for ");
    }

    [Theory]
    [InlineData(StorageKind.Embedded)]
    [InlineData(StorageKind.Azure)]
    public async Task Calls_that_have_failed_are_a_warning(StorageKind kind)
    {
        await using var bench = await DoctorBench.StartAsync(kind);
        await using var stores = bench.Open();
        foreach (var body in (string[])["{}", "[]"])
            await stores.Receipts.WriteAsync(Stores.NameOf(System.Text.Encoding.UTF8.GetBytes(body)), new Receipt(ReceiptResult.Failed, "a secret reason", 5), CancellationToken.None);

        (await bench.ExamineAsync("poison")).Only().Is(Verdict.Warning, "Calls that could not be learned: 2.", "elaoms replay --failed --dry-run");
    }

    [Fact]
    public async Task Messages_that_the_Functions_host_gave_up_are_a_warning()
    {
        await using var bench = await DoctorBench.StartAsync(StorageKind.Azure);
        await using var stores = bench.Open();
        await stores.Get<AzureAccount>().PoisonedCalls.SendMessageAsync("given up", CancellationToken.None);

        (await bench.ExamineAsync("poison")).Only().Is(Verdict.Warning, "Messages in calls-poison: 1.", "The Functions app notes them");
    }

    [Theory]
    [InlineData(0, "No caller waits for OpenMemory to be told.")]
    [InlineData(4, "Callers being told to OpenMemory: 4.")]
    [InlineData(5, "Callers still to be told to OpenMemory: 5.")]
    public async Task Callers_that_the_engine_was_not_told_of_are_a_warning_when_they_are_many(int callers, string what)
    {
        await using var bench = await DoctorBench.StartAsync(OpenMemoryDialect.UserIds);
        await using var stores = bench.Open();
        for (var caller = 0; caller < callers; caller++)
            await stores.Get<CallersToIndex>().AddAsync(new CallerKey($"caller{caller}"), CancellationToken.None);

        var finding = (await bench.ExamineAsync("engine backlog")).Only();

        finding.Is(callers > 4 ? Verdict.Warning : Verdict.Ok, what, callers > 4 ? "elaoms reindex" : null);
    }

    private static void AssertSkipped(IReadOnlyList<Finding> findings)
        => Assert.All(OnStorage, subject => findings.Where(finding => finding.Subject == subject).Only().Is(Verdict.Warning, "Not checked: the storage can't be used.", "storage"));
}
