using Microsoft.Extensions.Configuration;

namespace Elaoms.Core.Settings;

/// <summary>Reads where the storage account is.</summary>
internal static class AzureStorageReader
{
    private const string Name = SettingNames.AzureWebJobsStorage;

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

    private static AzureStorageSettings OfConnectionString(string connectionString, List<string> faults)
    {
        var parts = connectionString
            .Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(part => part.Split('=', 2))
            .ToLookup(part => part[0], part => part.Length > 1 ? part[1] : "", StringComparer.OrdinalIgnoreCase);
        var leadsToBoth = parts["UseDevelopmentStorage"].Contains("true", StringComparer.OrdinalIgnoreCase)
            || parts["AccountName"].Any()
            || (parts["BlobEndpoint"].Any() && parts["QueueEndpoint"].Any());
        if (!leadsToBoth)
            faults.Add($"{Name} is no connection string of a storage account: it must name the account, or the endpoints of Blob and Queue (UseDevelopmentStorage=true is Azurite).");
        return new AzureStorageSettings { ConnectionString = connectionString };
    }

    private static AzureStorageSettings OfIdentity(IConfigurationSection section, List<string> faults)
    {
        var credential = section["credential"]?.Trim();
        if (!string.IsNullOrEmpty(credential) && !string.Equals(credential, "managedidentity", StringComparison.OrdinalIgnoreCase))
            faults.Add($"{Name}__credential must be managedidentity, or not be set.");
        return new AzureStorageSettings
        {
            BlobService = Service(section, "blob", faults),
            QueueService = Service(section, "queue", faults),
            ManagedIdentity = !string.IsNullOrEmpty(credential),
            ClientId = section["clientId"]?.Trim() is { Length: > 0 } clientId ? clientId : null,
        };
    }

    private static Uri? Service(IConfigurationSection section, string service, List<string> faults)
    {
        var text = section[service + "ServiceUri"]?.Trim();
        if (string.IsNullOrEmpty(text) && section["accountName"]?.Trim() is { Length: > 0 } account)
            text = $"https://{account}.{service}.core.windows.net";
        if (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps)
            return uri;
        faults.Add($"{Name}__{service}ServiceUri must be the https address of the storage account's {service} service (or set {Name}__accountName).");
        return null;
    }
}
