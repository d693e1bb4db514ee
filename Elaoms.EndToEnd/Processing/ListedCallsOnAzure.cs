using Elaoms.Tests.Processing;

namespace Elaoms.EndToEnd.Processing;

public sealed class ListedCallsOnAzure() : ListedCallsTests(StorageKind.Azure);
