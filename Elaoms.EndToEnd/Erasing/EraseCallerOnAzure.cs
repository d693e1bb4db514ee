using Elaoms.Tests.Erasing;

namespace Elaoms.EndToEnd.Erasing;

public sealed class EraseCallerOnAzure() : EraseCallerTests(StorageKind.Azure);
