namespace Elaoms.EndToEnd.Outages;

/// <summary>How a storage is down.</summary>
public enum OutageKind
{
    /// <summary>The storage account is gone in the middle of requests, and refuses connections from then on.</summary>
    AzuriteCrashed,

    /// <summary>The storage account takes connections and requests, and answers nothing.</summary>
    AzuriteFrozen,

    /// <summary>Where the payload folder was, there is a file.</summary>
    PayloadFolderReplaced,

    /// <summary>The database has none of its tables.</summary>
    TablesRenamed,

    /// <summary>Both of the last two.</summary>
    EmbeddedGone,
}
