using Elaoms.Tests.Intake;

namespace Elaoms.EndToEnd.Intake;

public sealed class ReconcilerOnAzure() : ReconcilerTests(StorageKind.Azure);
