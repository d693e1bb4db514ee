using Elaoms.Tests.Storage;

namespace Elaoms.EndToEnd.Storage;

public sealed class ClockJumpsOnAzure() : ClockJumpTests(StorageKind.Azure);
