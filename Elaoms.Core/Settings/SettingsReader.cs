using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Elaoms.Core.Text;
using Microsoft.Extensions.Configuration;

namespace Elaoms.Core.Settings;

/// <summary>Reads and checks the settings. Every fault is reported, not only the first.</summary>
/// <param name="configuration">Where the values come from; <c>__</c> in a name is <c>:</c> there.</param>
public sealed partial class SettingsReader(IConfiguration configuration)
{
    private const int MinKeyLength = 16;
    private const int MaxDeadlineMs = 30_000;
    private const int MaxToleranceSeconds = 24 * 3600;
    private const int MaxSweepAfterMinutes = 24 * 60;
    private const int MaxSweepDays = 90;
    private const int MaxAuditRetentionDays = 100 * 365;
    private const int MaxCallerTokenHours = 30 * 24;
    private const int MinPayloadBytes = 1024;
    private const int MaxPayloadBytes = 1 << 30;
    private const int DefaultPayloadBytes = 25 << 20;
    private const long MaxIncomingBytes = 1L << 40;
    private const long MaxFreeBytes = 1L << 50;
    private const int MaxPostCalls = 10_000;
    private const int MinConnections = 16;
    private const int MaxConnections = 100_000;
    private const int MaxIdleSeconds = 60;
    private const int MaxBodySeconds = 3600;
    private const int MaxSharedLineNames = 20;
    private const int MaxSharedLineCallsPerDay = 1000;
    // As many as a profile tells of.
    private const int MaxSharedLineDays = 10;

    private readonly List<string> _faults = [];

