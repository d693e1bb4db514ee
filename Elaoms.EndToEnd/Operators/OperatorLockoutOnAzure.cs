using Elaoms.Tests.Operators;

namespace Elaoms.EndToEnd.Operators;

public sealed class OperatorLockoutOnAzure() : OperatorLockoutTests(StorageKind.Azure);
