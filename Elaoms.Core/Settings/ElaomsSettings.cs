using System.Net;
using System.Text.Json;

namespace Elaoms.Core.Settings;

/// <summary>The settings, checked. Made by <see cref="SettingsReader"/>; the names in capitals are those of the environment.</summary>
public sealed record ElaomsSettings
{
    /// <summary>
    /// The dynamic variable that carries a call's token. Names with this prefix may stand in headers of tools and are not shown to the
    /// model.
    /// </summary>
    public const string CallerTokenVariable = "secret__caller_token";

    /// <summary><c>ELEVENLABS_POST_CALL_KEY</c>: the secrets that may have signed a post-call delivery.</summary>
    public required IReadOnlyList<string> PostCallSecrets { get; init; }

    /// <summary><c>ELEVENLABS_CLIENT_DATA_KEY</c>: the keys that open client-data.</summary>
    public required IReadOnlyList<string> ClientDataKeys { get; init; }

    /// <summary><c>ELEVENLABS_SEARCH_DATA_KEY</c>: the keys that open search-data.</summary>
    public required IReadOnlyList<string> SearchDataKeys { get; init; }

    /// <summary><c>SEARCH_DATA_ALLOW_ANONYMOUS</c>: whether search-data is open to everybody, as it was in the original.</summary>
    public bool SearchDataAllowAnonymous { get; init; }

    /// <summary><c>CALLER_HASH_KEY</c>: keys the names of callers.</summary>
    public required string CallerHashKey { get; init; }

    /// <summary><c>CALLER_TOKEN_HOURS</c>: how long a token of client-data opens a search.</summary>
    public TimeSpan CallerTokenLifetime { get; init; } = TimeSpan.FromHours(24);

    /// <summary><c>SEARCH_DATA_REQUIRE_TOKEN</c>: whether search-data is closed to whoever brings no token of client-data.</summary>
    public bool SearchDataRequireToken { get; init; }

    /// <summary><c>USER_ID_IS_PHONE</c>: agents whose application is trusted to give telephone numbers as user ids.</summary>
    public AgentIds PhoneUserIds { get; init; } = AgentIds.None;

    /// <summary><c>TENANT__&lt;agent id&gt;</c>.</summary>
    public Tenants Tenants { get; init; } = Tenants.None;

    /// <summary><c>OPENMEMORY_PORT</c>: the OpenMemory server, its path ending in a slash; null for the embedded engine alone.</summary>
    public Uri? OpenMemory { get; init; }

    /// <summary><c>OPENMEMORY_KEY</c>: what that server wants to see; null when it wants nothing.</summary>
    public string? OpenMemoryKey { get; init; }

    /// <summary><c>EMBEDDINGS_URL</c>: the embeddings server, with a path that ends in a slash; null for none.</summary>
    public Uri? Embeddings { get; init; }

    /// <summary><c>EMBEDDINGS_KEY</c>: what that server wants to see; null when it wants nothing.</summary>
    public string? EmbeddingsKey { get; init; }

    /// <summary><c>EMBEDDINGS_MODEL</c>: the model that makes the vectors.</summary>
    public string EmbeddingsModel { get; init; } = EmbeddingsReader.DefaultModel;

    /// <summary>Whether there is an engine beside our own index, which has to be told of what calls teach.</summary>
    public bool HasEnginesToTell => OpenMemory is not null || Embeddings is not null;

    /// <summary><c>OPENMEMORY_DB_PATH</c>: the embedded store.</summary>
    public required string DatabasePath { get; init; }

    /// <summary><c>PAYLOAD_STORAGE_PATH</c>: the embedded payload archive.</summary>
    public required string PayloadStoragePath { get; init; }

    /// <summary><c>AzureWebJobsStorage</c>: the storage account that holds everything; null for the embedded storage.</summary>
    public AzureStorageSettings? Azure { get; init; }

    /// <summary><c>SWEEP_AFTER_MINUTES</c>: an archived payload without a receipt is enqueued again after this.</summary>
    public required TimeSpan SweepAfter { get; init; }

    /// <summary><c>SWEEP_DAYS</c>: payloads received today and so many days before are compared with the receipts once a day.</summary>
    public required int SweepDays { get; init; }

    /// <summary><c>OPERATOR_KEYS</c>: who may use the operator API; with none there is none.</summary>
    public IReadOnlyList<OperatorKey> OperatorKeys { get; init; } = [];

