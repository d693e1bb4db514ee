using Elaoms.Tests.Changes;

namespace Elaoms.EndToEnd.Changes;

public sealed class ApplyChangesOnAzure() : ApplyChangesTests(StorageKind.Azure);

public sealed class ChangesInAnyOrderOnAzure() : ChangesInAnyOrderTests(StorageKind.Azure);
