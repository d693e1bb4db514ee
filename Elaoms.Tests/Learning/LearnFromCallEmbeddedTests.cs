using Elaoms.Tests.Storage;

namespace Elaoms.Tests.Learning;

public sealed class LearnFromCallEmbeddedTests() : LearnFromCallContract(StorageKind.Embedded);
