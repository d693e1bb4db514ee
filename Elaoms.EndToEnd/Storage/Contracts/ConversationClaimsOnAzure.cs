using Elaoms.Tests.Storage.Contracts;

namespace Elaoms.EndToEnd.Storage.Contracts;

public sealed class ConversationClaimsOnAzure() : ConversationClaimsContract(StorageKind.Azure);
