using Elaoms.Tests.Server;

namespace Elaoms.EndToEnd.Server;

public sealed class ClockJumpsOnAzure() : ClockJumpTests(StorageKind.Azure);
