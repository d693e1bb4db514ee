using Elaoms.Tests.Storage;

namespace Elaoms.Tests.Intake;

public sealed class ReplayCallAzureTests() : ReplayCallContract(StorageKind.Azure);
