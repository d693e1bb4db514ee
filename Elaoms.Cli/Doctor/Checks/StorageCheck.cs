using System.Net;
using System.Security.Cryptography;
using Azure;
using Elaoms.Cli.Commands;
using Elaoms.Core.Calls;
using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Documents;
using Elaoms.Core.Storage.Listing;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Core.Storage.Queue;
using Elaoms.Storage.Azure;
using Microsoft.Extensions.DependencyInjection;
using Elaoms.Core.Storage.Records;

namespace Elaoms.Cli.Doctor.Checks;

/// <summary>
/// Whether archive and records can be read and written. Creates no storage: an empty one would look like one whose calls are lost.
/// </summary>
internal sealed class StorageCheck(ElaomsSettings settings, Lazy<ServiceProvider> services) : ICheck
{
    public const string Name = "storage";

    private const int ProbeBytes = 16 << 10;

    private static readonly CallerKey Nobody = new("nobody");

    public string Subject => Name;

    public TimeSpan Timeout => TimeSpan.FromSeconds(10);

    public string RemedyOfFault => settings.Azure is null
        ? $"Check that the disk is not full, that this user may write there, and that no other program holds the file. "
            + $"{SettingNames.OpenMemoryDbPath} and {SettingNames.PayloadStoragePath} say where it is."
        : $"Check that {SettingNames.AzureWebJobsStorage} is right, that this identity may read and write blobs, queues and "
            + "tables, and that the network allows it.";

    public async IAsyncEnumerable<CheckResult> CheckAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return settings.Azure is null ? await CheckLocalAsync(cancellationToken) : await CheckAzureAsync(cancellationToken);
    }

    private async Task<CheckResult> CheckLocalAsync(CancellationToken cancellationToken)
    {
        if (ConfiguredStorage.Missing(settings) is not { } missing)
        {
            await TryAsync(cancellationToken);
            return CheckResult.Ok(
                Name, $"Files and SQLite can be read and written: {settings.DatabasePath}, {settings.PayloadStoragePath}");
        }

        TryToMake(Path.GetDirectoryName(missing)!);
        return CheckResult.Warning(
            Name,
            $"{missing} does not exist (yet).",
            $"elaoms serve creates it when it starts. If it has run before, check that {SettingNames.OpenMemoryDbPath}, "
                + $"{SettingNames.PayloadStoragePath} and the working folder are the same as its own.");
    }

    private async Task<CheckResult> CheckAzureAsync(CancellationToken cancellationToken)
    {
        try
        {
            await TryAsync(cancellationToken);
        }
        catch (RequestFailedException fault) when (fault.Status == (int)HttpStatusCode.NotFound)
        {
            return CheckResult.Warning(
                Name,
                $"{Account()} has no containers, queues or tables of ELAOMS (yet).",
                "elaoms serve or the Functions app creates them when it starts. If it has run before, "
                    + $"{SettingNames.AzureWebJobsStorage} is that of another account.");
        }

        return CheckResult.Ok(Name, $"{Account()} can be read and written");
    }

    private string Account()
        => $"Blob, Queue and Table of the account {services.Value.GetRequiredService<AzureAccount>().Payloads.AccountName}";

    // What is deleted is not there: it changes nothing, and fails where nothing may be written.
    private async Task TryAsync(CancellationToken cancellationToken)
    {
        await services.Value.GetRequiredService<IPayloadArchive>().CheckAsync(cancellationToken);
        if (settings.Azure is null)
            await services.Value.GetRequiredService<IDiskProbe>().WriteAsync(cancellationToken);
        await services.Value.GetRequiredService<IDocumentStore<RecordHead>>().ReadETagAsync(Nobody, cancellationToken);
        await services.Value.GetRequiredService<IDocumentStore<EngineNote>>().DeleteAsync(Nobody, cancellationToken);
        await services.Value.GetRequiredService<ICallList>().FindCallerAsync(Nobody, cancellationToken);
        await services.Value.GetRequiredService<ICallQueue>().CountAsync(cancellationToken);
    }

    private static void TryToMake(string folder)
    {
        while (!Path.Exists(folder))
            folder = Path.GetDirectoryName(folder)!;
        using var probe = new FileStream(
            Path.Combine(folder, $".elaoms-doctor-{Guid.NewGuid():N}"),
            FileMode.CreateNew,
            FileAccess.Write,
            FileShare.None,
            bufferSize: 0,
            FileOptions.DeleteOnClose);
        probe.Write(RandomNumberGenerator.GetBytes(ProbeBytes));
        probe.Flush(flushToDisk: true);
    }
}
