using System.Net;

namespace Elaoms.Core.Settings;

/// <summary>Tells whether a URL leads back to this process.</summary>
internal static class ListenAddress
{
    private static readonly string[] AnyHost = ["*", "+", "0.0.0.0", "[::]"];

    /// <summary>Whether a URL reaches a listening address of ours.</summary>
    /// <param name="listening">An address as Kestrel takes it, such as <c>http://+:8000</c>.</param>
    /// <param name="url">The URL.</param>
    public static bool IsSame(string listening, Uri url)
    {
        // Kestrel's wildcards are no host names; the port is what matters then.
        var host = AnyHost.FirstOrDefault(any => listening.Contains($"://{any}", StringComparison.Ordinal));
        var plain = host is null ? listening : listening.Replace($"://{host}", "://localhost", StringComparison.Ordinal);
        if (!Uri.TryCreate(plain, UriKind.Absolute, out var own) || own.Port != url.Port)
            return false;
        return string.Equals(own.Host, url.Host, StringComparison.OrdinalIgnoreCase)
            || IsLocal(url.Host) && (host is not null || IsLocal(own.Host));
    }

    private static bool IsLocal(string host)
        => string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
            || string.Equals(host, Environment.MachineName, StringComparison.OrdinalIgnoreCase)
            || IPAddress.TryParse(host.Trim('[', ']'), out var address)
                && (IPAddress.IsLoopback(address) || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any));
}
