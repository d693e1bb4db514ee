using System.Text;
using System.Text.Json.Nodes;
using Elaoms.Core.Calls;
using Elaoms.Core.Indexing;
using Elaoms.Core.Processing;
using Elaoms.Core.Processing.Extraction;
using Elaoms.Core.Records;
using Elaoms.Core.Storage.Documents;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Core.Storage.Records;
using Elaoms.Core.Telemetry;
using Elaoms.Tests.Server;
using Elaoms.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Elaoms.Tests.Processing;

/// <summary>Learning over a storage.</summary>
public sealed class LearningBench : IDisposable
{
    private readonly CallerKeys _keys;

    public LearningBench(Stores stores, CallerRecords? records = null)
    {
        Stores = stores;
        _keys = stores.Get<CallerKeys>();
        Learn = new LearnFromCall(
            Stores.Archive,
            stores.Get<CallOutcomes>(),
            stores.Get<ArchivedCallReader>(),
            new CurrentPayload(Stores.Claims, records ?? stores.Get<CallerRecords>(), stores.Get<CallersToIndex>()),
            stores.Get<CallExtractor>(),
            Metrics,
            TimeProvider.System,
            NullLogger<LearnFromCall>.Instance);
    }

    public Stores Stores { get; }

    public LearnFromCall Learn { get; }

    public ElaomsMetrics Metrics { get; } = new();

    /// <summary>A transcription of conversation <c>c</c>.</summary>
    public static byte[] Body(
        double timestamp, string? caller, string plan = "gold", string status = "done", string conversation = "c", string salt = "")
        => Encoding.UTF8.GetBytes(new JsonObject
        {
            ["type"] = "post_call_transcription",
            ["event_timestamp"] = timestamp,
            ["data"] = new JsonObject
            {
                ["conversation_id"] = conversation,
                ["status"] = status,
                ["transcript"] = new JsonArray(new JsonObject { ["role"] = "user", ["message"] = $"I have {plan}" }),
                ["metadata"] = new JsonObject
                {
                    ["start_time_unix_secs"] = Payloads.Recent,
                    ["phone_call"] = caller is null ? null : new JsonObject { ["external_number"] = caller },
                },
                ["analysis"] =
                    new JsonObject { ["data_collection_results"] = new JsonObject { ["Plan"] = new JsonObject { ["value"] = plan } } },
            },
            ["salt"] = salt,
        }.ToJsonString());

    /// <summary>The key of a telephone number.</summary>
    public CallerKey KeyOf(string callerId) => _keys.Of(new Caller(CallerKind.Phone, callerId));

    public async Task<Receipt> LearnAsync(byte[] body, int tries = 1, DateTimeOffset? receivedAt = null)
        => await Learn.LearnAsync(await Stores.StoreAsync(body, receivedAt), tries, isReplay: false, CancellationToken.None);

    public Task<Versioned<CallerRecord>?> ReadAsync(string callerId) => ReadAsync(new Caller(CallerKind.Phone, callerId));

    public async Task<Versioned<CallerRecord>?> ReadAsync(Caller caller)
        => await Stores.Records.ReadAsync(_keys.Of(caller), CancellationToken.None);

    public async Task<CallerProfile?> ReadProfileAsync(string callerId)
        => (await Stores.Profiles.ReadAsync(_keys.Of(new Caller(CallerKind.Phone, callerId)), CancellationToken.None))?.Value;

    public void Dispose() => Metrics.Dispose();
}
