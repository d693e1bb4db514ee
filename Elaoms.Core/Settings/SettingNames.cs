namespace Elaoms.Core.Settings;

/// <summary>The names of the settings in the environment.</summary>
public static class SettingNames
{
#pragma warning disable CS1591 // The names speak for themselves; docs/reference.md and .env.example describe each.
    public const string PostCallKey = "ELEVENLABS_POST_CALL_KEY";
    public const string ClientDataKey = "ELEVENLABS_CLIENT_DATA_KEY";
    public const string SearchDataKey = "ELEVENLABS_SEARCH_DATA_KEY";
    public const string SearchDataAllowAnonymous = "SEARCH_DATA_ALLOW_ANONYMOUS";
    public const string CallerHashKey = "CALLER_HASH_KEY";
    public const string CallerTokenHours = "CALLER_TOKEN_HOURS";
    public const string SearchDataRequireToken = "SEARCH_DATA_REQUIRE_TOKEN";
    public const string UserIdIsPhone = "USER_ID_IS_PHONE";
    public const string Tenant = "TENANT";
    public const string OpenMemoryPort = "OPENMEMORY_PORT";
    public const string OpenMemoryKey = "OPENMEMORY_KEY";
    public const string EmbeddingsUrl = "EMBEDDINGS_URL";
    public const string EmbeddingsKey = "EMBEDDINGS_KEY";
    public const string EmbeddingsModel = "EMBEDDINGS_MODEL";
    public const string OpenMemoryDbPath = "OPENMEMORY_DB_PATH";
    public const string PayloadStoragePath = "PAYLOAD_STORAGE_PATH";
    public const string AzureWebJobsStorage = "AzureWebJobsStorage";
    public const string SweepAfterMinutes = "SWEEP_AFTER_MINUTES";
    public const string SweepDays = "SWEEP_DAYS";
    public const string AuditRetentionDays = "AUDIT_RETENTION_DAYS";
    public const string OperatorKeys = "OPERATOR_KEYS";
    public const string OperatorSessionKey = "OPERATOR_SESSION_KEY";
    public const string ConsoleUrl = "CONSOLE_URL";
    public const string ConsoleEntraTenant = "CONSOLE_ENTRA_TENANT";
    public const string ConsoleEntraClient = "CONSOLE_ENTRA_CLIENT";
    public const string ConsoleEntraAuthority = "CONSOLE_ENTRA_AUTHORITY";
    public const string ElevenLabsApiKey = "ELEVENLABS_API_KEY";
    public const string ElevenLabsReadKey = "ELEVENLABS_READ_KEY";
    public const string ElevenLabsApiUrl = "ELEVENLABS_API_URL";
    public const string SignatureToleranceSeconds = "SIGNATURE_TOLERANCE_SECONDS";
    public const string ClientDataDeadlineMs = "CLIENT_DATA_DEADLINE_MS";
    public const string SearchDataDeadlineMs = "SEARCH_DATA_DEADLINE_MS";
    public const string Durability = "DURABILITY";
    public const string MaxPayloadBytes = "MAX_PAYLOAD_BYTES";
    public const string MaxIncomingBytes = "MAX_INCOMING_BYTES";
    public const string MinFreeBytes = "MIN_FREE_BYTES";
    public const string MaxPostCalls = "MAX_POST_CALLS";
    public const string TrustedProxies = "TRUSTED_PROXIES";
    public const string MaxConnections = "MAX_CONNECTIONS";
    public const string IdleTimeoutSeconds = "IDLE_TIMEOUT_SECONDS";
    public const string BodyTimeoutSeconds = "BODY_TIMEOUT_SECONDS";
    public const string DynamicVariables = "DYNAMIC_VARIABLES";
    public const string Greeting = "GREETING";
    public const string SharedLineNames = "SHARED_LINE_NAMES";
    public const string SharedLineCallsPerDay = "SHARED_LINE_CALLS_PER_DAY";
    public const string SharedLineDays = "SHARED_LINE_DAYS";
    public const string SharedLineSearch = "SHARED_LINE_SEARCH";
    public const string Docs = "DOCS";
#pragma warning restore CS1591
}
