using System.Globalization;
using System.Text;

namespace Elaoms.Benchmarks.Load;

/// <summary>Writes requests as they go over the wire.</summary>
internal static class RequestBytes
{
    public static byte[] Post(string route, string header, ReadOnlySpan<byte> body)
    {
        var length = body.Length.ToString(CultureInfo.InvariantCulture);
        return
        [
            .. Encoding.ASCII.GetBytes(
                $"POST {route} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
                    + $"Content-Length: {length}\r\n{header}\r\n\r\n"),
            .. body,
        ];
    }

    public static byte[] Get(string route) => Encoding.ASCII.GetBytes($"GET {route} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
}
