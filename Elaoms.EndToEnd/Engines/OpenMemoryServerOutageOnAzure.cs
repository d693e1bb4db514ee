using Elaoms.Core.OpenMemory;
using Elaoms.Tests.Engines;

namespace Elaoms.EndToEnd.Engines;

public sealed class OpenMemoryServerOutageOnAzure() : OpenMemoryServerOutageTests(OpenMemoryDialect.Tenants, StorageKind.Azure);
