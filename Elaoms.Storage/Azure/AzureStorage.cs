using System.Text.Json.Serialization.Metadata;
using Azure.Storage.Blobs;
using Elaoms.Core.Changes;
using Elaoms.Core.Json;
using Elaoms.Core.Records;
using Elaoms.Core.Settings;
using Elaoms.Core.Storage;
using Elaoms.Core.Storage.Audit;
using Elaoms.Core.Storage.Documents;
using Elaoms.Core.Storage.Jobs;
using Elaoms.Core.Storage.Listing;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Core.Storage.Queue;
using Elaoms.Core.Storage.Records;
using Elaoms.Storage.Azure.Listing;
using Microsoft.Extensions.DependencyInjection;

namespace Elaoms.Storage.Azure;

/// <summary>Registers the storage account: Blob for payloads, records and receipts, Queue for what is to be learned.</summary>
public static class AzureStorage
{
    // Learning waits for answers of the account most of the time, so calls are learned side by side and nobody has to rest.
    private const int LearningLanes = 8;

    /// <summary>Adds the adapters of all storage ports.</summary>
    public static IServiceCollection AddAzureStorage(this IServiceCollection services, AzureStorageSettings settings) => services
        .AddSingleton(new StorageTraits(LearningLanes, IsRemote: true))
        .AddSingleton<TemporarySpool>()
        .AddSingleton(provider => provider.GetRequiredService<TemporarySpool>().Directory)
        .AddSingleton(new AzureAccount(settings))
        .AddSingleton<IPayloadArchive, BlobPayloadArchive>()
        .AddSingleton<ICallQueue, AzureCallQueue>()
        .AddSingleton<IReceipts, BlobReceipts>()
        .AddSingleton<IPendingPayloads, BlobPendingPayloads>()
        .AddSingleton<ICallList, TableCallList>()
        .AddSingleton<IAuditStore, BlobAuditStore>()
        .AddSingleton<IJobFiles, BlobJobFiles>()
        .AddSingleton<IDeliveryJournal, NoDeliveryJournal>()
        .AddSingleton<IDeletedData, BlobDeletedData>()
        .AddSingleton<IDiskProbe, SpoolDiskProbe>()
        .AddDocuments(account => account.Callers, "", "/record.json", RecordJson.Default.RecordHead)
        .AddDocuments(account => account.Callers, "", ".segment", RecordJson.Default.RecordSegment)
        .AddDocuments(account => account.Callers, "", "/profile.json", CallerJson.Default.CallerProfile)
        .AddDocuments(account => account.Callers, "", "/changes.json", ChangesJson.Default.CallerChanges)
        .AddDocuments(account => account.Receipts, "changes/", ".pending", ChangesJson.Default.PendingChange)
        .AddDocuments(account => account.Conversations, "", ".json", CallerJson.Default.ConversationClaim)
        .AddDocuments(account => account.Engine, "due/", ".json", IndexJson.Default.IndexTask)
        .AddDocuments(account => account.Engine, "notes/", ".json", IndexJson.Default.EngineNote)
        .AddDocuments(account => account.Engine, "vectors/", ".json", IndexJson.Default.CallerVectors)
        .AddDocuments(account => account.Receipts, "", ".json", ReceiptJson.Default.UnreadableNotices)
        .AddDocuments(account => account.Receipts, "", ".json", ReceiptJson.Default.NextComparison)
        .AddDocuments(account => account.Receipts, "", ".json", JobJson.Default.JobList)
        .AddDocuments(account => account.Receipts, "counts/", ".json", ListingJson.Default.RecallCounts)
        .AddDocuments(account => account.Receipts, "locks/", ".json", OperatorJson.Default.OperatorLock)
        .AddDocuments(account => account.Receipts, "", ".json", ReceiptJson.Default.Reconciliation)
        .AddDocuments(account => account.Receipts, "", ".json", ReceiptJson.Default.AgentChecks)
        .AddHostedService<AccountPreparation>()
        .AddOrphanedFileCleanup(provider => provider.GetRequiredService<TemporarySpool>().DeleteOrphans);

    private static IServiceCollection AddDocuments<T>(
        this IServiceCollection services,
        Func<AzureAccount, BlobContainerClient> container,
        string prefix,
        string suffix,
        JsonTypeInfo<T> type)
        where T : class, IStoredDocument
        => services.AddSingleton<IDocumentStore<T>>(
            provider => new BlobDocuments<T>(container(provider.GetRequiredService<AzureAccount>()), prefix, suffix, type));
}
