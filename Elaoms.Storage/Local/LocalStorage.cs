using Elaoms.Core.Processing;
using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Documents;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Core.Storage.Queue;
using Microsoft.Extensions.DependencyInjection;

namespace Elaoms.Storage.Local;

/// <summary>Registers the embedded storage: files for payloads, SQLite for everything else.</summary>
public static class LocalStorage
{
    /// <summary>Adds the adapters of all storage ports.</summary>
    public static IServiceCollection AddLocalStorage(this IServiceCollection services, ElaomsSettings settings) => services
        .AddSingleton(new LearningPace(Lanes: 1, RestPerWork: 4))
        .AddSingleton(new SpoolDirectory(FilePayloadArchive.IncomingPath(settings)))
        .AddSingleton<SqliteDatabase>()
        .AddSingleton<FilePayloadArchive>()
        .AddSingleton<IPayloadArchive>(provider => provider.GetRequiredService<FilePayloadArchive>())
        .AddSingleton<ICallQueue, SqliteCallQueue>()
        .AddSingleton<ICallerStore, SqliteCallerStore>()
        .AddSingleton<IConversationClaims, SqliteConversationClaims>()
        .AddSingleton<IReceipts, SqliteReceipts>()
        .AddSingleton<IDeletedData, SqliteDeletedData>()
        .AddSingleton<IDiskProbe, LocalDiskProbe>()
        .AddSingleton<IUnreadableNotices, SqliteUnreadableNotices>()
        .AddSingleton<ICallerValues<EngineNote>>(services => new SqliteCallerValues<EngineNote>(
            services.GetRequiredService<SqliteDatabase>(), "engine", "note", IndexJson.Default.EngineNote))
        .AddSingleton<IIndexTasks, SqliteIndexTasks>()
        .AddSingleton<ICallerValues<CallerVectors>>(services => new SqliteCallerValues<CallerVectors>(
            services.GetRequiredService<SqliteDatabase>(), "vectors", "vectors", EmbeddingsJson.Default.CallerVectors))
        .AddOrphanedFileCleanup(provider => provider.GetRequiredService<FilePayloadArchive>().DeleteOrphans);
}
