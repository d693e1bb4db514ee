using System.Security.Cryptography;
using Elaoms.Core.Settings;
using Microsoft.Extensions.Configuration;

namespace Elaoms.Tests.Server;

/// <summary>Settings with random keys and folders below a temporary one, as the environment would give them.</summary>
public sealed class ServerSettings
{
    public ServerSettings(TempFolder folder)
    {
        Values = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            [SettingNames.PostCallKey] = PostCallKey,
            [SettingNames.ClientDataKey] = ClientDataKey,
            [SettingNames.SearchDataKey] = SearchDataKey,
            [SettingNames.CallerHashKey] = RandomKey(),
            [SettingNames.OpenMemoryDbPath] = folder.Of("data", "openmemory.db"),
            [SettingNames.PayloadStoragePath] = folder.Of("payloads"),
        };
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

    public IConfiguration ToConfiguration() => new ConfigurationBuilder().AddInMemoryCollection(Values).Build();

    private static string RandomKey() => RandomNumberGenerator.GetHexString(48, lowercase: true);
}
