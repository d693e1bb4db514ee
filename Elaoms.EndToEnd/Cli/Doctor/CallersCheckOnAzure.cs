using Elaoms.Tests.Cli.Doctor;

namespace Elaoms.EndToEnd.Cli.Doctor;

public sealed class CallersCheckOnAzure() : CallersCheckTests(StorageKind.Azure);
