using Elaoms.Tests.Processing;

namespace Elaoms.EndToEnd.Processing;

public sealed class RelearnCallsOnAzure() : RelearnCallsTests(StorageKind.Azure);
