using Elaoms.Tests.Indexing;

namespace Elaoms.EndToEnd.Indexing;

public sealed class HoldOnAzure() : HoldTests(StorageKind.Azure);
