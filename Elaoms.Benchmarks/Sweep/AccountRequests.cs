using System.Diagnostics.Tracing;
using Azure.Core.Diagnostics;

namespace Elaoms.Benchmarks.Sweep;

/// <summary>Counts the requests of this process to a storage account.</summary>
internal sealed class AccountRequests : IDisposable
{
    private readonly AzureEventSourceListener _listener;
    private int _count;

    public AccountRequests() => _listener = new AzureEventSourceListener(
        (written, _) =>
        {
            if (written.EventName == "Request")
                Interlocked.Increment(ref _count);
        },
        EventLevel.Informational);

    public int Count => Volatile.Read(ref _count);

    public void Dispose() => _listener.Dispose();
}
