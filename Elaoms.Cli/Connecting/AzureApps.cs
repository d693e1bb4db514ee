using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Core;
using Elaoms.ElevenLabs.Connect;
using Microsoft.Extensions.Configuration;

namespace Elaoms.Cli.Connecting;

/// <summary>
/// Key Vault and App Service over their REST interfaces, as docs/azure.md does it by hand. Source:
/// https://learn.microsoft.com/azure/app-service/app-service-key-vault-references
/// </summary>
/// <param name="http">The client.</param>
/// <param name="credential">Who is signed in.</param>
/// <param name="names">The resources.</param>
internal sealed class AzureApps(HttpClient http, TokenCredential credential, AzureNames names) : IAzureApps
{
    private const string VaultScope = "https://vault.azure.net/.default";
    private const string ManagementScope = "https://management.azure.com/.default";
    private const string VaultVersion = "api-version=7.4";
    private const string AppVersion = "api-version=2022-03-01";

    public string VaultName => $"the key vault {names.Vault}";

    public async Task<string?> ReadSecretAsync(string name, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(
            HttpMethod.Get, new Uri(names.VaultAddress, $"secrets/{name}?{VaultVersion}"), VaultScope, body: null, cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotFound)
            return null;
        await MustSucceedAsync(response, $"reading {name} from {VaultName}", cancellationToken);
        using var answer = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken));
        return answer.RootElement.GetProperty("value").GetString();
    }

    public async Task WriteSecretAsync(string name, string value, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(
            HttpMethod.Put,
            new Uri(names.VaultAddress, $"secrets/{name}?{VaultVersion}"),
            VaultScope,
            new JsonObject { ["value"] = value },
            cancellationToken);
        await MustSucceedAsync(response, $"writing {name} into {VaultName}", cancellationToken);
    }

    public async Task RefreshAppsAsync(CancellationToken cancellationToken)
    {
        foreach (var app in names.Apps)
        {
            foreach (var action in (string[])["config/configreferences/appsettings/refresh", "restart"])
            {
                using var response = await SendAsync(
                    HttpMethod.Post, AddressOf(app, action), ManagementScope, body: null, cancellationToken);
                await MustSucceedAsync(response, $"{action} of the app {app}", cancellationToken);
            }
        }
    }

    public async Task WriteSettingAsync(string name, string value, CancellationToken cancellationToken)
    {
        foreach (var app in names.Apps)
        {
            using var listed = await SendAsync(
                HttpMethod.Post, AddressOf(app, "config/appsettings/list"), ManagementScope, body: null, cancellationToken);
            await MustSucceedAsync(listed, $"reading the settings of the app {app}", cancellationToken);
            var settings = JsonNode.Parse(await listed.Content.ReadAsByteArrayAsync(cancellationToken))?["properties"] as JsonObject
                ?? throw new ConnectException($"Azure does not tell the settings of the app {app}.");
            if ((string?)settings[name] == value)
                continue;

            // A write replaces all of them.
            settings[name] = value;
            using var written = await SendAsync(
                HttpMethod.Put,
                AddressOf(app, "config/appsettings"),
                ManagementScope,
                new JsonObject { ["properties"] = settings.DeepClone() },
                cancellationToken);
            await MustSucceedAsync(written, $"writing {name} of the app {app}", cancellationToken);
        }
    }

    private Uri AddressOf(string app, string action) => new(
        names.ManagementAddress,
        $"subscriptions/{names.Subscription}/resourceGroups/{names.ResourceGroup}/providers/Microsoft.Web/sites/{app}/{action}"
            + $"?{AppVersion}");

    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, Uri address, string scope, JsonObject? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, address);
        try
        {
            var token = await credential.GetTokenAsync(new TokenRequestContext([scope]), cancellationToken);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Token);
            if (body is not null)
                request.Content = new StringContent(body.ToJsonString(), System.Text.Encoding.UTF8, "application/json");
            return await http.SendAsync(request, cancellationToken);
        }
        catch (Exception fault) when (fault is HttpRequestException or Azure.Identity.AuthenticationFailedException
            || fault is OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            throw new ConnectException(
                $"{address.Host} can't be reached as who is signed in: {fault.Message.Split('\n')[0]} Run az login.", fault);
        }
    }

    private static async Task MustSucceedAsync(HttpResponseMessage response, string what, CancellationToken cancellationToken)
    {
        if (response.IsSuccessStatusCode)
            return;
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        string? reason;
        try
        {
            reason = JsonNode.Parse(text)?["error"]?["message"]?.ToString().Split('\n')[0];
        }
        catch (JsonException)
        {
            reason = null;
        }

        throw new ConnectException($"Azure refuses {what}: {(int)response.StatusCode} {reason}".TrimEnd(' ', '.') + ".");
    }
}

/// <summary>The resources of a deployment in Azure.</summary>
/// <param name="Vault">The key vault.</param>
/// <param name="Apps">The function apps.</param>
internal sealed record AzureNames(string Vault, string Subscription, string ResourceGroup, IReadOnlyList<string> Apps)
{
    private const string AppDomain = ".azurewebsites.net";

    /// <summary>Where the vault is.</summary>
    public Uri VaultAddress { get; init; } = new($"https://{Vault}.vault.azure.net/");

    /// <summary>Where apps are managed.</summary>
    public Uri ManagementAddress { get; init; } = new("https://management.azure.com/");

    /// <summary>Reads the names as <c>azd env get-values</c> gives them.</summary>
    /// <exception cref="CliException">One is missing.</exception>
    public static AzureNames Read(IConfiguration values, Uri? postCall)
    {
        var app = Named(values, "FUNCTION_APP_NAME");
        var apps = postCall?.Host is { } host && host.EndsWith(AppDomain, StringComparison.OrdinalIgnoreCase)
            ? new[] { app, host[..^AppDomain.Length] }
            : [app];
        return new AzureNames(
            Named(values, "AZURE_KEY_VAULT_NAME"),
            Named(values, "AZURE_SUBSCRIPTION_ID"),
            Named(values, "AZURE_RESOURCE_GROUP"),
            [.. apps.Distinct(StringComparer.OrdinalIgnoreCase)]);
    }

    private static string Named(IConfiguration values, string name)
        => values[name] is { Length: > 0 } value
            ? value
            : throw new CliException($"{name} is not set. Run: eval \"$(azd env get-values)\"");
}
