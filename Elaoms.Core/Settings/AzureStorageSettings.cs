namespace Elaoms.Core.Settings;

/// <summary>
/// The storage account, written as the Functions host expects it: a connection string in <c>AzureWebJobsStorage</c>, or the services'
/// addresses (<c>AzureWebJobsStorage__blobServiceUri</c> and so on) and an identity.
/// Source: https://learn.microsoft.com/azure/azure-functions/functions-reference#connecting-to-host-storage-with-an-identity
/// </summary>
public sealed record AzureStorageSettings
{
    private const string BlobHost = ".blob.";
    private const string TableHost = ".table.";

    /// <summary>The connection string; null when an identity is used. Holds a secret.</summary>
    public string? ConnectionString { get; init; }

    /// <summary>The Blob service; null when there is a connection string.</summary>
    public Uri? BlobService { get; init; }

    /// <summary>The Queue service; null when there is a connection string.</summary>
    public Uri? QueueService { get; init; }

    /// <summary>The Table service; null when there is a connection string.</summary>
    public Uri? TableService { get; init; }

    /// <summary>Whether only a managed identity will do; otherwise also what a developer has signed in with.</summary>
    public bool ManagedIdentity { get; init; }

    /// <summary>The client id of a user-assigned identity; null for the system-assigned one.</summary>
    public string? ClientId { get; init; }

    /// <summary>
    /// How long one request, of at most a block of 4 MB, may take before it is tried again. Short, because a sender is waiting and can come
    /// again. No setting names it; an emulator on a busy machine needs longer.
    /// </summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The address of a Table service beside a Blob service; null where it can't be told from that one's name.</summary>
    public static string? TableServiceBeside(string? blobService)
        => Uri.TryCreate(blobService, UriKind.Absolute, out var blob) && blob.Host.Contains(BlobHost, StringComparison.OrdinalIgnoreCase)
            ? blob.Scheme + "://" + blob.Host.Replace(BlobHost, TableHost, StringComparison.OrdinalIgnoreCase)
            : null;

    /// <summary>Reads no secret out.</summary>
    public override string ToString() => ConnectionString is null ? $"{BlobService} {QueueService} {TableService}" : "a connection string";
}
