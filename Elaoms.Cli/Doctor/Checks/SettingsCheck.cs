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

    public string RemedyOfFault => "See docs/reference.md, Settings.";

    public async IAsyncEnumerable<CheckResult> CheckAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        if (reading.Settings is not { } settings)
        {
            foreach (var fault in reading.Faults)
                yield return CheckResult.Error(
                    Name, fault, "Set it in the environment or in .env. See docs/reference.md and .env.example.");
            yield break;
        }

        var warnings = Warnings(settings).ToList();
        if (warnings.Count == 0)
            yield return CheckResult.Ok(
                Name,
                SettingsReader.IsDevelopment(values)
                    ? "All settings are valid. This is Development: missing keys are generated."
                    : "All settings are valid.");
        foreach (var warning in warnings)
            yield return warning;
    }

    private IEnumerable<CheckResult> Warnings(ElaomsSettings settings)
    {
        if (settings.SearchDataAllowAnonymous)
        {
            yield return CheckResult.Warning(
                Name,
                $"{SettingNames.SearchDataAllowAnonymous} is true: everybody who can reach search-data can read what callers said.",
                $"Set {SettingNames.SearchDataKey}, send it from the agent's tool in X-Api-Key, and remove "
                    + $"{SettingNames.SearchDataAllowAnonymous}.");
        }

        if (DevelopmentKeysInUse() is { Count: > 0 } names)
        {
            yield return CheckResult.Warning(
                Name,
                $"This is not Development, but these keys are from {DevelopmentKeys.FileName}: {string.Join(", ", names)}.",
                $"Generate keys for this deployment alone. Change {SettingNames.CallerHashKey} only before the first call: "
                    + "a change orphans every stored caller.");
        }

        if (settings is { OpenMemory: { } server, OpenMemoryKey: not null } && PrivateNetwork.Contains(server))
        {
            yield return CheckResult.Warning(
                Name,
                $"{SettingNames.OpenMemoryKey} and what callers said go to {server.Host} over http. Others can read them in transit.",
                $"Put https in front of the OpenMemory server and set that URL in {SettingNames.OpenMemoryPort}, or use a private "
                    + "network.");
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
