using Elaoms.Tests.Extraction.Redaction;

namespace Elaoms.EndToEnd.Extraction.Redaction;

public sealed class StoredSecretsOnAzure() : StoredSecretsTests(StorageKind.Azure);
