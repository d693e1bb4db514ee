using Elaoms.Tests.Server;

namespace Elaoms.EndToEnd.Server;

public sealed class ErasedCacheOnAzure() : ErasedCacheTests(StorageKind.Azure);
