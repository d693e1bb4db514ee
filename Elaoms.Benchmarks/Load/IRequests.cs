namespace Elaoms.Benchmarks.Load;

/// <summary>What one connection sends.</summary>
internal interface IRequests
{
    /// <summary>The next request; valid until the next but one is asked for.</summary>
    ReadOnlyMemory<byte> Next();
}
