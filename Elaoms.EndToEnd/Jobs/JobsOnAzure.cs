using Elaoms.Tests.Jobs;

namespace Elaoms.EndToEnd.Jobs;

public sealed class CallerJobsOnAzure() : CallerJobTests(StorageKind.Azure);

public sealed class StoredJobsOnAzure() : StoredJobsTests(StorageKind.Azure);
