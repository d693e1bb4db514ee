using Elaoms.Cli.Doctor;
using Elaoms.Core.Settings;
using Elaoms.Storage.Azure;
using Elaoms.Tests.Cli.Doctor;
using Xunit;

namespace Elaoms.EndToEnd.Cli.Doctor;

/// <summary>What the checks of a storage account find that others can't have.</summary>
public sealed class AccountChecksTests
{
    [Fact]
    public async Task Account_with_a_wrong_key_is_an_error()
    {
        await using var bench = await DoctorBench.StartAsync(StorageKind.Azure);
        var parts = bench.Settings[SettingNames.AzureWebJobsStorage]!.Split(';')
            .Select(part => part.StartsWith("AccountKey=", StringComparison.Ordinal) ? "AccountKey=c2VjcmV0LWtleQ==" : part);
        bench.Settings[SettingNames.AzureWebJobsStorage] = string.Join(';', parts);

        (await bench.ExamineAsync("storage")).Only().Is(CheckStatus.Error, "", "that this identity may read and write");
    }

    [Fact]
    public async Task Messages_that_the_Functions_host_gave_up_are_a_warning()
    {
        await using var bench = await DoctorBench.StartAsync(StorageKind.Azure);
        await using var stores = bench.Open();
        await stores.Get<AzureAccount>().PoisonedCalls.SendMessageAsync("given up", CancellationToken.None);

        (await bench.ExamineAsync("poison")).Only()
            .Is(CheckStatus.Warning, "Messages in calls-poison: 1.", "Start the Functions app: it records them.");
    }

    [Fact]
    public async Task Clock_of_the_storage_account_is_asked()
    {
        await using var bench = await DoctorBench.StartAsync(StorageKind.Azure);
        var blobs = new Uri(bench.Settings[SettingNames.AzureWebJobsStorage]!.Split("BlobEndpoint=")[1].Split(';')[0]);

        (await bench.ExamineAsync("clock")).Only().Is(CheckStatus.Ok, $" {blobs.Authority}.");
    }
}
