using Elaoms.Indexes.OpenMemory;
using Elaoms.Tests.Indexes.Engines;

namespace Elaoms.EndToEnd.Indexes.Engines;

public sealed class OpenMemoryServerOutageOnAzure() : OpenMemoryServerOutageTests(OpenMemoryDialect.Tenants, StorageKind.Azure);
