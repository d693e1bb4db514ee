using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Elaoms.Tests.Server;
using Elaoms.Web.Webhooks;

namespace Elaoms.EndToEnd.Attacks;

/// <summary>
/// Senders without a secret: their header looks right, their bodies are large and come in chunks without an end. One half hangs up, the
/// other falls silent.
/// </summary>
internal sealed class ForgedDeliveries(Uri server) : IDisposable
{
    private const int ChunkBytes = 64 << 10;
    private const int LeastMB = 3;
    private const int KindsOfLength = 5;

    private static readonly byte[] Chunk =
    [
        .. Encoding.ASCII.GetBytes(ChunkBytes.ToString("x", CultureInfo.InvariantCulture)), .. "\r\n"u8, .. new byte[ChunkBytes],
        .. "\r\n"u8,
    ];

    private readonly List<RawConnection> _open = [];
    private long _sent;

    /// <summary>How much they sent.</summary>
    public long SentBytes => Interlocked.Read(ref _sent);

    /// <summary>Attacks, all at the same time. Returns when each has hung up, fallen silent, or was cut off.</summary>
    public async Task SendAsync(int senders)
    {
        for (var i = 0; i < senders; i++)
            _open.Add(await RawConnection.OpenAsync(server));
        await Task.WhenAll(
            _open.Select((connection, i) => Task.Run(() => SendAsync(connection, LeastMB + i % KindsOfLength, hangsUp: i % 2 == 0))));
    }

    public void Dispose() => _open.ForEach(connection => connection.Dispose());

    private async Task SendAsync(RawConnection connection, int megabytes, bool hangsUp)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        try
        {
            await connection.SendAsync($"POST {PostCallEndpoint.Route} HTTP/1.1\nHost: test\nTransfer-Encoding: chunked\n"
                + $"ElevenLabs-Signature: t={now},v0={new string('0', 64)}");
            for (var sent = 0; sent < megabytes << 20; sent += ChunkBytes)
            {
                await connection.SendMoreAsync(Chunk);
                Interlocked.Add(ref _sent, ChunkBytes);
            }
        }
        catch (Exception fault) when (fault is IOException or SocketException)
        {
            // Cut off.
        }

        if (hangsUp)
            connection.Reset();
    }
}
