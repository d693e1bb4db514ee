using System.Text;
using Elaoms.Core.Settings;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Elaoms.Web.Http;

/// <summary>How Kestrel is set up, in either host.</summary>
public static class ServerLimits
{
    /// <summary>A body a little over the limit must reach our own check, which answers 413 as documented; the server's limit lies this many bytes above it.</summary>
    public const int MarginBytes = 1 << 20;

    /// <summary>Sets up a server.</summary>
    public static void Apply(KestrelServerOptions server, ElaomsSettings settings)
    {
        ArgumentNullException.ThrowIfNull(server);
        ArgumentNullException.ThrowIfNull(settings);
        server.AddServerHeader = false;
        server.Limits.MaxRequestBodySize = (long)settings.MaxPayloadBytes + MarginBytes;

        // A byte per character: a key or signature in any encoding reaches our own comparison instead of Kestrel's 400.
        server.RequestHeaderEncodingSelector = static _ => Encoding.Latin1;
    }
}
