using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;

namespace Elaoms.Benchmarks.Load;

/// <summary>
/// A kept-alive HTTP/1.1 connection that knows only as much HTTP as our server's answers need: a status, a Content-Length, a body.
/// </summary>
internal sealed class LoadConnection : IDisposable
{
    private const int BufferBytes = 256 << 10;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[BufferBytes];

    public static async Task<LoadConnection> OpenAsync(IPEndPoint address, CancellationToken cancellationToken)
    {
        var connection = new LoadConnection();
        try
        {
            await connection._socket.ConnectAsync(address, cancellationToken);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public async ValueTask SendAsync(ReadOnlyMemory<byte> request, CancellationToken cancellationToken)
        => await _socket.SendAsync(request, SocketFlags.None, cancellationToken);

    /// <summary>Reads a whole answer; its body is valid until the next is read.</summary>
    public async ValueTask<LoadAnswer> ReceiveAsync(CancellationToken cancellationToken)
    {
        var filled = 0;
        var whole = int.MaxValue;
        var head = 0;
        while (filled < whole)
        {
            var read = await _socket.ReceiveAsync(_buffer.AsMemory(filled), SocketFlags.None, cancellationToken);
            if (read == 0)
                throw new IOException("The server closed the connection.");
            filled += read;
            if (head == 0 && TryReadHead(_buffer.AsSpan(0, filled), out head, out var length))
                whole = head + length;
        }

        return new LoadAnswer(Status(_buffer), _buffer.AsMemory(head, whole - head));
    }

    public void Dispose() => _socket.Dispose();

    private static bool TryReadHead(ReadOnlySpan<byte> received, out int head, out int length)
    {
        length = 0;
        head = received.IndexOf("\r\n\r\n"u8) + 4;
        if (head < 4)
        {
            head = 0;
            return false;
        }

        var field = "\r\nContent-Length: "u8;
        var at = received[..head].IndexOf(field);
        if (at < 0 || !Utf8Parser.TryParse(received[(at + field.Length)..head], out length, out _))
            throw new IOException("An answer without a Content-Length.");
        return true;
    }

    // HTTP/1.1 200
    private static int Status(ReadOnlySpan<byte> answer) => Utf8Parser.TryParse(answer.Slice(9, 3), out int status, out _) ? status : 0;
}
