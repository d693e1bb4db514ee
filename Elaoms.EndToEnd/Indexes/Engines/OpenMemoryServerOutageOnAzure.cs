using Elaoms.Indexes.OpenMemory;

namespace Elaoms.EndToEnd.Indexes.Engines;

public sealed class OpenMemoryServerOutageOnAzure() : OpenMemoryServerOutageTests(OpenMemoryDialect.Tenants, StorageKind.Azure);
