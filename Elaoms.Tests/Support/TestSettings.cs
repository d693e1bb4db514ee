using System.Text.Json;
using Elaoms.Core.Settings;

namespace Elaoms.Tests;

/// <summary>Settings that are in order, with the embedded storage in a folder.</summary>
internal static class TestSettings
{
    public const string Secret = "wsec_0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    public static ElaomsSettings In(string folder) => new()
    {
        PostCallSecrets = [Secret],
        ClientDataKeys = ["client-data-key"],
        SearchDataKeys = ["search-data-key"],
        CallerHashKey = "a key for the tests' callers",
        DatabasePath = Path.Combine(folder, "data", "test.db"),
        PayloadStoragePath = Path.Combine(folder, "payloads"),
        SweepAfter = TimeSpan.FromMinutes(10),
        SweepDays = 3,
        SignatureTolerance = TimeSpan.FromMinutes(30),
        ClientDataDeadline = TimeSpan.FromSeconds(1),
        SearchDataDeadline = TimeSpan.FromMilliseconds(800),
        Durability = Durability.Process,
        MaxPayloadBytes = 100 << 20,
        DynamicVariables = new Dictionary<string, JsonElement>(StringComparer.Ordinal),
        Greetings = new GreetingTemplates(GreetingTemplates.ReadmeText, new Dictionary<string, string>(StringComparer.Ordinal)),
    };
}
