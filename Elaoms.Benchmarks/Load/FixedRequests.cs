namespace Elaoms.Benchmarks.Load;

/// <summary>Some requests in turn, over and over.</summary>
/// <param name="requests">The requests.</param>
/// <param name="first">The place of the first, counted on over the end.</param>
internal sealed class FixedRequests(byte[][] requests, int first = 0) : IRequests
{
    private int _next = first % requests.Length;

    public ReadOnlyMemory<byte> Next()
    {
        var request = requests[_next];
        _next = (_next + 1) % requests.Length;
        return request;
    }
}
