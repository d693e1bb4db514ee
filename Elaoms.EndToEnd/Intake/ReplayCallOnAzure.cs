using Elaoms.Tests.Intake;

namespace Elaoms.EndToEnd.Intake;

public sealed class ReplayCallOnAzure() : ReplayCallTests(StorageKind.Azure);
