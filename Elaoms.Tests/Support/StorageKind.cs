namespace Elaoms.Tests;

/// <summary>The two kinds of storage the product has; what can differ by them is tested on both.</summary>
public enum StorageKind
{
    /// <summary>Files and SQLite.</summary>
    Embedded,

    /// <summary>Blob and Queue storage, which here is Azurite.</summary>
    Azure,
}
