using Elaoms.Tests.Learning;

namespace Elaoms.EndToEnd.Learning;

public sealed class UnreadableMessagesOnAzure() : UnreadableMessagesTests(StorageKind.Azure);
