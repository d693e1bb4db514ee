using Elaoms.Tests.Server;
using Xunit.Abstractions;

namespace Elaoms.EndToEnd.Server;

public sealed class IsolationOnAzure(ITestOutputHelper output) : IsolationTests(StorageKind.Azure, output);
