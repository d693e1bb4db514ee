namespace Elaoms.Tests.Storage;

/// <summary>The storages that a contract is held against.</summary>
public enum StorageKind
{
    /// <summary>Files and SQLite.</summary>
    Embedded,

    /// <summary>Blob and Queue.</summary>
    Azure,
}
