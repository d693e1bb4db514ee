using System.Net;
using System.Net.Sockets;

namespace Elaoms.Tests.Indexes.OpenMemory;

/// <summary>A port that nobody else gets while its server is down: connecting to it is refused, and the server comes back on it.</summary>
internal sealed class HeldPort : IDisposable
{
    private readonly Socket _holder = Bind(0);

    public int Number => ((IPEndPoint)_holder.LocalEndPoint!).Port;

    /// <summary>A socket on the port, to listen on.</summary>
    public Socket Bind() => Bind(Number);

    public void Dispose() => _holder.Dispose();

    private static Socket Bind(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, optionValue: true);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
        return socket;
    }
}
