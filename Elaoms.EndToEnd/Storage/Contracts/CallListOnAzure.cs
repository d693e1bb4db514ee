using Elaoms.Tests.Storage.Contracts;

namespace Elaoms.EndToEnd.Storage.Contracts;

public sealed class CallListOnAzure() : CallListContract(StorageKind.Azure);
