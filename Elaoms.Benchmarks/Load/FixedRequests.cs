namespace Elaoms.Benchmarks.Load;

/// <summary>Some requests in turn, over and over.</summary>
internal sealed class FixedRequests(byte[][] requests) : IRequests
{
    private int _sent;

    public ReadOnlyMemory<byte> Next() => requests[_sent++ % requests.Length];
}
