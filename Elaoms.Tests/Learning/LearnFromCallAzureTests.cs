using Elaoms.Tests.Storage;

namespace Elaoms.Tests.Learning;

public sealed class LearnFromCallAzureTests() : LearnFromCallContract(StorageKind.Azure);
