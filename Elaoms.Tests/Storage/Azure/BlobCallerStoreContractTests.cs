using Elaoms.Tests.Storage.Contracts;

namespace Elaoms.Tests.Storage.Azure;

public sealed class BlobCallerStoreContractTests() : CallerStoreContract(StorageKind.Azure);
