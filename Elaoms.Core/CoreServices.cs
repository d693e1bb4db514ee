using Elaoms.Core.Audit;
using Elaoms.Core.Erasure;
using Elaoms.Core.Exports;
using Elaoms.Core.Health;
using Elaoms.Core.Indexing;
using Elaoms.Core.Intake;
using Elaoms.Core.Jobs;
using Elaoms.Core.Operators;
using Elaoms.Core.Processing.Sweeping;
using Elaoms.Core.Processing;
using Elaoms.Core.Processing.Applying;
using Elaoms.Core.Processing.Extraction;
using Elaoms.Core.Recall;
using Elaoms.Core.Recall.Counts;
using Elaoms.Core.Records;
using Elaoms.Core.Search.Parts;
using Elaoms.Core.Search;
using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Documents;
using Elaoms.Core.Storage.Jobs;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Core.Storage.Records;
using Elaoms.Core.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace Elaoms.Core;

/// <summary>Registers the use cases. The host adds logging and a storage.</summary>
public static class CoreServices
{
    /// <summary>Adds the use cases under the given settings.</summary>
    public static IServiceCollection AddElaomsCore(this IServiceCollection services, ElaomsSettings settings) => services
        .AddIndexing(settings)
        .AddSingleton(settings)
        .AddSingleton(TimeProvider.System)
        .AddSingleton<ElaomsMetrics>()
        .AddSingleton<ClockMonitor>()
        .AddSingleton<CallerKeys>()
        .AddSingleton<AuditSeal>()
        .AddSingleton<AuditLog>()
        .AddSingleton<AuditReader>()
        .AddSingleton<AuditRetention>()
        .AddSingleton<OperatorAuthentication>()
        .AddSingleton<OperatorLockout>()
        .AddSingleton<StoredChanges>()
        .AddSingleton<StoredJobs>()
        .AddSingleton<CallerRecords>()
        .AddSingleton<IMemoryIndexer, PartIndexWriter>()
        .AddSingleton<IProfileTeller, ProfileTeller>()
        .AddSingleton<SegmentCollector>()
        .AddSingleton<CallerIndexes>()
        .AddSingleton<CallersToIndex>()
        .AddSingleton<IndexCallers>()
        .AddSingleton<Reindex>()
        .AddSingleton<IFreeSpace, VolumeFreeSpace>()
        .AddSingleton<IncomingDeliveries>()
        .AddSingleton<PayloadIntake>()
        .AddSingleton<ReceivePostCall>()
        .AddSingleton<CallExtractor>()
        .AddSingleton<ArchivedCallReader>()
        .AddSingleton<CurrentPayload>()
        .AddSingleton<CallOutcomes>()
        .AddSingleton<RebuildCallList>()
        .AddSingleton<DismissCall>()
        .AddSingleton<LearnFromCall>()
        .AddSingleton<MarkedCalls>()
        .AddSingleton<DeletedCalls>()
        .AddSingleton<FollowUps>()
        .AddSingleton<ApplyChanges>()
        .AddSingleton<RelearnCalls>()
        .AddSingleton<UnreadableMessages>()
        .AddSingleton<LearnFromMessage>()
        .AddSingleton<MissingReceipts>()
        .AddSingleton<JobSweep>()
        .AddSingleton<ArchiveSweep>()
        .AddSingleton<Reconciler>()
        .AddSingleton<ReplayCall>()
        .AddSingleton<RecallDeadline>()
        .AddSingleton<CallerTokens>()
        .AddSingleton<SharedLines>()
        .AddSingleton<RecallCounter>()
        .AddHostedService<RecallCountWorker>()
        .AddSingleton<ReadDayFigures>()
        .AddSingleton<ClientData>()
        .AddSingleton<SearchData>()
        .AddSingleton<Readiness>()
        .AddHostedService<WarmUp>()
        .AddSingleton<CallersOfPayload>()
        .AddSingleton<PayloadErasure>()
        .AddSingleton<IndexErasure>()
        .AddSingleton<FindCaller>()
        .AddSingleton<ConversationsOfCaller>()
        .AddSingleton<EraseCaller>()
        .AddSingleton<EngineStates>()
        .AddSingleton<FindListedCallers>()
        .AddSingleton<RecordExcerpts>()
        .AddSingleton<ShowCalls>()
        .AddSingleton<ShowCaller>()
        .AddSingleton<ExplainSearch>()
        .AddSingleton<ChangeCaller>()
        .AddSingleton<UndoChange>()
        .AddSingleton<CollectDocuments>()
        .AddSingleton<CollectTraces>()
        .AddSingleton<ExportPayloads>()
        .AddSingleton<ExportCaller>()
        .AddSingleton<StartJob>()
        .AddSingleton<RunJob>()
        .AddSingleton<HandleMessage>();

    private static IServiceCollection AddIndexing(this IServiceCollection services, ElaomsSettings settings)
        => settings.HasEnginesToTell ? services.AddHostedService<IndexWorker>() : services;
}
