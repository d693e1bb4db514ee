using Elaoms.Tests.Storage;

namespace Elaoms.Tests.Intake;

public sealed class ReplayCallEmbeddedTests() : ReplayCallContract(StorageKind.Embedded);
