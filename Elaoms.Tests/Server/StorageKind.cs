namespace Elaoms.Tests.Server;

/// <summary>The two kinds of storage the product has.</summary>
public enum StorageKind
{
    /// <summary>Files and SQLite.</summary>
    Embedded,

    /// <summary>Blob and Queue storage, which here is Azurite.</summary>
    Azure,
}
