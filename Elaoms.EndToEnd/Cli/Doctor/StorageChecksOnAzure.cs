using Elaoms.Tests.Cli.Doctor;

namespace Elaoms.EndToEnd.Cli.Doctor;

public sealed class StorageChecksOnAzure()
    : StorageChecksContract(StorageKind.Azure, "Blob and Queue of the account account", "has no containers or queues of ELAOMS (yet).");
