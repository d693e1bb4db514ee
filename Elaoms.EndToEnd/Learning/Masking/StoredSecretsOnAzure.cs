using Elaoms.Tests.Learning.Masking;

namespace Elaoms.EndToEnd.Learning.Masking;

public sealed class StoredSecretsOnAzure() : StoredSecretsTests(StorageKind.Azure);
