using System.Security.Cryptography;
using Elaoms.Core.Settings;
using Microsoft.Extensions.Configuration;

namespace Elaoms.Tests.Server;

/// <summary>Settings with random keys and folders below a temporary one, as the environment would give them.</summary>
public sealed class ServerSettings
{
    /// <param name="folder">Where everything embedded is.</param>
    /// <param name="account">The connection string of a storage account; null for the embedded storage.</param>
    public ServerSettings(TempFolder folder, string? account = null)
    {
        Values = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            [SettingNames.PostCallKey] = PostCallKey,
            [SettingNames.ClientDataKey] = ClientDataKey,
            [SettingNames.SearchDataKey] = SearchDataKey,
            [SettingNames.CallerHashKey] = RandomKey(),
            [SettingNames.OpenMemoryDbPath] = folder.Of("data", "openmemory.db"),
            [SettingNames.PayloadStoragePath] = folder.Of("payloads"),
            // A busy machine is slow: only the tests of deadlines are to see one pass.
            [SettingNames.ClientDataDeadlineMs] = "30000",
            [SettingNames.SearchDataDeadlineMs] = "30000",
        };
        if (account is not null)
            Values[SettingNames.AzureWebJobsStorage] = account;
    }

    public string PostCallKey { get; } = "wsec_" + RandomKey();

    public string ClientDataKey { get; } = RandomKey();

    public string SearchDataKey { get; } = RandomKey();

    public IDictionary<string, string?> Values { get; }

    public string? this[string name]
    {
        get => Values[name];
        set => Values[name] = value;
    }

    /// <summary>Settings for an empty storage of a kind.</summary>
    public static async Task<ServerSettings> ForAsync(StorageKind storage, TempFolder folder) =>
        new(folder, await storage.NewAccountAsync());

    /// <summary>How long a request to the account may take in this process; null for as long as the product gives it.</summary>
    public TimeSpan? AccountTimeout { get; set; } = Eventually.Bound;

    /// <summary>The settings as the product reads them, but for a storage account that may be slow.</summary>
    public ElaomsSettings Read()
    {
        var reading = new SettingsReader(ToConfiguration()).Read([]);
        var settings = reading.Settings ?? throw new InvalidOperationException(string.Join(' ', reading.Faults));
        return settings.Azure is { } azure && AccountTimeout is { } timeout
            ? settings with { Azure = azure with { RequestTimeout = timeout } }
            : settings;
    }

    public IConfiguration ToConfiguration() => new ConfigurationBuilder().AddInMemoryCollection(Values).Build();

    private static string RandomKey() => RandomNumberGenerator.GetHexString(48, lowercase: true);
}
