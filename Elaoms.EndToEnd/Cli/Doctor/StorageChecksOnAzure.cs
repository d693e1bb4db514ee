using Elaoms.Tests.Cli.Doctor;

namespace Elaoms.EndToEnd.Cli.Doctor;

public sealed class StorageChecksOnAzure()
    : StorageChecksContract(
        StorageKind.Azure, "Blob, Queue and Table of the account account", "has no containers, queues or tables of ELAOMS (yet).");
