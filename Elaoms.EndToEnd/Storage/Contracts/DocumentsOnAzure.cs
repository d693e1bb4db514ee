using Elaoms.Tests.Storage.Contracts;

namespace Elaoms.EndToEnd.Storage.Contracts;

public sealed class CallerRecordsOnAzure() : CallerRecordsContract(StorageKind.Azure);

public sealed class RecordPartsOnAzure() : RecordPartsContract(StorageKind.Azure);

public sealed class RecordPagesOnAzure() : RecordPagesContract(StorageKind.Azure);

public sealed class CallerProfilesOnAzure() : CallerProfilesContract(StorageKind.Azure);

public sealed class ConversationClaimsOnAzure() : ConversationClaimsContract(StorageKind.Azure);

public sealed class CallerChangesOnAzure() : CallerChangesContract(StorageKind.Azure);

public sealed class PendingChangesOnAzure() : PendingChangesContract(StorageKind.Azure);

public sealed class IndexTasksOnAzure() : IndexTasksContract(StorageKind.Azure);

public sealed class EngineNotesOnAzure() : EngineNotesContract(StorageKind.Azure);

public sealed class CallerVectorsOnAzure() : CallerVectorsContract(StorageKind.Azure);

public sealed class UnreadableNoticesOnAzure() : UnreadableNoticesContract(StorageKind.Azure);

public sealed class NextComparisonOnAzure() : NextComparisonContract(StorageKind.Azure);

public sealed class ReconciliationOnAzure() : ReconciliationContract(StorageKind.Azure);

public sealed class SegmentCollectorOnAzure() : SegmentCollectorContract(StorageKind.Azure, hasPages: false);

public sealed class SegmentCollectorOfPagesOnAzure() : SegmentCollectorContract(StorageKind.Azure, hasPages: true);
