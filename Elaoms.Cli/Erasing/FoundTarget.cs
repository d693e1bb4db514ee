using Elaoms.Core.Erasure;

namespace Elaoms.Cli.Erasing;

/// <summary>A record that an order to erase may mean.</summary>
/// <param name="Target">The record.</param>
/// <param name="Kept">What is kept of its caller.</param>
internal sealed record FoundTarget(ErasureTarget Target, KeptOfCaller Kept);
