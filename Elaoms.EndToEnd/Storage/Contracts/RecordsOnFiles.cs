using Elaoms.Tests.Storage.Contracts;

namespace Elaoms.EndToEnd.Storage.Contracts;

// They write too much for the quick tests.
public sealed class RecordPartsOnFiles() : RecordPartsContract(StorageKind.Embedded);

public sealed class RecordPagesOnFiles() : RecordPagesContract(StorageKind.Embedded);

public sealed class SegmentCollectorOnFiles() : SegmentCollectorContract(StorageKind.Embedded, hasPages: false);

public sealed class SegmentCollectorOfPagesOnFiles() : SegmentCollectorContract(StorageKind.Embedded, hasPages: true);
