using Elaoms.Tests.Erasure;

namespace Elaoms.EndToEnd.Erasure;

[LongRunning]
public sealed class EraseCallerOnAzure() : EraseCallerTests(StorageKind.Azure);
