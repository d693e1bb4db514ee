using System.Security.Cryptography;
using System.Text.Json;
using Elaoms.Benchmarks.Load;
using Elaoms.Benchmarks.Serving;
using Elaoms.Core.Calls;
using Elaoms.Core.Json;
using Elaoms.Core.Processing.Extraction;
using Elaoms.Core.Records;
using Elaoms.Core.Search;
using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Documents;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Core.Storage.Records;
using Elaoms.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Elaoms.Benchmarks.Records;

/// <summary>A caller who has called very often. Counts what is read and written of the record.</summary>
internal sealed class LargeRecord : IDisposable
{
    /// <summary>How many turns each call has.</summary>
    public const int TurnsOfCall = 10;

    private const int DifferentCalls = 50;
    private const int CallsAtATime = 200;

    // More a day are no person's.
    private static readonly TimeSpan BetweenCalls = TimeSpan.FromHours(3);

    // The pages of such a record were made some hours before the next call, and not just now.
    private static readonly TimeSpan PagesAreOlder = TimeSpan.FromHours(2);

    private readonly ServiceProvider _services;
    private readonly CallerRecords _records;
    private readonly Indexes _indexes;
    private readonly Caller _caller;
    private readonly CallerKey _key;
    private readonly List<ExtractedCall> _samples = [];
    private int _calls;

    /// <param name="data">Where the record is.</param>
    /// <param name="account">The connection string of the storage account that it is in; null for the folder.</param>
    /// <param name="caller">The number of the known caller.</param>
    public LargeRecord(ServerData data, string? account = null, int caller = 0)
    {
        _caller = new Caller(CallerKind.Phone, SampleCalls.NumberOf(caller));
        var environment = new Dictionary<string, string?>(StringComparer.Ordinal);
        data.Keys.Describe(environment, data.Folder);
        if (account is not null)
            environment[SettingNames.AzureWebJobsStorage] = account;
        var settings = new SettingsReader(new ConfigurationBuilder().AddInMemoryCollection(environment).Build()).Read([]).Settings!;
        _services = new ServiceCollection().AddLogging().AddElaoms(settings).BuildServiceProvider();
        _records = new CallerRecords(
            new CountedDocuments<RecordHead>(Of<RecordHead>(), this, RecordJson.Default.RecordHead),
            new CountedDocuments<RecordSegment>(Of<RecordSegment>(), this, RecordJson.Default.RecordSegment),
            new CountedDocuments<CallerProfile>(Of<CallerProfile>(), this, CallerJson.Default.CallerProfile),
            _services.GetRequiredService<IMemoryIndexer>(),
            TimeProvider.System);
        _key = _services.GetRequiredService<CallerKeys>().Of(_caller, Tenants.Default);
        _indexes = new Indexes(this);
    }

    /// <summary>How many bytes were read and written.</summary>
    public long Bytes { get; private set; }

    public void Reset() => Bytes = 0;

    /// <summary>The conversation of a call, by its number from 0.</summary>
    public static string ConversationOf(int call) => $"conv_{call:D8}";

    /// <summary>When a call began.</summary>
    public static DateTimeOffset StartOf(int call) => DateTimeOffset.UnixEpoch.AddDays(18_000) + call * BetweenCalls;

    /// <summary>Adds calls until there are so many turns.</summary>
    public async Task FillAsync(int turns, CancellationToken cancellationToken)
    {
        for (var number = 0; number < DifferentCalls; number++)
            _samples.Add(await ExtractAsync(number, cancellationToken));
        while (_calls < turns / TurnsOfCall)
        {
            var count = Math.Min(CallsAtATime, turns / TurnsOfCall - _calls);
            await _records.ApplyAsync(_key, _caller, [.. Enumerable.Range(0, count).Select(_ => Next())], cancellationToken);
        }
    }

    /// <summary>Extracts a call and adds it, as learning does.</summary>
    /// <param name="isClaimedBefore">Whether its conversation was claimed before, so that the record may hold it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task LearnAsync(bool isClaimedBefore, CancellationToken cancellationToken)
    {
        await ExtractAsync(_calls % DifferentCalls, cancellationToken);
        var call = Next();
        await _records.ApplyAsync(
            _key, _caller, [isClaimedBefore ? call with { FirstClaimedAt = null } : call], cancellationToken);
    }

    /// <summary>Searches with the index that is kept.</summary>
    public Task<bool> SearchAsync(string query, TimeSpan patience, CancellationToken cancellationToken)
        => _indexes.SearchAsync(query, patience, cancellationToken);

