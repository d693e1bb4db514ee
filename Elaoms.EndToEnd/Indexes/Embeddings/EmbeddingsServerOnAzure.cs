using Elaoms.Tests.Indexes.Embeddings;

namespace Elaoms.EndToEnd.Indexes.Embeddings;

public sealed class EmbeddingsServerOnAzure() : EmbeddingsServerTests(StorageKind.Azure);
