using System.Diagnostics;

namespace Elaoms.EndToEnd;

/// <summary>
/// Makes the start of .NET processes cheaper that live for seconds: a sixth less processor time, and with fewer compilations a quarter less
/// again, measured with <c>elaoms serve</c>.
/// </summary>
internal static class ShortLived
{
    /// <summary>What pays only later, or for somebody who debugs, is off.</summary>
    public static IReadOnlyDictionary<string, string> Environment { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["DOTNET_TieredPGO"] = "0",
        // Nothing is compiled a second time before the process has been quiet for so long.
        ["DOTNET_TC_CallCountingDelayMs"] = "3000",
        ["DOTNET_gcConcurrent"] = "0",
        ["DOTNET_EnableWriteXorExecute"] = "0",
        ["DOTNET_EnableDiagnostics"] = "0",
    };

    public static void Configure(ProcessStartInfo start)
    {
        foreach (var (name, value) in Environment)
            start.Environment[name] = value;
    }
}
