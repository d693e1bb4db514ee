using Elaoms.Hosting;
using Elaoms.Core.Calls;
using Elaoms.Core.Records;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Core.Storage.Queue;
using Elaoms.Core.Storage.Records;
using Microsoft.Extensions.DependencyInjection;

namespace Elaoms.Tests.Server;

/// <summary>What a server has stored, read through the ports, so that it is the same for every storage.</summary>
public sealed class StorageView(IServiceProvider services)
{
    private readonly IPayloadArchive _archive = services.GetRequiredService<IPayloadArchive>();
    private readonly ICallQueue _queue = services.GetRequiredService<ICallQueue>();
    private readonly IReceipts _receipts = services.GetRequiredService<IReceipts>();
    private readonly IPendingPayloads _pending = services.GetRequiredService<IPendingPayloads>();
    private readonly CallerRecords _callers = services.GetRequiredService<CallerRecords>();
    private readonly CallerKeys _keys = services.GetRequiredService<CallerKeys>();

    /// <summary>Opens a storage without a server; others may use it at the same time.</summary>
    public static ServiceProvider Open(ServerSettings settings)
    {
        var read = settings.Read();
        return new ServiceCollection().AddLogging().AddElaoms(read).BuildServiceProvider();
    }

    /// <summary>How many calls wait to be learned, those that are being learned among them.</summary>
    public ValueTask<long> WaitingAsync() => _queue.CountAsync(CancellationToken.None);

    /// <summary>Waits until no call is waiting to be learned.</summary>
    public Task LearnedAsync() => Eventually.IsTrueAsync(async () => await WaitingAsync() == 0, "the queue is empty");

    /// <summary>The names of the archived payloads.</summary>
    public async Task<IReadOnlyList<PayloadName>> ArchivedAsync()
    {
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        var names = new List<PayloadName>();

        // Midnight may have passed since the delivery.
        foreach (var day in (DateOnly[])[today.AddDays(-1), today])
            names.AddRange(await _archive.ListAsync(day, CancellationToken.None).Select(payload => payload.Name).ToListAsync());
        return names;
    }

    public async Task<byte[]> ReadArchivedAsync(PayloadName payload)
    {
        await using var stored = await _archive.OpenAsync(payload, CancellationToken.None)
            ?? throw new InvalidOperationException($"{payload} is not archived.");
        using var content = new MemoryStream();
        await stored.CopyToAsync(content, CancellationToken.None);
        return content.ToArray();
    }

    /// <summary>The recording beside a payload, which no port reads.</summary>
    public Task<byte[]> ReadRecordingAsync(PayloadName payload) => StorageInspection.ReadRecordingAsync(services, payload);

    public ValueTask<Receipt?> ReceiptOfAsync(PayloadName payload) => _receipts.ReadAsync(payload, CancellationToken.None);

    /// <summary>How many entries there are of payloads without a receipt.</summary>
    public ValueTask<int> PendingAsync() => _pending.ListAsync(CancellationToken.None).CountAsync();

    /// <summary>Every record; each is held to what a record promises.</summary>
    public Task<IReadOnlyList<CallerRecord>> RecordsAsync() => StorageInspection.ReadAllAsync(services);

    /// <summary>The record of a caller, by an id in any form.</summary>
    public async Task<CallerRecord?> RecordOfAsync(string callerId)
    {
        Caller.Read(callerId, out var caller);
        return (await _callers.ReadAsync(_keys.Of(caller!), CancellationToken.None))?.Value;
    }
}
