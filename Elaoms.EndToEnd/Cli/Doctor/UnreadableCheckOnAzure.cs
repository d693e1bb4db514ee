using Elaoms.Tests.Cli.Doctor;

namespace Elaoms.EndToEnd.Cli.Doctor;

public sealed class UnreadableCheckOnAzure() : UnreadableCheckTests(StorageKind.Azure);