    /// <summary>
    /// Whether this is Development: <c>ASPNETCORE_ENVIRONMENT</c>, else <c>DOTNET_ENVIRONMENT</c>, which <c>dotnet run</c> sets, else
    /// <c>AZURE_FUNCTIONS_ENVIRONMENT</c>.
    /// </summary>
    public static bool IsDevelopment(IConfiguration values) => string.Equals(
        values["ASPNETCORE_ENVIRONMENT"] ?? values["DOTNET_ENVIRONMENT"] ?? values["AZURE_FUNCTIONS_ENVIRONMENT"],
        "Development",
        StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads the settings.</summary>
    /// <param name="ownAddresses">The addresses this process will serve, so that it is not taken for an engine of its own.</param>
    /// <param name="needsAzure">Whether the host can't do without a storage account.</param>
    public SettingsResult Read(IReadOnlyCollection<string> ownAddresses, bool needsAzure = false)
    {
        _faults.Clear();
        var openMemory = new OpenMemoryReader(configuration, _faults);
        var embeddings = new EmbeddingsReader(configuration, _faults);
        var allowAnonymous = Flag(SettingNames.SearchDataAllowAnonymous, false);
        var maxPayload = Number(SettingNames.MaxPayloadBytes, DefaultPayloadBytes, MinPayloadBytes, MaxPayloadBytes);
        var isReadKeyUnresolved = configuration.IsUnresolved(SettingNames.ElevenLabsReadKey);
        var settings = new ElaomsSettings
        {
            PostCallSecrets = Keys(SettingNames.PostCallKey, required: true),
            ClientDataKeys = Keys(SettingNames.ClientDataKey, required: true),
            SearchDataKeys = Keys(
                SettingNames.SearchDataKey, required: !allowAnonymous, $" (or set {SettingNames.SearchDataAllowAnonymous}=true)"),
            SearchDataAllowAnonymous = allowAnonymous,
            CallerHashKey = HashKey(),
            CallerTokenLifetime = TimeSpan.FromHours(Number(SettingNames.CallerTokenHours, 24, 1, MaxCallerTokenHours)),
            SearchDataRequireToken = Flag(SettingNames.SearchDataRequireToken, false),
            PhoneUserIds = AgentsOf(SettingNames.UserIdIsPhone),
            Tenants = TenantsByAgent(),
            OpenMemory = openMemory.Server(ownAddresses),
            OpenMemoryKey = openMemory.Key(),
            Embeddings = embeddings.Server(ownAddresses),
            EmbeddingsKey = embeddings.Key(),
            EmbeddingsModel = embeddings.Model(),
            DatabasePath = Path(SettingNames.OpenMemoryDbPath, "./data/openmemory.db"),
            PayloadStoragePath = Path(SettingNames.PayloadStoragePath, "./payloads"),
            Azure = AzureStorageReader.Read(configuration, _faults),
            SweepAfter = TimeSpan.FromMinutes(Number(SettingNames.SweepAfterMinutes, 10, 1, MaxSweepAfterMinutes)),
            SweepDays = Number(SettingNames.SweepDays, 3, 1, MaxSweepDays),
            OperatorKeys = OperatorKey.Read(
                // No call may fail because a secret of this is missing: without it there is no operator API.
                List(configuration.IsUnresolved(SettingNames.OperatorKeys) ? "" : configuration.Text(SettingNames.OperatorKeys)),
                SettingNames.OperatorKeys,
                _faults),
            OperatorSessionKey = SessionKey(),
            ConsoleEntra = EntraSettings.Read(configuration, _faults),
            AuditRetentionDays = Number(SettingNames.AuditRetentionDays, 365, 0, MaxAuditRetentionDays) is > 0 and var days ? days : null,
            SignatureTolerance = TimeSpan.FromSeconds(Number(SettingNames.SignatureToleranceSeconds, 1800, 1, MaxToleranceSeconds)),
            ElevenLabsApi = Address(SettingNames.ElevenLabsApiUrl, "https://api.elevenlabs.io"),
            ElevenLabsReadKey = isReadKeyUnresolved ? null : configuration.Header(SettingNames.ElevenLabsReadKey, _faults),
            IsReadKeyUnresolved = isReadKeyUnresolved,
            ClientDataDeadline = TimeSpan.FromMilliseconds(Number(SettingNames.ClientDataDeadlineMs, 1000, 50, MaxDeadlineMs)),
            SearchDataDeadline = TimeSpan.FromMilliseconds(Number(SettingNames.SearchDataDeadlineMs, 800, 50, MaxDeadlineMs)),
            Durability = DurabilityValue(),
            MaxPayloadBytes = maxPayload,
            MaxIncomingBytes = Number(SettingNames.MaxIncomingBytes, Math.Max(512L << 20, maxPayload), MinPayloadBytes, MaxIncomingBytes),
            MinFreeBytes = Number(SettingNames.MinFreeBytes, 64L << 20, 0, MaxFreeBytes),
            MaxPostCalls = Number(SettingNames.MaxPostCalls, 128, 1, MaxPostCalls),
            MaxConnections = Number(SettingNames.MaxConnections, 1024, MinConnections, MaxConnections),
            TrustedProxies = Networks(SettingNames.TrustedProxies),
            IdleTimeout = TimeSpan.FromSeconds(Number(SettingNames.IdleTimeoutSeconds, 5, 1, MaxIdleSeconds)),
            BodyTimeout = TimeSpan.FromSeconds(Number(SettingNames.BodyTimeoutSeconds, 60, 1, MaxBodySeconds)),
            DynamicVariables = DynamicVariables(),
            Greetings = Greetings(),
            SharedLines = SharedLines(),
            Docs = Flag(SettingNames.Docs, true),
        };
        if (needsAzure && settings.Azure is null)
            _faults.Add(
                $"{SettingNames.AzureWebJobsStorage} is missing. Set the connection string of a storage account, or " +
                $"{SettingNames.AzureWebJobsStorage}__accountName to use an identity.");
        if (settings.ElevenLabsReadKey is not null && !settings.IsElevenLabsApiSafe)
            _faults.Add($"{SettingNames.ElevenLabsApiUrl} must be an https URL: {SettingNames.ElevenLabsReadKey} goes there.");
        // Otherwise a large body would get 503 for ever.
        if (settings.MaxIncomingBytes < settings.MaxPayloadBytes)
            _faults.Add($"{SettingNames.MaxIncomingBytes} must be at least {SettingNames.MaxPayloadBytes}.");
        return new SettingsResult(_faults.Count == 0 ? settings : null, [.. _faults]);
    }

    private static string[] List(string? text)
        => (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private string[] Keys(string name, bool required, string alternative = "")
    {
        var keys = List(configuration.Secret(name, _faults));
        if (required && keys.Length == 0)
            _faults.Add($"{name} is missing{alternative}.");
        if (Array.Exists(keys, key => key.Length < MinKeyLength) && !IsDevelopment(configuration))
            _faults.Add(
                $"{name} has a key that is too short: each key needs {MinKeyLength} characters or more. Make one with " +
                "`openssl rand -hex 32`.");
        return keys;
    }

    private AgentIds AgentsOf(string name) => new(List(configuration.Text(name)).ToHashSet(StringComparer.OrdinalIgnoreCase));

    private List<IPNetwork> Networks(string name)
    {
        var networks = new List<IPNetwork>();
        foreach (var text in List(configuration.Text(name)))
        {
            if (IPNetwork.TryParse(text, out var network))
                networks.Add(network);
            else if (IPAddress.TryParse(text, out var address))
                networks.Add(new IPNetwork(address, 8 * address.GetAddressBytes().Length));
            else
                _faults.Add($"{name} must be IP addresses and networks such as 10.0.0.0/8, separated by commas.");
        }

        return networks;
    }

    private Tenants TenantsByAgent()
    {
        var byAgent = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var agent in configuration.GetSection(SettingNames.Tenant).GetChildren())
        {
            var name = agent.Value?.Trim() ?? "";
            if (Tenants.IsName(name))
                byAgent[agent.Key] = name;
            else
                _faults.Add($"{SettingNames.Tenant}__{agent.Key} must name a tenant: {Tenants.Form}.");
        }

        return new Tenants(byAgent);
    }

    private string HashKey()
    {
        var key = configuration.Secret(SettingNames.CallerHashKey, _faults);
        if (key is null)
            _faults.Add(
                $"{SettingNames.CallerHashKey} is missing. Set a random text of {MinKeyLength} characters or more, and keep a copy: " +
                "changing this key orphans every stored caller.");
        else if (key.Length < MinKeyLength)
            _faults.Add($"{SettingNames.CallerHashKey} is too short: it needs {MinKeyLength} characters or more.");
        return key ?? "";
    }

    private string? SessionKey()
    {
        // As with the keys of operators, no call may fail because of it.
        var key = configuration.IsUnresolved(SettingNames.OperatorSessionKey) ? null : configuration.Text(SettingNames.OperatorSessionKey);
        if (key is { Length: < OperatorKey.MinLength })
            _faults.Add($"{SettingNames.OperatorSessionKey} is too short: it needs {OperatorKey.MinLength} characters or more.");
        return key;
    }

    private string Path(string name, string fallback)
    {
        var path = configuration.Text(name) ?? fallback;
        try
        {
            return System.IO.Path.GetFullPath(path);
        }
        catch (ArgumentException)
        {
            _faults.Add($"{name} is not a valid path.");
            return fallback;
        }
    }

    private Uri Address(string name, string fallback)
    {
        if (Uri.TryCreate(configuration.Text(name) ?? fallback, UriKind.Absolute, out var address)
            && address.Scheme is "http" or "https"
            && address.UserInfo.Length == 0)
            return address;
        _faults.Add($"{name} must be an http(s) URL without a user.");
        return new Uri(fallback);
    }

    private int Number(string name, int fallback, int min, int max) => (int)Number(name, (long)fallback, min, max);

    private long Number(string name, long fallback, long min, long max)
    {
        if (configuration.Text(name) is not { } text)
            return fallback;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max)
            return number;
        _faults.Add(string.Create(CultureInfo.InvariantCulture, $"{name} must be a whole number from {min} to {max}."));
        return fallback;
    }

