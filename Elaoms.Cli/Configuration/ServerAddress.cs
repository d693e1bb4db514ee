using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace Elaoms.Cli.Configuration;

/// <summary>Where a client on the same machine finds the server of a configuration.</summary>
internal static class ServerAddress
{
    private static readonly string[] AnyHost = ["*", "+", "0.0.0.0", "[::]"];

    /// <summary>
    /// The first http address that <c>serve</c> listens on with these values, or the first https address if there is no http. A host name
    /// replaces a wildcard.
    /// </summary>
    /// <exception cref="CliException">The configured address can't be asked, as with any free port.</exception>
    public static Uri Of(IConfiguration values)
    {
        var listening = CliConfiguration.Addresses(values) is { Count: > 0 } configured ? configured : [CliConfiguration.DefaultUrl];
        try
        {
            var address = listening.Select(BindingAddress.Parse).OrderBy(address => address.Scheme != "http").First();
            if (address is { Port: > 0, IsUnixPipe: false, IsNamedPipe: false, Scheme: "http" or "https" })
                return new UriBuilder(
                    address.Scheme, AnyHost.Contains(address.Host, StringComparer.Ordinal) ? "localhost" : address.Host, address.Port).Uri;
        }
        catch (FormatException)
        {
            // As what can't be asked.
        }

        throw new CliException($"The server's address is not clear from {string.Join(", ", listening)}. Give it with --url.");
    }
}