    /// <summary>How many segments and pages there are, how large all is, and how large the head.</summary>
    public async Task<(int Segments, int Pages, long Stored, int Head)> SizeAsync(CancellationToken cancellationToken)
    {
        var head = (await Of<RecordHead>().ReadAsync(_key, cancellationToken))!;
        var (segments, stored) = (head.Value.Segments.ToList(), (long)head.SizeBytes);
        foreach (var page in head.Value.Pages)
        {
            var read = (await Of<RecordSegment>().ReadAsync($"{_key.Value}/{page.Name}", cancellationToken))!;
            segments.AddRange(read.Value.Segments!);
            stored += read.SizeBytes;
        }

        return (segments.Count, head.Value.Pages.Count, stored + segments.Sum(segment => (long)segment.Bytes), head.SizeBytes);
    }

    public void Dispose()
    {
        _indexes.Dispose();
        _services.Dispose();
    }

    private IDocumentStore<T> Of<T>()
        where T : class, IStoredDocument => _services.GetRequiredService<IDocumentStore<T>>();

    private async Task<ExtractedCall> ExtractAsync(int number, CancellationToken cancellationToken)
    {
        var payload = SampleCalls.OfTurns(TurnsOfCall, number);
        var received = PostCallEventReader.Read(payload)!;
        using var document = JsonDocument.Parse(payload);
        return await _services.GetRequiredService<CallExtractor>().ExtractAsync(
            CallReader.Read(document.RootElement.GetProperty("data")),
            received.ConversationId!,
            PayloadName.Of(DateTimeOffset.UnixEpoch, received, SHA256.HashData(payload)),
            received.EventTimestamp,
            cancellationToken);
    }

    // One of the calls in other words, as a further one.
    private ExtractedCall Next()
    {
        var (sample, call) = (_samples[_calls % DifferentCalls], _calls++);
        var id = ConversationOf(call);
        var start = StartOf(call);
        var received = new PostCallEvent("post_call_transcription", 0, id);
        var name = PayloadName.Of(start, received, SHA256.HashData(BitConverter.GetBytes(call)));
        return sample with
        {
            FirstClaimedAt = TimeProvider.System.GetUtcNow() + PagesAreOlder,
            Call = sample.Call with { ConversationId = id, Payload = name.Value, StartedAt = start },
            Facts = [.. sample.Facts.Select(
                fact => fact with { ValidFrom = start, Source = fact.Source with { ConversationId = id } })],
            Memories = [.. sample.Memories.Select(memory => memory with
            {
                Id = memory.Turn is { } turn ? $"{name.ConversationHash}-turn-{turn}" : $"{name.ConversationHash}-summary",
                ConversationId = id,
                Time = start + (memory.Time - sample.Call.StartedAt),
                Text = $"{memory.Text} copy{call / DifferentCalls}",
            })],
        };
    }

    /// <summary>Indexes that begin with nothing.</summary>
    public sealed class Indexes(LargeRecord record) : IDisposable
    {
        private readonly CallerIndexes _indexes = new(record._records, TimeProvider.System);

        /// <summary>Searches, and says whether all of the record was searched.</summary>
        public async Task<bool> SearchAsync(string query, TimeSpan patience, CancellationToken cancellationToken)
        {
            var index = (await _indexes.GetAsync(record._key, patience, cancellationToken))!;
            index.Search(query, 10);
            return !index.IsPartial;
        }

        public void Dispose() => _indexes.Dispose();
    }

    private sealed class CountedDocuments<T>(
        IDocumentStore<T> behind, LargeRecord counts, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) : IDocumentStore<T>
        where T : class, IStoredDocument
    {
        public async ValueTask<Versioned<T>?> ReadAsync(string name, CancellationToken cancellationToken)
        {
            var stored = await behind.ReadAsync(name, cancellationToken);
            counts.Bytes += stored?.SizeBytes ?? 0;
            return stored;
        }

        public ValueTask<string?> ReadETagAsync(string name, CancellationToken cancellationToken)
            => behind.ReadETagAsync(name, cancellationToken);

        public ValueTask<string?> TryWriteAsync(string name, T document, string? replaces, CancellationToken cancellationToken)
        {
            counts.Bytes += StoredJson.Write(document, type).Length;
            return behind.TryWriteAsync(name, document, replaces, cancellationToken);
        }

        public ValueTask<bool> TryDeleteAsync(string name, string etag, CancellationToken cancellationToken)
            => behind.TryDeleteAsync(name, etag, cancellationToken);

        public ValueTask DeleteAsync(string name, CancellationToken cancellationToken) => behind.DeleteAsync(name, cancellationToken);

        public IAsyncEnumerable<DocumentListing> ListAsync(string prefix, CancellationToken cancellationToken)
            => behind.ListAsync(prefix, cancellationToken);
    }
}
