using Elaoms.Tests.Processing;

namespace Elaoms.EndToEnd.Processing;

public sealed class LearnFromCallOnAzure() : LearnFromCallTests(StorageKind.Azure);
