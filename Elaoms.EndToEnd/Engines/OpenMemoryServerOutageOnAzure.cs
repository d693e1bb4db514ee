using Elaoms.Indexes.OpenMemory;
using Elaoms.Tests.Engines;

namespace Elaoms.EndToEnd.Engines;

public sealed class OpenMemoryServerOutageOnAzure() : OpenMemoryServerOutageTests(OpenMemoryDialect.Tenants, StorageKind.Azure);
