using Elaoms.Core.Processing;
using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Documents;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Core.Storage.Queue;
using Microsoft.Extensions.DependencyInjection;

namespace Elaoms.Storage.Azure;

/// <summary>Registers the storage account: Blob for payloads, records and receipts, Queue for what is to be learned.</summary>
public static class AzureStorage
{
    // Learning waits for answers of the account most of the time, so calls are learned side by side and nobody has to rest.
    private const int Lanes = 8;

    /// <summary>Adds the adapters of all storage ports.</summary>
    public static IServiceCollection AddAzureStorage(this IServiceCollection services, AzureStorageSettings settings) => services
        .AddSingleton(new LearningPace(Lanes, RestPerWork: 0))
        .AddSingleton<TemporarySpool>()
        .AddSingleton(provider => provider.GetRequiredService<TemporarySpool>().Directory)
        .AddSingleton(new AzureAccount(settings))
        .AddSingleton<IPayloadArchive, BlobPayloadArchive>()
        .AddSingleton<ICallQueue, AzureCallQueue>()
        .AddSingleton<ICallerStore, BlobCallerStore>()
        .AddSingleton<IConversationClaims, BlobConversationClaims>()
        .AddSingleton<IReceipts, BlobReceipts>()
        .AddSingleton<IDeletedData, BlobDeletedData>()
        .AddSingleton<IDiskProbe, SpoolDiskProbe>()
        .AddSingleton<IUnreadableNotices, BlobUnreadableNotices>()
        .AddSingleton<ICallerValues<EngineNote>>(services => new BlobCallerValues<EngineNote>(
            services.GetRequiredService<AzureAccount>(), "notes", IndexJson.Default.EngineNote))
        .AddSingleton<IIndexTasks, BlobIndexTasks>()
        .AddSingleton<ICallerValues<CallerVectors>>(services => new BlobCallerValues<CallerVectors>(
            services.GetRequiredService<AzureAccount>(), "vectors", EmbeddingsJson.Default.CallerVectors))
        .AddHostedService<AccountPreparation>()
        .AddOrphanedFileCleanup(provider => provider.GetRequiredService<TemporarySpool>().DeleteOrphans);
}
