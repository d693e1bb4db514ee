using Microsoft.Extensions.Configuration;

namespace Elaoms.Core.Settings;

/// <summary>Reads which server makes vectors of what is remembered, and how it lets us in.</summary>
internal sealed class EmbeddingsReader(IConfiguration configuration, List<string> faults)
{
    /// <summary>The model unless another one is named.</summary>
    public const string DefaultModel = "text-embedding-3-small";

    /// <summary>The server's address, ending in a slash; null for none, or when it is wrong.</summary>
    /// <param name="ownAddresses">The addresses this process will serve.</param>
    public Uri? Server(IReadOnlyCollection<string> ownAddresses)
    {
        if (configuration.Text(SettingNames.EmbeddingsUrl) is not { } text)
            return null;

        if (!Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var server)
            || server.Scheme is not ("http" or "https")
            || server.Query.Length + server.Fragment.Length + server.UserInfo.Length > 0)
        {
            faults.Add(
                $"{SettingNames.EmbeddingsUrl} must be empty, or an http(s) URL such as https://api.openai.com/v1, without user, " +
                "query and fragment.");
            return null;
        }

        if (PrivateNetwork.Contains(server))
        {
            faults.Add(
                $"{SettingNames.EmbeddingsUrl} must be https, because the server receives what callers said. http is allowed only if " +
                "the host is this machine or in a private network.");
            return null;
        }

        if (ownAddresses.Any(own => ListenAddress.IsSame(own, server)))
        {
            faults.Add($"{SettingNames.EmbeddingsUrl} points at ELAOMS itself.");
            return null;
        }

        return server;
    }

    /// <summary>The server's key; null for none.</summary>
    public string? Key() => configuration.Header(SettingNames.EmbeddingsKey, faults);

    /// <summary>The model.</summary>
    public string Model() => configuration.Text(SettingNames.EmbeddingsModel) ?? DefaultModel;
}
