namespace Elaoms.Benchmarks.Load;

/// <summary>What is measured.</summary>
/// <param name="Name">Its name in the table.</param>
/// <param name="Requests">Makes what one connection sends to the endpoint.</param>
/// <param name="YardstickRequest">A request of the same size to the yardstick.</param>
/// <param name="Expected">What every answer of the endpoint holds.</param>
internal sealed record LoadTarget(string Name, Func<IRequests> Requests, byte[] YardstickRequest, byte[] Expected);
