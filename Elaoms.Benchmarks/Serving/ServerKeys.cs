using System.Security.Cryptography;

namespace Elaoms.Benchmarks.Serving;

/// <summary>Random keys for a server, and its settings as environment variables.</summary>
internal sealed class ServerKeys
{
    public string PostCall { get; } = "wsec_" + Random();

    public string ClientData { get; } = Random();

    public string SearchData { get; } = Random();

    public void Describe(IDictionary<string, string?> environment, string folder)
    {
        environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        environment["DOTNET_ENVIRONMENT"] = "Production";
        environment["Logging__LogLevel__Default"] = "Warning";
        environment["ELEVENLABS_POST_CALL_KEY"] = PostCall;
        environment["ELEVENLABS_CLIENT_DATA_KEY"] = ClientData;
        environment["ELEVENLABS_SEARCH_DATA_KEY"] = SearchData;
        environment["CALLER_HASH_KEY"] = Random();
        environment["OPENMEMORY_PORT"] = "";
        environment["OPENMEMORY_DB_PATH"] = Path.Combine(folder, "data", "openmemory.db");
        environment["PAYLOAD_STORAGE_PATH"] = Path.Combine(folder, "payloads");
    }

    private static string Random() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
}
