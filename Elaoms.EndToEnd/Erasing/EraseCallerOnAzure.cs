using Elaoms.Tests.Erasing;

namespace Elaoms.EndToEnd.Erasing;

[LongRunning]
public sealed class EraseCallerOnAzure() : EraseCallerTests(StorageKind.Azure);