    /// <summary>
    /// <c>OPERATOR_SESSION_KEY</c>: signs the sessions of the console. Null to derive that key from <see cref="CallerHashKey"/>.
    /// </summary>
    public string? OperatorSessionKey { get; init; }

    /// <summary><c>CONSOLE_ENTRA_…</c>: how operators sign in with Microsoft Entra ID; null for keys alone.</summary>
    public EntraSettings? ConsoleEntra { get; init; }

    /// <summary><c>AUDIT_RETENTION_DAYS</c>: how many days entries of the audit log are kept; null for ever.</summary>
    public int? AuditRetentionDays { get; init; } = 365;

    /// <summary><c>SIGNATURE_TOLERANCE_SECONDS</c>: how far a signature's time may lie from ours, on either side.</summary>
    public required TimeSpan SignatureTolerance { get; init; }

    /// <summary>
    /// <c>ELEVENLABS_API_URL</c>: the ElevenLabs API; regions with data residency have their own. A server asks it for calls that were not
    /// delivered, and only where there is a key.
    /// </summary>
    public Uri ElevenLabsApi { get; init; } = new("https://api.elevenlabs.io");

    /// <summary>Whether a key may be sent to that API.</summary>
    public bool IsElevenLabsApiSafe => ElevenLabsApi.Scheme == "https" || ElevenLabsApi.IsLoopback;

    /// <summary><c>ELEVENLABS_READ_KEY</c>: an API key that may read conversations; null for no reconciliation.</summary>
    public string? ElevenLabsReadKey { get; init; }

    /// <summary>Whether that key is still a reference to a Key Vault. Calls need not fail for it.</summary>
    public bool IsReadKeyUnresolved { get; init; }

    /// <summary><c>CLIENT_DATA_DEADLINE_MS</c>: by then client-data has answered, if need be with defaults.</summary>
    public required TimeSpan ClientDataDeadline { get; init; }

    /// <summary><c>SEARCH_DATA_DEADLINE_MS</c>: by then search-data has answered, if need be with nothing.</summary>
    public required TimeSpan SearchDataDeadline { get; init; }

    /// <summary><c>DURABILITY</c>: what an acknowledged call outlives.</summary>
    public required Durability Durability { get; init; }

    /// <summary><c>MAX_PAYLOAD_BYTES</c>: the largest post-call body, in bytes.</summary>
    public required int MaxPayloadBytes { get; init; }

    /// <summary><c>MAX_INCOMING_BYTES</c>: the most bytes of all post-call bodies that are being received.</summary>
    public long MaxIncomingBytes { get; init; } = 512L << 20;

    /// <summary><c>MIN_FREE_BYTES</c>: the bytes that deliveries leave free on the volume of the spool folder; 0 for no limit.</summary>
    public long MinFreeBytes { get; init; } = 64L << 20;

    /// <summary><c>MAX_POST_CALLS</c>: the most post-call deliveries that are received at a time.</summary>
    public int MaxPostCalls { get; init; } = 128;

    /// <summary><c>MAX_CONNECTIONS</c>: the most connections of <c>serve</c>.</summary>
    public int MaxConnections { get; init; } = 1024;

    /// <summary><c>TRUSTED_PROXIES</c>: whose <c>X-Forwarded-For</c> is believed.</summary>
    public IReadOnlyList<IPNetwork> TrustedProxies { get; init; } = [];

    /// <summary><c>IDLE_TIMEOUT_SECONDS</c>: how long a sender may be silent within a body.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary><c>BODY_TIMEOUT_SECONDS</c>: how long a whole body may take.</summary>
    public TimeSpan BodyTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary><c>DYNAMIC_VARIABLES</c>: further variables of every answer, with their defaults: strings, numbers or booleans.</summary>
    public required IReadOnlyDictionary<string, JsonElement> DynamicVariables { get; init; }

    /// <summary><c>GREETING</c> and <c>GREETING__&lt;agent&gt;</c>.</summary>
    public required GreetingTemplates Greetings { get; init; }

    /// <summary><c>SHARED_LINE_NAMES</c> and the other settings of that beginning.</summary>
    public SharedLineSettings SharedLines { get; init; } = new();

    /// <summary><c>DOCS</c>: whether <c>/docs</c>, <c>/redoc</c> and <c>/openapi.json</c> are served.</summary>
    public bool Docs { get; init; } = true;
}

/// <summary>What an acknowledged call outlives.</summary>
public enum Durability
{
    /// <summary>A killed process.</summary>
    Process,

    /// <summary>Also a power loss: the delivery is on the disk before the answer.</summary>
    Disk,
}
