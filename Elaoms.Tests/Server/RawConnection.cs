using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Elaoms.Tests.Server;

/// <summary>A connection that sends exactly the bytes it is given, for what no HTTP client would send.</summary>
public sealed class RawConnection : IDisposable
{
    private readonly TcpClient _tcp;

    private RawConnection(TcpClient tcp) => _tcp = tcp;

    private NetworkStream Stream => _tcp.GetStream();

    /// <summary>Opens one.</summary>
    /// <param name="server">The server.</param>
    /// <param name="from">Our own address; null for any.</param>
    public static async Task<RawConnection> OpenAsync(Uri server, IPAddress? from = null)
    {
        var connection = new RawConnection(from is null ? new TcpClient() : new TcpClient(new IPEndPoint(from, 0)));
        await connection._tcp.ConnectAsync(server.Host, server.Port, CancellationToken.None);
        return connection;
    }

    /// <summary>Sends a head, and what of the body there is.</summary>
    /// <param name="head">Request line and headers, without the empty line; each character one byte.</param>
    /// <param name="body">The beginning of the body, or all of it.</param>
    public async Task SendAsync(string head, ReadOnlyMemory<byte> body = default)
    {
        await Stream.WriteAsync(Encoding.Latin1.GetBytes(head.ReplaceLineEndings("\r\n") + "\r\n\r\n"), CancellationToken.None);
        await Stream.WriteAsync(body, CancellationToken.None);
    }

    public Task SendMoreAsync(ReadOnlyMemory<byte> bytes) => Stream.WriteAsync(bytes, CancellationToken.None).AsTask();

    /// <summary>The same to a server that may have hung up.</summary>
    public async Task TrySendMoreAsync(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            await Stream.WriteAsync(bytes, CancellationToken.None);
        }
        catch (IOException)
        {
            // It has.
        }
    }

    /// <summary>Whether the server has hung up. What it sent before is passed over.</summary>
    public async Task<bool> IsClosedAsync()
    {
        if (!_tcp.Connected)
            return true;
        try
        {
            var piece = new byte[4096];
            while (_tcp.Client.Poll(0, SelectMode.SelectRead))
            {
                if (await Stream.ReadAsync(piece, CancellationToken.None) == 0)
                    return true;
            }

            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    /// <summary>Reads an answer: its status and its body, by Content-Length.</summary>
    public async Task<(int Status, string Body)> ReadAsync()
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var received = new StringBuilder();
        var piece = new byte[4096];
        while (true)
        {
            if (Complete(received.ToString()) is { } answer)
                return answer;
            var read = await Stream.ReadAsync(piece, timeout.Token);
            if (read == 0)
                throw new IOException($"The server hung up after: {received}");
            received.Append(Encoding.Latin1.GetString(piece, 0, read));
        }
    }

    /// <summary>Breaks the connection off, as a sender that died.</summary>
    public void Reset()
    {
        _tcp.LingerState = new LingerOption(enable: true, seconds: 0);
        _tcp.Close();
    }

    public void Dispose() => _tcp.Dispose();

    private static (int Status, string Body)? Complete(string received)
    {
        var end = received.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0)
            return null;
        var lines = received[..end].Split("\r\n");
        var length = lines.FirstOrDefault(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))?.Split(':')[1];
        var body = received[(end + 4)..];
        return body.Length < int.Parse(length ?? "0", CultureInfo.InvariantCulture)
            ? null
            : (int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture), body);
    }
}
