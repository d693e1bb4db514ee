using Elaoms.Core.Processing;
using Elaoms.Core.Records;
using Elaoms.Tests.Server;
using Elaoms.Tests.Storage;

namespace Elaoms.EndToEnd;

/// <summary>The calls of all records, when a server beside has learned them.</summary>
internal static class LearnedCalls
{
    /// <summary>
    /// Waits until so many are learned and none waits. What a killed process left between archive and queue is enqueued here, for which a
    /// sweep would take minutes.
    /// </summary>
    public static async Task<IReadOnlyList<PastCall>> WhenAsync(Stores stores, int count)
    {
        List<PastCall> calls = [];
        await Eventually.IsTrueAsync(
            async () =>
            {
                if (await stores.Queue.CountAsync(CancellationToken.None) > 0)
                    return false;
                calls = await ReadAsync(stores);
                if (calls.Count < count)
                    await EnqueuePendingAsync(stores);
                return calls.Count >= count;
            },
            "all is learned");
        return calls;
    }

    private static async Task EnqueuePendingAsync(Stores stores)
    {
        foreach (var entry in await stores.Pending.ListAsync(CancellationToken.None).ToListAsync())
            await stores.Get<ReplayCall>().ReplayAsync(entry.Name, CancellationToken.None);
    }

    private static async Task<List<PastCall>> ReadAsync(Stores stores)
    {
        var calls = new List<PastCall>();
        await foreach (var caller in stores.Records.ListAsync(CancellationToken.None))
            calls.AddRange((await stores.Records.ReadAsync(caller, CancellationToken.None))?.Value.Calls ?? []);
        return calls;
    }
}
