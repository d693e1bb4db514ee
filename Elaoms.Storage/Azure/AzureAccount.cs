using Azure.Core;
using Azure.Data.Tables;
using Azure.Identity;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Queue;

namespace Elaoms.Storage.Azure;

/// <summary>The storage account: its containers and queues, as clients that share their connections.</summary>
public sealed class AzureAccount
{
    /// <summary>The queue of calls to be learned. The trigger in the Functions host names it too.</summary>
    public const string CallsQueue = CallQueueNames.Calls;

    /// <summary>Where the Functions host moves what it could not get done.</summary>
    public const string PoisonQueue = CallQueueNames.Poisoned;

    // Old enough for every emulator and cloud in use, and for Azurite as people have it: the newest of the SDK is refused there.
    private const BlobClientOptions.ServiceVersion BlobVersion = BlobClientOptions.ServiceVersion.V2024_11_04;
    private const QueueClientOptions.ServiceVersion QueueVersion = QueueClientOptions.ServiceVersion.V2024_11_04;

    private const TableClientOptions.ServiceVersion TableVersion = TableClientOptions.ServiceVersion.V2020_12_06;

    private const int Retries = 3;
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(2);

    /// <summary>Makes the clients; nothing is sent yet.</summary>
    /// <exception cref="FormatException">The connection string is malformed.</exception>
    public AzureAccount(AzureStorageSettings settings)
    {
        var blobs = Blobs = BlobService(settings);
        Payloads = blobs.GetBlobContainerClient("payloads");
        Recordings = blobs.GetBlobContainerClient("recordings");
        Receipts = blobs.GetBlobContainerClient("receipts");
        Callers = blobs.GetBlobContainerClient("callers");
        Conversations = blobs.GetBlobContainerClient("conversations");
        Engine = blobs.GetBlobContainerClient("engine");
        Audit = blobs.GetBlobContainerClient("audit");
        Jobs = blobs.GetBlobContainerClient("jobs");
        var queues = QueueService(settings);
        Calls = queues.GetQueueClient(CallsQueue);
        PoisonedCalls = queues.GetQueueClient(PoisonQueue);
        CallList = TableService(settings).GetTableClient("calllist");
    }

    /// <summary>The Blob service, for what is said of all containers.</summary>
    public BlobServiceClient Blobs { get; }

    /// <summary>What came, as it came.</summary>
    public BlobContainerClient Payloads { get; }

    /// <summary>
    /// Recordings, and the payloads that carry them. Kept apart because a lifecycle rule selects blobs only by the beginning of
    /// their names.
    /// </summary>
    public BlobContainerClient Recordings { get; }

    /// <summary>What has become of each payload, which ones wait for it, and the notices of messages that can't be read.</summary>
    public BlobContainerClient Receipts { get; }

    /// <summary>A record and a profile per caller.</summary>
    public BlobContainerClient Callers { get; }

    /// <summary>Which payload stands, per conversation.</summary>
    public BlobContainerClient Conversations { get; }

    /// <summary>What an engine holds of each caller, and which callers it is still to be told of.</summary>
    public BlobContainerClient Engine { get; }

    /// <summary>The audit log.</summary>
    public BlobContainerClient Audit { get; }

    /// <summary>Files of jobs, such as exports of callers.</summary>
    public BlobContainerClient Jobs { get; }

    /// <summary>The calls to be learned, and the jobs to be done.</summary>
    public QueueClient Calls { get; }

    /// <summary>The calls that the Functions host has given up.</summary>
    public QueueClient PoisonedCalls { get; }

    /// <summary>The list of callers and calls.</summary>
    public TableClient CallList { get; }

    /// <summary>All containers.</summary>
    public IReadOnlyList<BlobContainerClient> Containers => [Payloads, Recordings, Receipts, Callers, Conversations, Engine, Audit, Jobs];

    /// <summary>All queues.</summary>
    public IReadOnlyList<QueueClient> Queues => [Calls, PoisonedCalls];

    /// <summary>All tables.</summary>
    public IReadOnlyList<TableClient> Tables => [CallList];

    private static BlobServiceClient BlobService(AzureStorageSettings settings)
    {
        var options = WithRetries(new BlobClientOptions(BlobVersion), settings);
        return settings.ConnectionString is { } connection
            ? new BlobServiceClient(Tidy(connection), options)
            : new BlobServiceClient(settings.BlobService, Credential(settings), options);
    }

    private static QueueServiceClient QueueService(AzureStorageSettings settings)
    {
        var options = WithRetries(new QueueClientOptions(QueueVersion), settings);
        return settings.ConnectionString is { } connection
            ? new QueueServiceClient(Tidy(connection), options)
            : new QueueServiceClient(settings.QueueService, Credential(settings), options);
    }

    private static TableServiceClient TableService(AzureStorageSettings settings)
    {
        var options = WithRetries(new TableClientOptions(TableVersion), settings);
        return settings.ConnectionString is { } connection
            ? new TableServiceClient(ForTables(connection), options)
            : new TableServiceClient(settings.TableService, Credential(settings), options);
    }

    // The client of tables takes names in this spelling alone, and nothing of services that it does not know.
    private static string ForTables(string connection)
    {
        string[] names =
        [
            "UseDevelopmentStorage", "DevelopmentStorageProxyUri", "DefaultEndpointsProtocol", "AccountName", "AccountKey",
            "SharedAccessSignature", "EndpointSuffix", "TableEndpoint", "TableSecondaryEndpoint",
        ];
        var parts = PartsOf(connection).Select(part => part.Split('=', 2)).Where(part => part.Length == 2).ToList();
        var kept = names.Select(name => (Name: name, Value: ValueOf(name))).Where(part => part.Value is not null).ToList();
        if (ValueOf("TableEndpoint") is null && AzureStorageSettings.TableServiceBeside(ValueOf("BlobEndpoint")) is { } table)
            kept.Add(("TableEndpoint", table));
        return string.Join(';', kept.Select(part => $"{part.Name}={part.Value}"));

        string? ValueOf(string name)
            => parts.Find(part => string.Equals(part[0], name, StringComparison.OrdinalIgnoreCase))?[1] is { } value
                ? name == "UseDevelopmentStorage" ? "true" : value
                : null;
    }

    // The clients take no blanks between the parts.
    private static string Tidy(string connection) => string.Join(';', PartsOf(connection));

    private static string[] PartsOf(string connection)
        => connection.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static TokenCredential Credential(AzureStorageSettings settings)
    {
        if (settings.ManagedIdentity)
            return new ManagedIdentityCredential(
                settings.ClientId is { } id ? ManagedIdentityId.FromUserAssignedClientId(id) : ManagedIdentityId.SystemAssigned);
        return new DefaultAzureCredential(new DefaultAzureCredentialOptions { ManagedIdentityClientId = settings.ClientId });
    }

    private static T WithRetries<T>(T options, AzureStorageSettings settings)
        where T : ClientOptions
    {
        options.Retry.MaxRetries = Retries;
        options.Retry.Delay = FirstDelay;
        options.Retry.MaxDelay = LongestDelay;
        options.Retry.NetworkTimeout = settings.RequestTimeout;
        return options;
    }
}
