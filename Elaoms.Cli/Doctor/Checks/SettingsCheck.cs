using Elaoms.Cli.Configuration;
using Elaoms.Core.Settings;
using Microsoft.Extensions.Configuration;

namespace Elaoms.Cli.Doctor.Checks;

/// <summary>Whether the settings can be read, and what in them is allowed but unwise.</summary>
internal sealed class SettingsCheck(SettingsResult reading, IConfiguration values) : ICheck
{
    public const string Name = "settings";


    public string Subject => Name;

    public TimeSpan Timeout => TimeSpan.FromSeconds(5);

    public string RemedyOfFault => "See README, Settings.";

    public async IAsyncEnumerable<CheckResult> CheckAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        if (reading.Settings is not { } settings)
        {
            foreach (var fault in reading.Faults)
                yield return CheckResult.Error(Name, fault, "Set it in the environment or in .env; README and .env.example describe it.");
            yield break;
        }

        var warnings = Warnings(settings).ToList();
        if (warnings.Count == 0)
            yield return CheckResult.Ok(
                Name,
                SettingsReader.IsDevelopment(values)
                    ? "All can be read. This is Development: keys that are missing are made."
                    : "All can be read.");
        foreach (var warning in warnings)
            yield return warning;
    }

    private IEnumerable<CheckResult> Warnings(ElaomsSettings settings)
    {
        if (settings.SearchDataAllowAnonymous)
        {
            yield return CheckResult.Warning(
                Name,
                $"{SettingNames.SearchDataAllowAnonymous} is true: whoever can reach search-data reads what callers have said.",
                $"Set {SettingNames.SearchDataKey}, send it from the agent's tool in X-Api-Key, and remove "
                    + $"{SettingNames.SearchDataAllowAnonymous}.");
        }

        if (DevelopmentKeysInUse() is { Count: > 0 } names)
        {
            yield return CheckResult.Warning(
                Name,
                $"This is not Development, and {string.Join(", ", names)} are those of {DevelopmentKeys.FileName}.",
                $"Make keys of its own for what is no laptop ({SettingNames.CallerHashKey} before the first call: "
                    + "callers are not found again under another).");
        }

        if (settings is { OpenMemory: { } server, OpenMemoryKey: not null } && PrivateNetwork.Contains(server))
        {
            yield return CheckResult.Warning(
                Name,
                $"{SettingNames.OpenMemoryKey}, and what callers have said, go to {server.Host} over http, and can be read on the way.",
                $"Put https before the OpenMemory server and into {SettingNames.OpenMemoryPort}, or reach it over a private network.");
        }
    }

    // Outside Development the file is not read for its keys: they can only have been copied from it.
    private List<string> DevelopmentKeysInUse()
    {
        if (SettingsReader.IsDevelopment(values) || DevelopmentKeys.Find(CliConfiguration.DataFolder(values)) is not { } made)
            return [];
        return [.. made.Values.Where(key => key.Value is { Length: > 0 } && Values(key.Key).Contains(key.Value, StringComparer.Ordinal))
            .Select(key => key.Key)];

        string[] Values(string name) => (values[name] ?? "").Split(',', StringSplitOptions.TrimEntries);
    }
}