    private bool Flag(string name, bool fallback)
    {
        if (configuration.Text(name) is not { } text)
            return fallback;
        if (bool.TryParse(text, out var flag))
            return flag;
        _faults.Add($"{name} must be true or false.");
        return fallback;
    }

    private SharedLineSettings SharedLines()
    {
        var defaults = new SharedLineSettings();
        var names = Number(SettingNames.SharedLineNames, defaults.Names, 0, MaxSharedLineNames);
        if (names == 1)
            _faults.Add(
                $"{SettingNames.SharedLineNames} must be 0 or at least 2: with 1, everybody who gives a name would be on a shared line.");
        return new SharedLineSettings
        {
            Names = names,
            CallsPerDay = Number(SettingNames.SharedLineCallsPerDay, defaults.CallsPerDay, 0, MaxSharedLineCallsPerDay),
            Days = Number(SettingNames.SharedLineDays, defaults.Days, 1, MaxSharedLineDays),
            Search = SearchOfSharedLines(),
        };
    }

    private SharedLineSearch SearchOfSharedLines()
    {
        switch (configuration.Text(SettingNames.SharedLineSearch)?.ToUpperInvariant())
        {
            case null or "OFF":
                return SharedLineSearch.Off;
            case "NAME":
                return SharedLineSearch.Name;
            case "NEWEST":
                return SharedLineSearch.Newest;
            default:
                _faults.Add($"{SettingNames.SharedLineSearch} must be off, name or newest.");
                return SharedLineSearch.Off;
        }
    }

