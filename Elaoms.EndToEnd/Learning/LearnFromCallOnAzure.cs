using Elaoms.Tests.Learning;

namespace Elaoms.EndToEnd.Learning;

public sealed class LearnFromCallOnAzure() : LearnFromCallTests(StorageKind.Azure);
