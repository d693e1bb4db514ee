using Elaoms.Tests.Storage.Contracts;

namespace Elaoms.Tests.Storage.Azure;

public sealed class BlobPayloadArchiveContractTests() : PayloadArchiveContract(StorageKind.Azure);
