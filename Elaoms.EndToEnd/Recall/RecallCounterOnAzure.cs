using Elaoms.Tests.Recall;

namespace Elaoms.EndToEnd.Recall;

public sealed class RecallCounterOnAzure() : RecallCounterTests(StorageKind.Azure);
