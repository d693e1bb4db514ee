using Elaoms.Core.Storage.Payloads;
using Elaoms.Core.Storage.Queue;

namespace Elaoms.Tests.Intake;

/// <summary>
/// An archive in memory with its entries and a journal, and a queue from which nothing is taken. They take what comes after what a test
/// has them do first.
/// </summary>
internal sealed class DeliveryStorage : IPayloadArchive, IPendingPayloads, ICallQueue, IDeliveryJournal
{
    public Func<SpooledBody, CancellationToken, Task> Storing { get; set; } = (_, _) => Task.CompletedTask;

    public Func<CancellationToken, Task> Adding { get; set; } = _ => Task.CompletedTask;

    public Func<CancellationToken, Task> Enqueuing { get; set; } = _ => Task.CompletedTask;

    public Func<CancellationToken, Task> Journalling { get; set; } = _ => Task.CompletedTask;

    public Func<Task> StoringRecording { get; set; } = () => Task.CompletedTask;

    public List<(PayloadName Name, byte[] Body)> Archived { get; } = [];

    public Dictionary<PayloadName, byte[]> Recordings { get; } = [];

    /// <summary>When a payload was stored.</summary>
    public Func<PayloadName, DateTimeOffset> StoredAt { get; set; } = _ => FixedClock.Start;

    /// <summary>How long the next message has been waiting.</summary>
    public TimeSpan? Age { get; set; }

    public List<PayloadName> Pending { get; } = [];

    public List<CallMessage> Enqueued { get; } = [];

    public List<(PayloadName Name, byte[] Body)> Journalled { get; } = [];

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

    public async ValueTask EnqueueAsync(IQueueMessage message, CancellationToken cancellationToken)
    {
        await Enqueuing(cancellationToken);
        Enqueued.Add((CallMessage)message);
    }

    public async ValueTask WriteAsync(PayloadName name, SpooledBody body, CancellationToken cancellationToken)
    {
        await Journalling(cancellationToken);
        Journalled.Add((name, body.AsMemory().ToArray()));
    }

    public ValueTask<Stream?> OpenAsync(PayloadName name, CancellationToken cancellationToken)
        => new(Archived.Find(archived => archived.Name == name).Body is { } body ? new MemoryStream(body, writable: false) : null);

    public ValueTask<Stream?> OpenAudioAsync(PayloadName name, CancellationToken cancellationToken) => new((Stream?)null);

    public IAsyncEnumerable<ArchivedPayload> ListAsync(DateOnly day, CancellationToken cancellationToken)
        => Archived.Where(archived => DateOnly.FromDateTime(archived.Name.Day.UtcDateTime) == day)
            .Select(archived => new ArchivedPayload(archived.Name, StoredAt(archived.Name)))
            .ToAsyncEnumerable();

    public async ValueTask StoreAudioAsync(
        PayloadName name, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        using var recording = new MemoryStream();
        await write(recording, cancellationToken);
        await StoringRecording();
        Recordings[name] = recording.ToArray();
    }

    public ValueTask RemoveAsync(PayloadName payload, CancellationToken cancellationToken)
    {
        Pending.Remove(payload);
        return ValueTask.CompletedTask;
    }

    public IAsyncEnumerable<PendingPayload> ListAsync(CancellationToken cancellationToken)
        => Pending.Select(payload => new PendingPayload(payload, StoredAt(payload))).ToAsyncEnumerable();

    public ValueTask DeleteAsync(PayloadName name, CancellationToken cancellationToken)
    {
        Archived.RemoveAll(archived => archived.Name == name);
        Recordings.Remove(name);
        return ValueTask.CompletedTask;
    }

    public ValueTask DeleteConversationAsync(PayloadName anyPayload, CancellationToken cancellationToken)
    {
        Archived.RemoveAll(archived =>
            archived.Name.Day == anyPayload.Day && archived.Name.ConversationHash == anyPayload.ConversationHash);
        return ValueTask.CompletedTask;
    }

    public ValueTask CheckAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<QueuedCall?> ReceiveAsync(TimeSpan invisibleFor, CancellationToken cancellationToken)
        => throw new NotSupportedException();

    public ValueTask<QueuedCall?> HideAsync(QueuedCall call, TimeSpan invisibleFor, CancellationToken cancellationToken)
        => throw new NotSupportedException();

    public ValueTask CompleteAsync(QueuedCall call, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<long> CountAsync(CancellationToken cancellationToken) => new(Enqueued.Count);

    public ValueTask<TimeSpan?> ReadAgeAsync(CancellationToken cancellationToken) => new(Age);
}
