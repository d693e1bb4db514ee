using Elaoms.Tests.Learning;

namespace Elaoms.EndToEnd.Learning;

public sealed class RelearnCallsOnAzure() : RelearnCallsTests(StorageKind.Azure);
