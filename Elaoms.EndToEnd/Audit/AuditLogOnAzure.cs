using Elaoms.Tests.Audit;

namespace Elaoms.EndToEnd.Audit;

public sealed class AuditLogOnAzure() : AuditLogTests(StorageKind.Azure);
