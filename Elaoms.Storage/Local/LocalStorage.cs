using System.Text.Json.Serialization.Metadata;
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
using Elaoms.Storage.Local.Journal;
using Microsoft.Extensions.DependencyInjection;

namespace Elaoms.Storage.Local;

/// <summary>Registers the embedded storage: files for payloads, SQLite for everything else.</summary>
public static class LocalStorage
{
    /// <summary>Adds the adapters of all storage ports.</summary>
    public static IServiceCollection AddLocalStorage(this IServiceCollection services, ElaomsSettings settings) => services
        .AddSingleton(new StorageTraits(LearningLanes: 1, IsRemote: false))
        .AddSingleton(new SpoolDirectory(FilePayloadArchive.IncomingPath(settings)))
        .AddSingleton<SqliteDatabase>()
        .AddSingleton<FilePayloadArchive>()
        .AddSingleton<IPayloadArchive>(provider => provider.GetRequiredService<FilePayloadArchive>())
        .AddSingleton<ICallQueue, SqliteCallQueue>()
        .AddSingleton<IReceipts, SqliteReceipts>()
        .AddSingleton<IPendingPayloads, SqlitePendingPayloads>()
        .AddSingleton<ICallList, SqliteCallList>()
        .AddSingleton<IAuditStore, SqliteAuditStore>()
        .AddSingleton<IJobFiles, FolderJobFiles>()
        .AddSingleton<SqliteDeletedData>()
        .AddSingleton<IDeletedData, LocalDeletedData>()
        .AddJournal()
        .AddSingleton<IDiskProbe, LocalDiskProbe>()
        .AddDocuments("callers", "key", "record", RecordJson.Default.RecordHead)
        .AddDocuments("segments", "name", "segment", RecordJson.Default.RecordSegment)
        .AddDocuments("profiles", "key", "profile", CallerJson.Default.CallerProfile)
        .AddDocuments("changes", "key", "changes", ChangesJson.Default.CallerChanges)
        .AddDocuments("pending_changes", "key", "change", ChangesJson.Default.PendingChange)
        .AddDocuments("conversations", "hash", "claim", CallerJson.Default.ConversationClaim)
        .AddDocuments("engine_due", "key", "task", IndexJson.Default.IndexTask)
        .AddDocuments("engine", "key", "note", IndexJson.Default.EngineNote)
        .AddDocuments("vectors", "key", "vectors", IndexJson.Default.CallerVectors)
        .AddDocuments("notices", "name", "notices", ReceiptJson.Default.UnreadableNotices)
        .AddDocuments("recall_counts", "day", "counts", ListingJson.Default.RecallCounts)
        .AddDocuments("operator_locks", "name", "lock", OperatorJson.Default.OperatorLock)
        .AddDocuments("jobs", "name", "jobs", JobJson.Default.JobList)
        .AddDocuments("comparisons", "name", "comparison", ReceiptJson.Default.NextComparison)
        .AddDocuments("reconciliations", "name", "reconciliation", ReceiptJson.Default.Reconciliation)
        .AddDocuments("agent_checks", "name", "checks", ReceiptJson.Default.AgentChecks)
        .AddOrphanedFileCleanup(provider => provider.GetRequiredService<FilePayloadArchive>().DeleteOrphans);

    // Replayed and cut also where DURABILITY=process: it may have been disk before.
    private static IServiceCollection AddJournal(this IServiceCollection services) => services
        .AddSingleton<IFileFlush, FileFlush>()
        .AddSingleton<JournalFolder>()
        .AddSingleton<StorageFlush>()
        .AddSingleton<DeliveryJournal>()
        .AddSingleton<IDeliveryJournal>(provider => provider.GetRequiredService<DeliveryJournal>())
        .AddSingleton<DeliveryRestore>()
        .AddSingleton<JournalReplay>()
        .AddSingleton<JournalErasure>()
        .AddHostedService<JournalWorker>();

    private static IServiceCollection AddDocuments<T>(
        this IServiceCollection services, string table, string name, string document, JsonTypeInfo<T> type)
        where T : class, IStoredDocument
        => services.AddSingleton<IDocumentStore<T>>(
            provider => new SqliteDocuments<T>(provider.GetRequiredService<SqliteDatabase>(), table, name, document, type));
}