    private Durability DurabilityValue()
    {
        switch (configuration.Text(SettingNames.Durability)?.ToUpperInvariant())
        {
            case null or "DISK":
                return Durability.Disk;
            case "PROCESS":
                return Durability.Process;
            default:
                _faults.Add($"{SettingNames.Durability} must be process or disk.");
                return Durability.Disk;
        }
    }

    private Dictionary<string, JsonElement> DynamicVariables()
    {
        var variables = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        if (configuration.Text(SettingNames.DynamicVariables) is not { } text)
            return variables;
        try
        {
            using var document = JsonDocument.Parse(text);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw new JsonException();
            foreach (var variable in document.RootElement.EnumerateObject())
            {
                if (variable.Value.ValueKind is not (
                    JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False))
                    _faults.Add($"{SettingNames.DynamicVariables}: {variable.Name} must be a string, a number or a boolean.");
                else if (variable.Name.StartsWith("system__", StringComparison.Ordinal))
                    _faults.Add($"{SettingNames.DynamicVariables}: {variable.Name} is reserved for ElevenLabs and can't be set.");
                else if (variable.Name == ElaomsSettings.CallerTokenVariable)
                    _faults.Add($"{SettingNames.DynamicVariables}: {variable.Name} is reserved: ELAOMS sets it for each call.");
                else
                    variables[variable.Name] = variable.Value.Clone();
            }
        }
        catch (JsonException)
        {
            _faults.Add($"{SettingNames.DynamicVariables} must be a JSON object such as {{\"plan\":\"none\"}}.");
        }

        return variables;
    }

    private GreetingTemplates Greetings()
    {
        var section = configuration.GetSection(SettingNames.Greeting);
        var byAgent = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var agent in section.GetChildren())
        {
            if (agent.Value is { } own)
                byAgent[agent.Key] = Template(own);
            foreach (var language in agent.GetChildren())
                byAgent[GreetingTemplates.KeyOf(agent.Key, language.Key)] = Template(language.Value) ?? "";
        }

        foreach (var (key, template) in byAgent)
            CheckTemplate($"{SettingNames.Greeting}__{key.Replace(":", "__", StringComparison.Ordinal)}", template);
        var common = Template(section.Value) ?? GreetingTemplates.ReadmeText;
        CheckTemplate(SettingNames.Greeting, common);
        return new GreetingTemplates(common, byAgent);
    }

    // ElevenLabs writes its own variables in two pairs of braces, and its users do so too. Unknown ones are left for ElevenLabs to fill.
    [return: NotNullIfNotNull(nameof(text))]
    private static string? Template(string? text) => text?.Trim()
        .Replace("{" + GreetingTemplates.NamePlaceholder + "}", GreetingTemplates.NamePlaceholder, StringComparison.Ordinal)
        .Replace("{" + GreetingTemplates.LastCallPlaceholder + "}", GreetingTemplates.LastCallPlaceholder, StringComparison.Ordinal);

    private void CheckTemplate(string name, string template)
    {
        foreach (Match placeholder in Placeholder.Matches(template))
        {
            if (placeholder.Value is not (GreetingTemplates.NamePlaceholder or GreetingTemplates.LastCallPlaceholder))
                _faults.Add(
                    $"{name}: {placeholder.Value} is unknown. The placeholders are {GreetingTemplates.NamePlaceholder} and " +
                    $"{GreetingTemplates.LastCallPlaceholder}.");
        }
    }

    [GeneratedRegex(@"(?<!\{)\{[^{}]*\}(?!\})", RegexOptions.CultureInvariant, MatchTimeout.Milliseconds)]
    private static partial Regex Placeholder { get; }
}

/// <summary>What came of reading the settings: all of them, or all faults at once.</summary>
/// <param name="Settings">The settings; null when there is a fault.</param>
/// <param name="Faults">One text per fault, beginning with the setting's name. Holds no secret.</param>
public sealed record SettingsResult(ElaomsSettings? Settings, IReadOnlyList<string> Faults)
{
    /// <summary>All faults, for the person who starts the program.</summary>
    public string Describe()
        => "The settings are wrong. docs/reference.md and .env.example describe them:"
            + string.Concat(Faults.Select(fault => $"\n  - {fault}"));
}
