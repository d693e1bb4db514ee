using Elaoms.Tests.Cli.Doctor;

namespace Elaoms.EndToEnd.Cli.Doctor;

public sealed class DatesCheckOnAzure() : DatesCheckTests(StorageKind.Azure, "0 messages in the queue, 1 payloads");
