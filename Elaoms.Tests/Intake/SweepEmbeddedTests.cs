using Elaoms.Tests.Storage;

namespace Elaoms.Tests.Intake;

public sealed class SweepEmbeddedTests() : SweepContract(StorageKind.Embedded);
