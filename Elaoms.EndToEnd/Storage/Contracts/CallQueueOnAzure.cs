using Elaoms.Tests.Storage.Contracts;

namespace Elaoms.EndToEnd.Storage.Contracts;

public sealed class CallQueueOnAzure() : CallQueueContract(StorageKind.Azure);
