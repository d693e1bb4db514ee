using System.Buffers.Text;
using System.Collections.Frozen;
using Microsoft.Extensions.Configuration;

namespace Elaoms.Core.Settings;

/// <summary>Reads where the storage account is.</summary>
internal static class AzureStorageReader
{
    private const string Name = SettingNames.AzureWebJobsStorage;

    // The storage client refuses any other.
    private static readonly FrozenSet<string> Parts = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "UseDevelopmentStorage", "DevelopmentStorageProxyUri", "DefaultEndpointsProtocol", "AccountName", "AccountKey",
        "SharedAccessSignature", "EndpointSuffix", "BlobEndpoint", "BlobSecondaryEndpoint", "QueueEndpoint", "QueueSecondaryEndpoint",
        "TableEndpoint", "TableSecondaryEndpoint", "FileEndpoint", "FileSecondaryEndpoint");

    /// <summary>Reads the section <c>AzureWebJobsStorage</c>; null when it is not set.</summary>
    /// <param name="configuration">Where the values come from.</param>
    /// <param name="faults">Takes what is wrong; no secret is written to it.</param>
    public static AzureStorageSettings? Read(IConfiguration configuration, List<string> faults)
    {
        var section = configuration.GetSection(Name);
        if (section.Value?.Trim() is { Length: > 0 } connectionString)
            return OfConnectionString(connectionString, faults);
        return section.GetChildren().Any(child => !string.IsNullOrWhiteSpace(child.Value)) ? OfIdentity(section, faults) : null;
    }

    // As strict as the storage client, which would only say so when the process starts, and without the setting's name.
    private static AzureStorageSettings OfConnectionString(string connectionString, List<string> faults)
    {
        var parts = connectionString
            .Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(part => part.Split('=', 2))
            .ToLookup(part => part[0], part => part.Length > 1 ? part[1] : "", StringComparer.OrdinalIgnoreCase);
        var isWellFormed = parts.All(part => Parts.Contains(part.Key) && part.Count() == 1 && part.Single().Length > 0);
        if (!isWellFormed || !(IsAzurite(parts) || LeadsToAll(parts)))
            faults.Add(
                $"{Name} is not the connection string of a storage account. It must name the account, or the endpoints of Blob, " +
                "Queue and Table (UseDevelopmentStorage=true is Azurite).");
        else if (!IsAzurite(parts) && !HoldsKey(parts))
            faults.Add($"{Name} must hold the account's name and AccountKey (base64), or a SharedAccessSignature.");
        return new AzureStorageSettings { ConnectionString = connectionString };
    }

    private static bool IsAzurite(ILookup<string, string> parts)
        => parts["UseDevelopmentStorage"].Contains("true", StringComparer.OrdinalIgnoreCase)
            && parts.All(part => part.Key.ToUpperInvariant() is "USEDEVELOPMENTSTORAGE" or "DEVELOPMENTSTORAGEPROXYURI");

    private static bool LeadsToAll(ILookup<string, string> parts)
    {
        var endpoints = parts.Where(part => part.Key.EndsWith("Endpoint", StringComparison.OrdinalIgnoreCase)).ToList();
        var areSound = endpoints.All(part => Uri.TryCreate(part.Single(), UriKind.Absolute, out var uri)
                && uri.Scheme is "http" or "https"
                && parts.Contains(part.Key.Replace("Secondary", "", StringComparison.OrdinalIgnoreCase)))
            && parts["DefaultEndpointsProtocol"].All(protocol => protocol is "http" or "https");
        return areSound
            && !parts.Contains("UseDevelopmentStorage")
            && (parts.Contains("AccountName") || (parts.Contains("BlobEndpoint") && parts.Contains("QueueEndpoint")))
            && LeadsToTable(parts);
    }

    // Connection strings from before there were tables name Blob and Queue alone; in Azure the third address follows from these.
    private static bool LeadsToTable(ILookup<string, string> parts)
        => parts.Contains("TableEndpoint") || !parts.Contains("BlobEndpoint")
            || AzureStorageSettings.TableServiceBeside(parts["BlobEndpoint"].Single()) is not null;

    private static bool HoldsKey(ILookup<string, string> parts)
        => parts.Contains("AccountKey")
            ? parts.Contains("AccountName") && Base64.IsValid(parts["AccountKey"].Single()) && !parts.Contains("SharedAccessSignature")
            : parts.Contains("SharedAccessSignature");

    private static AzureStorageSettings OfIdentity(IConfigurationSection section, List<string> faults)
    {
        var credential = section["credential"]?.Trim();
        if (!string.IsNullOrEmpty(credential) && !string.Equals(credential, "managedidentity", StringComparison.OrdinalIgnoreCase))
            faults.Add($"{Name}__credential must be managedidentity, or not be set.");
        return new AzureStorageSettings
        {
            BlobService = Service(section, "blob", faults),
            QueueService = Service(section, "queue", faults),
            TableService = Service(section, "table", faults),
            ManagedIdentity = !string.IsNullOrEmpty(credential),
            ClientId = section.Text("clientId"),
        };
    }

    private static Uri? Service(IConfigurationSection section, string service, List<string> faults)
    {
        var text = section[service + "ServiceUri"]?.Trim();
        if (string.IsNullOrEmpty(text) && section["accountName"]?.Trim() is { Length: > 0 } account)
            text = $"https://{account}.{service}.core.windows.net";
        if (string.IsNullOrEmpty(text) && service == "table")
            text = AzureStorageSettings.TableServiceBeside(section["blobServiceUri"]?.Trim());
        if (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps)
            return uri;
        faults.Add(
            $"{Name}__{service}ServiceUri must be the https address of the storage account's {service} service (or set " +
            $"{Name}__accountName).");
        return null;
    }
}
