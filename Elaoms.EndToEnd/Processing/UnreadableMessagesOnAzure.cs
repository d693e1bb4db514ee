using Elaoms.Tests.Processing;

namespace Elaoms.EndToEnd.Processing;

public sealed class UnreadableMessagesOnAzure() : UnreadableMessagesTests(StorageKind.Azure);
