using Elaoms.Tests.Indexing;

namespace Elaoms.EndToEnd.Indexing;

public sealed class IndexCallersOnAzure() : IndexCallersTests(StorageKind.Azure);
