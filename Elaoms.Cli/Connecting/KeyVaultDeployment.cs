using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Elaoms.Core.Settings;
using Elaoms.ElevenLabs.Connect;

namespace Elaoms.Cli.Connecting;

/// <summary>A deployment in Azure: its keys are in a key vault, to which the app's settings refer.</summary>
/// <param name="azure">Azure.</param>
/// <param name="furtherSettings"><c>APP_SETTINGS</c> of azd's environment, as JSON; null for none.</param>
internal sealed class KeyVaultDeployment(IAzureApps azure, string? furtherSettings = null) : IDeployment
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public string Name => azure.VaultName;

    public string? HowToReload => null;

    public async Task<IReadOnlyList<string>> ReadPostCallSecretsAsync(CancellationToken cancellationToken)
        => [.. (await azure.ReadSecretAsync(NameOf(SettingNames.PostCallKey), cancellationToken) ?? "")
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];

    public async Task AddPostCallSecretAsync(string secret, CancellationToken cancellationToken)
    {
        var secrets = await ReadPostCallSecretsAsync(cancellationToken);
        await azure.WriteSecretAsync(
            NameOf(SettingNames.PostCallKey), string.Join(',', [.. secrets, secret]), cancellationToken);

        // Azure keeps what a reference said for up to 24 hours, and an app reads it when it starts.
        await azure.RefreshAppsAsync(cancellationToken);
    }

    public Task WriteVariablesAsync(string json, CancellationToken cancellationToken)
        => azure.WriteSettingAsync(SettingNames.DynamicVariables, json, cancellationToken);

    public string? HowToKeepVariables(string json)
    {
        var settings = JsonNode.Parse(furtherSettings is { Length: > 0 } ? furtherSettings : "{}") as JsonObject ?? [];
        settings[SettingNames.DynamicVariables] = json;
        var quoted = settings.ToJsonString(Readable).Replace("'", "'\\''", StringComparison.Ordinal);
        return "azd provision writes the app's settings anew. So that it keeps this one, run as well: "
            + $"azd env set APP_SETTINGS '{quoted}'";
    }

    /// <summary>The name under which a vault has a setting: infra/main.bicep names them so.</summary>
    public static string NameOf(string setting) => setting.Replace('_', '-').ToLowerInvariant();
}

/// <summary>What connecting needs of Azure.</summary>
internal interface IAzureApps
{
    /// <summary>The key vault.</summary>
    string VaultName { get; }

    /// <summary>Reads a secret; null if there is none.</summary>
    Task<string?> ReadSecretAsync(string name, CancellationToken cancellationToken);

    /// <summary>Writes a secret.</summary>
    Task WriteSecretAsync(string name, string value, CancellationToken cancellationToken);

    /// <summary>Writes a setting of the apps, which start anew by that.</summary>
    Task WriteSettingAsync(string name, string value, CancellationToken cancellationToken);

    /// <summary>Has the apps look at the vault again and start anew.</summary>
    Task RefreshAppsAsync(CancellationToken cancellationToken);
}
