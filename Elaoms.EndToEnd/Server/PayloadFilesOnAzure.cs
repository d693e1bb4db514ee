using Elaoms.Tests.Server;

namespace Elaoms.EndToEnd.Server;

public sealed class PayloadFilesOnAzure() : PayloadFilesTests(StorageKind.Azure);
