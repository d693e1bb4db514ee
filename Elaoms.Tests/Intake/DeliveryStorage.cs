using Elaoms.Core.Storage.Payloads;
using Elaoms.Core.Storage.Queue;

namespace Elaoms.Tests.Intake;

/// <summary>An archive with its entries and a queue in memory that take deliveries, after what a test has them do first.</summary>
internal sealed class DeliveryStorage : IPayloadArchive, IPendingPayloads, ICallQueue
{
    public Func<SpooledBody, CancellationToken, Task> Storing { get; set; } = (_, _) => Task.CompletedTask;

    public Func<CancellationToken, Task> Adding { get; set; } = _ => Task.CompletedTask;

    public Func<CancellationToken, Task> Enqueuing { get; set; } = _ => Task.CompletedTask;

    public List<(PayloadName Name, byte[] Body)> Archived { get; } = [];

    public List<PayloadName> Pending { get; } = [];

    public List<CallMessage> Enqueued { get; } = [];

    public async ValueTask StoreAsync(PayloadName name, SpooledBody body, CancellationToken cancellationToken)
    {
        await Storing(body, cancellationToken);
        Archived.Add((name, body.AsMemory().ToArray()));
    }

    public async ValueTask AddAsync(PayloadName payload, CancellationToken cancellationToken)
    {
        await Adding(cancellationToken);
        Pending.Add(payload);
    }

    public async ValueTask EnqueueAsync(CallMessage message, CancellationToken cancellationToken)
    {
        await Enqueuing(cancellationToken);
        Enqueued.Add(message);
    }

    public ValueTask<Stream?> OpenAsync(PayloadName name, CancellationToken cancellationToken) => throw new NotSupportedException();

    public IAsyncEnumerable<ArchivedPayload> ListAsync(DateOnly day, CancellationToken cancellationToken)
        => throw new NotSupportedException();

    public ValueTask RemoveAsync(PayloadName payload, CancellationToken cancellationToken) => throw new NotSupportedException();

    public IAsyncEnumerable<PendingPayload> ListAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask StoreAudioAsync(PayloadName name, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
        => throw new NotSupportedException();

    public ValueTask DeleteConversationAsync(PayloadName anyPayload, CancellationToken cancellationToken)
        => throw new NotSupportedException();

    public ValueTask CheckAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<QueuedCall?> ReceiveAsync(TimeSpan invisibleFor, CancellationToken cancellationToken)
        => throw new NotSupportedException();

    public ValueTask<QueuedCall?> HideAsync(QueuedCall call, TimeSpan invisibleFor, CancellationToken cancellationToken)
        => throw new NotSupportedException();

    public ValueTask CompleteAsync(QueuedCall call, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<long> CountAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<TimeSpan?> ReadAgeAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
}
