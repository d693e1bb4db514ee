using Elaoms.Tests.Embeddings;

namespace Elaoms.EndToEnd.Embeddings;

public sealed class EmbeddingsServerOnAzure() : EmbeddingsServerTests(StorageKind.Azure);
