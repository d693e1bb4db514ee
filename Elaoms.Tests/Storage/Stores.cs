using System.Security.Cryptography;
using System.Text;
using Elaoms.Hosting;
using Elaoms.Core.Calls;
using Elaoms.Core.Jobs;
using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Documents;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Core.Storage.Queue;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using Elaoms.Core.Records;
using Elaoms.Core.Storage.Records;

namespace Elaoms.Tests.Storage;

/// <summary>A storage as one process opens it: the adapters as the product registers them, and the use cases above.</summary>
public sealed class Stores : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public Stores(ElaomsSettings settings, TimeProvider clock)
    {
        _services = new ServiceCollection().AddLogging().AddElaoms(settings).AddSingleton(clock).BuildServiceProvider();
        (Archive, Queue) = (Get<IPayloadArchive>(), Get<ICallQueue>());
        (Callers, Segments) = (Get<IDocumentStore<RecordHead>>(), Get<IDocumentStore<RecordSegment>>());
        (Records, Profiles) = (Get<CallerRecords>(), Get<IDocumentStore<CallerProfile>>());
        (Claims, Receipts, Pending) = (Get<IDocumentStore<ConversationClaim>>(), Get<IReceipts>(), Get<IPendingPayloads>());
        (Notes, Tasks) = (Get<IDocumentStore<EngineNote>>(), Get<IDocumentStore<IndexTask>>());
    }

    public IPayloadArchive Archive { get; }

    public ICallQueue Queue { get; }

    public CallerRecords Records { get; }

    public IDocumentStore<RecordHead> Callers { get; }

    public IDocumentStore<RecordSegment> Segments { get; }

    public IDocumentStore<CallerProfile> Profiles { get; }

    public IDocumentStore<ConversationClaim> Claims { get; }

    public IReceipts Receipts { get; }

    public IPendingPayloads Pending { get; }

    public IDocumentStore<EngineNote> Notes { get; }

    public IDocumentStore<IndexTask> Tasks { get; }

    public static PayloadName NameOf(byte[] body, DateTimeOffset? at = null)
        => PayloadName.Of(at ?? FixedClock.Start, PostCallEventReader.Read(body) ?? new PostCallEvent("t", 1, "c"), SHA256.HashData(body));

    public static PayloadName NameOf(string body) => NameOf(Encoding.UTF8.GetBytes(body));

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public async Task<PayloadName> StoreAsync(byte[] body, DateTimeOffset? at = null)
    {
        var name = NameOf(body, at);
        using var spooled = new SpooledBody(Get<SpoolDirectory>().Path);
        spooled.Append(body);
        await Archive.StoreAsync(name, spooled, CancellationToken.None);
        return name;
    }

    public async Task<byte[]?> ReadAsync(PayloadName name)
    {
        await using var stream = await Archive.OpenAsync(name, CancellationToken.None);
        if (stream is null)
            return null;
        using var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes, CancellationToken.None);
        return bytes.ToArray();
    }

    /// <summary>Does all that is in the queue, as a worker does.</summary>
    public async Task LearnAllAsync()
    {
        while (await Queue.ReceiveAsync(TimeSpan.FromMinutes(10), CancellationToken.None) is { } call)
        {
            await Get<HandleMessage>().HandleAsync(call.Text, call.DequeueCount, CancellationToken.None);
            await Queue.CompleteAsync(call, CancellationToken.None);
        }

        Assert.Equal(0, await Queue.CountAsync(CancellationToken.None));
    }

    /// <summary>Closes it, as a process does that ends. Can be repeated.</summary>
    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
