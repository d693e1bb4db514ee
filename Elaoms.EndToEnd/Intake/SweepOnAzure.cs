using Elaoms.Tests.Intake;

namespace Elaoms.EndToEnd.Intake;

public sealed class SweepOnAzure() : SweepTests(StorageKind.Azure);
