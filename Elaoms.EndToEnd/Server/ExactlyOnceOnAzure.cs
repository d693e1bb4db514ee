using Elaoms.Tests.Server;
using Xunit.Abstractions;

namespace Elaoms.EndToEnd.Server;

public sealed class ExactlyOnceOnAzure(ITestOutputHelper output) : ExactlyOnceTests(StorageKind.Azure, output);
