using System.Text;
using Elaoms.Core.Settings;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Elaoms.Web.Http;

/// <summary>How Kestrel is set up.</summary>
public static class ServerLimits
{
    /// <summary>
    /// The server's limit lies this many bytes above ours. A body a little too large must reach our own check, which answers 413
    /// as documented.
    /// </summary>
    public const int MarginBytes = 1 << 20;

    // What Kestrel buffers for each connection. Enough to receive at full speed.
    private const int RequestBufferBytes = 32 << 10;

    // The least that HTTP/2 begins with.
    private const int WindowBytes = 65_535;

    // A client that reads its answer slower than this loses the connection.
    private static readonly MinDataRate SlowestReader = new(bytesPerSecond: 8 << 10, TimeSpan.FromSeconds(10));

    /// <summary>Sets the limits of a server behind a host on the same machine. That host limits bodies and keeps its connections.</summary>
    public static void ApplyBehindHost(KestrelServerOptions server)
    {
        ApplyToBoth(server);
        // Else the connection would break in the midst of a body that is refused, and the host would answer 502 in place of what we say.
        server.Limits.MaxRequestBodySize = null;
    }

    /// <summary>Sets the limits of a server that is open to the internet.</summary>
    public static void ApplyInPublic(KestrelServerOptions server, ElaomsSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ApplyToBoth(server);
        server.Limits.MaxRequestBodySize = (long)settings.MaxPayloadBytes + MarginBytes;
        server.Limits.MaxRequestBufferSize = RequestBufferBytes;
        server.Limits.RequestHeadersTimeout = settings.IdleTimeout * ConnectionLimiter.FirstRequestFactor;
        server.Limits.MinResponseDataRate = SlowestReader;
        server.Limits.Http2.InitialConnectionWindowSize = server.Limits.Http2.InitialStreamWindowSize = WindowBytes;
        var connections = server.ApplicationServices.GetRequiredService<ConnectionLimiter>();
        server.ConfigureEndpointDefaults(endpoint => endpoint.Use(next => connection => connections.ServeAsync(connection, next)));
    }

    /// <summary>
    /// Closes a client's connection after the answer if the rest of its body may still come. A host in front keeps its connections: it
    /// reads the rest.
    /// </summary>
    internal static void CloseAfterAnswer(HttpContext context)
    {
        if (!ConnectionLimiter.Serves(context))
            return;
        // HTTP/2 has no such header; its stream ends with the request.
        if (HttpProtocol.IsHttp11(context.Request.Protocol) || HttpProtocol.IsHttp10(context.Request.Protocol))
            context.Response.Headers.Connection = "close";
    }

    private static void ApplyToBoth(KestrelServerOptions server)
    {
        ArgumentNullException.ThrowIfNull(server);
        server.AddServerHeader = false;

        // A byte per character: a key or signature in any encoding reaches our own comparison instead of Kestrel's 400.
        server.RequestHeaderEncodingSelector = static _ => Encoding.Latin1;
    }
}
