using System.Net;
using System.Net.Sockets;

namespace Elaoms.Core.Settings;

/// <summary>Tells hosts that are near, this machine or a private network, from those out in the open.</summary>
public static class PrivateNetwork
{
    private static readonly string[] PrivateEndings = [".localhost", ".local", ".internal", ".lan", ".home.arpa"];

    // RFC 1918; 100.64/10 is that of carriers and of private overlays, 169.254/16 of a link.
    private static readonly IPNetwork[] PrivateNetworks =
    [
        IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("172.16.0.0/12"), IPNetwork.Parse("192.168.0.0/16"),
        IPNetwork.Parse("100.64.0.0/10"), IPNetwork.Parse("169.254.0.0/16"),
    ];

    /// <summary>Whether a URL leads no further than a private network, as far as its host tells.</summary>
    public static bool Holds(Uri url)
    {
        if (!IPAddress.TryParse(url.Host.Trim('[', ']'), out var address))
            return !url.Host.Contains('.', StringComparison.Ordinal)
                || PrivateEndings.Any(ending => url.Host.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return IPAddress.IsLoopback(address)
            || (address.AddressFamily == AddressFamily.InterNetworkV6
                ? address.IsIPv6UniqueLocal || address.IsIPv6LinkLocal
                : PrivateNetworks.Any(network => network.Contains(address)));
    }

    /// <summary>Whether a URL sends what it carries in the clear through a network that is not private.</summary>
    public static bool Contains(Uri url) => url.Scheme == Uri.UriSchemeHttp && !Holds(url);
}

/// <summary>The network that one subscriber has, by which clients are limited.</summary>
public static class ClientNetwork
{
    // What a subscriber gets of IPv6 addresses.
    private const int BytesOfNetwork = 8;

    /// <summary>The bytes that tell a client's network from others; empty for an unknown address.</summary>
    public static ReadOnlyMemory<byte> Of(IPAddress? address)
    {
        if (address is null)
            return default;
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address.GetAddressBytes();
        return address.IsIPv4MappedToIPv6 ? address.MapToIPv4().GetAddressBytes() : address.GetAddressBytes().AsMemory(0, BytesOfNetwork);
    }
}
