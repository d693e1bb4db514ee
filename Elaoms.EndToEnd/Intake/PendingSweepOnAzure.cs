using Elaoms.Tests.Intake;

namespace Elaoms.EndToEnd.Intake;

public sealed class PendingSweepOnAzure() : PendingSweepTests(StorageKind.Azure);
