using Elaoms.EndToEnd.Azurite;
using Elaoms.EndToEnd.Storage;
using Elaoms.Tests.Storage;

namespace Elaoms.EndToEnd;

/// <summary>The kind of storage that needs a process.</summary>
public static class StorageKinds
{
    private static readonly StorageKind OnAzurite = new AzuriteKind();

    extension(StorageKind)
    {
        /// <summary>Blob and Queue storage, which here is Azurite.</summary>
        public static StorageKind Azure => OnAzurite;
    }

    private sealed class AzuriteKind : StorageKind
    {
        public override async Task<TestStorage> MakeAsync() => await AzuriteStorage.MakeAsync();

        public override async Task<string?> NewAccountAsync() => (await AzuriteServer.SharedAsync()).NewAccount();
    }
}
