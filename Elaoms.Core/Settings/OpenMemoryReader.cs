using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Elaoms.Core.Settings;

/// <summary>Reads where the OpenMemory server is and how it lets us in.</summary>
internal sealed class OpenMemoryReader(IConfiguration configuration, List<string> faults)
{
    /// <summary>The server's address, ending in a slash; null for none, or when it is wrong.</summary>
    /// <param name="ownAddresses">The addresses this process will serve.</param>
    public Uri? Server(IReadOnlyCollection<string> ownAddresses)
    {
        if (configuration.Text(SettingNames.OpenMemoryPort) is not { } text)
            return null;

        var isPort = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port);
        if (isPort && port is < 1 or > 65535
            || !Uri.TryCreate((isPort ? $"http://localhost:{text}" : text).TrimEnd('/') + "/", UriKind.Absolute, out var server)
            || server.Scheme is not ("http" or "https")
            || server.Query.Length + server.Fragment.Length + server.UserInfo.Length > 0)
        {
            faults.Add(
                $"{SettingNames.OpenMemoryPort} must be empty, a port from 1 to 65535, or an http(s) URL without user, query and " +
                "fragment.");
            return null;
        }

        if (ownAddresses.Any(own => ListenAddress.IsSame(own, server)))
        {
            faults.Add(
                $"{SettingNames.OpenMemoryPort} points at ELAOMS itself. Give OpenMemory another port, or leave the setting empty to " +
                "search only our own index.");
            return null;
        }

        return server;
    }

    /// <summary>The server's key; null for none.</summary>
    public string? Key() => configuration.Header(SettingNames.OpenMemoryKey, faults);
}
