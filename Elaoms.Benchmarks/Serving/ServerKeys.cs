using System.Security.Cryptography;
using Elaoms.Core.Settings;

namespace Elaoms.Benchmarks.Serving;

/// <summary>Random keys for a server, and its settings as environment variables.</summary>
internal sealed class ServerKeys
{
    public string PostCall { get; } = "wsec_" + Random();

    public string ClientData { get; } = Random();

    public string SearchData { get; } = Random();

    public string CallerHash { get; } = Random();

    public void Describe(IDictionary<string, string?> environment, string folder)
    {
        environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        environment["DOTNET_ENVIRONMENT"] = "Production";
        environment["Logging__LogLevel__Default"] = "Warning";
        environment[SettingNames.PostCallKey] = PostCall;
        environment[SettingNames.ClientDataKey] = ClientData;
        environment[SettingNames.SearchDataKey] = SearchData;
        environment[SettingNames.CallerHashKey] = CallerHash;
        environment[SettingNames.OpenMemoryPort] = "";
        environment[SettingNames.OpenMemoryDbPath] = Path.Combine(folder, "data", "openmemory.db");
        environment[SettingNames.PayloadStoragePath] = Path.Combine(folder, "payloads");
    }

    private static string Random() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
}
