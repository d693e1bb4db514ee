using Elaoms.Cli.Doctor;
using Elaoms.Core.Calls;
using Elaoms.Core.Indexing;
using Elaoms.Core.Settings;
using Elaoms.Indexes.OpenMemory;
using Xunit;

namespace Elaoms.Tests.Cli.Doctor;

/// <summary>What the checks of files and SQLite find, and those of the engine's backlog.</summary>
public sealed class StorageChecksTests
{
    [Theory]
    [InlineData("payloads", "payloads does not exist (yet).")]
    [InlineData("data", "openmemory.db does not exist (yet).")]
    public async Task Half_of_a_storage_that_is_not_there_is_a_warning_and_is_not_made(string half, string what)
    {
        await using var bench = await DoctorBench.StartAsync();
        Directory.Delete(bench.Folder.Of(half), recursive: true);

        (await bench.ExamineAsync("storage")).Only().Is(CheckStatus.Warning, what);
        Assert.False(Directory.Exists(bench.Folder.Of(half)));
    }

    [Fact]
    public async Task Storage_that_could_not_be_made_is_an_error()
    {
        await using var bench = await DoctorBench.StartAsync(isMade: false);
        await File.WriteAllTextAsync(bench.Folder.Of("data"), "a file where the folder should be", CancellationToken.None);

        var findings = await bench.ExamineAsync();

        findings.Where(finding => finding.Subject == "storage").Only().Is(
            CheckStatus.Error, bench.Folder.Of("data"), "that this user may write there");
        StorageChecksContract.AssertSkipped(findings);
    }

    [Fact]
    public async Task Database_that_is_none_is_an_error()
    {
        await using var bench = await DoctorBench.StartAsync();
        await File.WriteAllTextAsync(
            bench.Settings[SettingNames.OpenMemoryDbPath]!,
            string.Concat(Enumerable.Repeat("this is no database. ", 1000)),
            CancellationToken.None);

        var findings = await bench.ExamineAsync();

        findings.Where(finding => finding.Subject == "storage").Only().Is(CheckStatus.Error, "not a database", "OPENMEMORY_DB_PATH");
        StorageChecksContract.AssertSkipped(findings);
    }

    [Fact]
    public async Task Archive_that_cannot_be_written_is_an_error()
    {
        await using var bench = await DoctorBench.StartAsync();
        Directory.Delete(bench.Folder.Of("payloads", ".incoming"), recursive: true);
        await File.WriteAllTextAsync(bench.Folder.Of("payloads", ".incoming"), "a file where the folder should be", CancellationToken.None);

        (await bench.ExamineAsync("storage")).Only().Is(CheckStatus.Error, ".incoming", "Check that the disk is not full");
    }

    [Fact]
    public async Task Account_that_is_out_of_reach_is_an_error_without_its_key()
    {
        await using var bench = await DoctorBench.StartAsync();
        bench.Settings[SettingNames.AzureWebJobsStorage] =
            "AccountName=nobody;AccountKey=c2VjcmV0LWtleQ==;BlobEndpoint=http://127.0.0.1:1/nobody;"
                + "QueueEndpoint=http://127.0.0.1:1/nobody;TableEndpoint=http://127.0.0.1:1/nobody";

        var findings = await bench.ExamineAsync();

        findings.Where(finding => finding.Subject == "storage").Only().Is(CheckStatus.Error, "", "Check that AzureWebJobsStorage is right");
        StorageChecksContract.AssertSkipped(findings);
        Assert.DoesNotContain(findings, finding => finding.ToString().Contains("c2VjcmV0LWtleQ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0, "No caller is waiting to be indexed by OpenMemory.")]
    [InlineData(4, "Callers being indexed by OpenMemory: 4.")]
    [InlineData(5, "Callers waiting to be indexed by OpenMemory: 5.")]
    public async Task Callers_that_the_engine_was_not_told_of_are_a_warning_when_they_are_many(int callers, string what)
    {
        await using var bench = await DoctorBench.StartAsync(OpenMemoryDialect.UserIds);
        await using var stores = bench.Open();
        for (var caller = 0; caller < callers; caller++)
            await stores.Get<CallersToIndex>().AddAsync(new CallerKey($"caller{caller}"), CancellationToken.None);

        var finding = (await bench.ExamineAsync("engine backlog")).Only();

        finding.Is(callers > 4 ? CheckStatus.Warning : CheckStatus.Ok, what, callers > 4 ? "elaoms reindex" : null);
    }
}
