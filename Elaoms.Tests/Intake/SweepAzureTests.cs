using Elaoms.Tests.Storage;

namespace Elaoms.Tests.Intake;

public sealed class SweepAzureTests() : SweepContract(StorageKind.Azure);
