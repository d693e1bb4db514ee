using Elaoms.Core.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace Elaoms.Web.Http;

/// <summary>
/// Sets a request's remote address to the client's when proxies stand between: the last entry of <c>X-Forwarded-For</c> that is not a known
/// proxy. Anybody could have written the entries before it.
/// </summary>
/// <param name="settings">Name the proxies.</param>
/// <param name="isBehindHost">Whether the only one who connects is a host on this machine, to which somebody else connects.</param>
internal sealed class ForwardedClients(ElaomsSettings settings, bool isBehindHost) : IStartupFilter
{
    private static readonly IPNetwork[] ThisMachine = [IPNetwork.Parse("127.0.0.0/8"), IPNetwork.Parse("::1/128")];

    /// <inheritdoc />
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor, ForwardLimit = null };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var network in isBehindHost ? [.. ThisMachine, .. settings.TrustedProxies] : settings.TrustedProxies)
            options.KnownIPNetworks.Add(network);

        // With no network at all the middleware would believe everybody.
        if (options.KnownIPNetworks.Count > 0)
            app.UseForwardedHeaders(options);
        next(app);
    };
}
