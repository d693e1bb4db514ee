using Elaoms.Tests.Storage.Contracts;

namespace Elaoms.Tests.Storage.Local;

public sealed class SqliteCallerStoreContractTests() : CallerStoreContract(StorageKind.Embedded);
