using System.Text;
using System.Text.Json.Nodes;
using Elaoms.Core.Calls;
using Elaoms.Core.Changes;
using Elaoms.Core.Operators;
using Elaoms.Core.Processing;
using Elaoms.Core.Records;
using Elaoms.Core.Storage.Documents;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Core.Storage.Queue;
using Elaoms.Tests.Server;
using Elaoms.Tests.Storage;

namespace Elaoms.Tests.Jobs;

/// <summary>Two callers of whom everything is stored that can be, each text with a mark of its own.</summary>
internal sealed class MarkedCallers(Stores stores)
{
    public const string Sam = "+12025550123";
    public const string Kim = "+12025550199";

    private readonly DateTimeOffset _now = stores.Get<TimeProvider>().GetUtcNow();

    /// <summary>What is stored of Sam alone.</summary>
    public List<string> OfSam { get; } = [];

    /// <summary>What is stored of Kim alone.</summary>
    public List<string> OfKim { get; } = [];

    public CallerKey KeyOf(string number) => stores.Get<CallerKeys>().Of(new Caller(CallerKind.Phone, number));

    /// <summary>Stores all of both.</summary>
    public async Task StoreAsync()
    {
        foreach (var (caller, name, marks) in new[] { (Sam, "sam", OfSam), (Kim, "kim", OfKim) })
        {
            for (var call = 0; call < 3; call++)
                await LearnAsync(Transcription(caller, $"{name}{call}", marks));
            await LearnAsync(Recording($"{name}0", marks));
            await FailAsync(caller, name, marks);
            await ChangeAsync(KeyOf(caller), name, marks);
            await IndexAsync(KeyOf(caller), name, marks);
            await LeaveWaitingAsync(caller, name, marks);
            marks.Add(caller[1..]);
            marks.Add(KeyOf(caller).Value);
        }
    }

    public async Task<PayloadName> LearnAsync(byte[] body)
    {
        var payload = await stores.StoreAsync(body, _now);
        await stores.Get<LearnFromCall>().LearnAsync(payload, 1, isReplay: false, CancellationToken.None);
        return payload;
    }

    // Every leaf of the payload is marked, those that nobody knows as well.
    private static byte[] Transcription(string caller, string call, List<string> marks)
    {
        var at = Payloads.Recent + marks.Count;
        var payload = JsonNode.Parse(Payloads.Call(caller, Mark("conversation"), at, $"I want {Mark("turn")} ü.", $"And {Mark("more")}."))!;
        var data = payload["data"]!;
        data["agent_id"] = Mark("agent");
        data["unknown"] = new JsonObject { ["field"] = Mark("unknown") };
        data["transcript"]!.AsArray().Add(new JsonObject { ["role"] = "agent", ["message"] = $"So it is {Mark("reply")}." });
        data["analysis"] = new JsonObject
        {
            ["transcript_summary"] = $"The caller wants {Mark("summary")}.",
            ["call_summary_title"] = $"About {Mark("title")}",
            ["data_collection_results"] = new JsonObject { ["plan"] = new JsonObject { ["value"] = Mark("collected") } },
        };
        payload[Mark("key")] = Mark("leaf");
        return Encoding.UTF8.GetBytes(payload.ToJsonString());

        string Mark(string what)
        {
            var mark = $"{what}mark{call}";
            if (!marks.Contains(mark, StringComparer.Ordinal))
                marks.Add(mark);
            return mark;
        }
    }

    private static byte[] Recording(string call, List<string> marks)
    {
        var (sound, field) = ($"soundmark{call}", $"audiomark{call}");
        marks.AddRange([sound, field]);
        return Encoding.UTF8.GetBytes(new JsonObject
        {
            ["type"] = "post_call_audio",
            ["event_timestamp"] = Payloads.Recent,
            ["data"] = new JsonObject
            {
                ["conversation_id"] = $"conversationmark{call}",
                ["full_audio"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(sound)),
                ["more"] = field,
            },
        }.ToJsonString());
    }

    private async Task FailAsync(string caller, string name, List<string> marks)
    {
        var body = Payloads.Call(caller, $"failedmark{name}", Payloads.Recent, $"It is failedturnmark{name}.");
        var payload = await stores.StoreAsync(body, _now);
        await stores.Receipts.WriteAsync(
            payload, new Receipt(ReceiptResult.Failed, $"reasonmark{name}", 5), CancellationToken.None);
        // A message of a newer version names it.
        await stores.Get<LearnFromMessage>().GiveUpAsync(new CallMessage(9, payload, TraceParent: null).Encode(), CancellationToken.None);
        marks.AddRange([$"failedmark{name}", $"failedturnmark{name}", $"reasonmark{name}"]);
    }

    private async Task ChangeAsync(CallerKey key, string name, List<string> marks)
    {
        var change = new ChangeRequest
        {
            Id = $"changemark{name}",
            By = $"bymark{name}",
            Kind = ChangeKind.Add,
            Fact = $"factmark{name}",
            Value = $"valuemark{name}",
        };
        await stores.Get<ChangeCaller>().ChangeAsync(key, change, CancellationToken.None);
        await stores.Get<IDocumentStore<PendingChange>>()
            .TryWriteAsync(key, new PendingChange(_now), replaces: null, CancellationToken.None);
        marks.AddRange([change.Id, change.By, change.Fact, change.Value]);
    }

    private async Task IndexAsync(CallerKey key, string name, List<string> marks)
    {
        var note = new EngineNote
        {
            Server = $"servermark{name}",
            Held = new Dictionary<string, IndexedMemory>(StringComparer.Ordinal)
            {
                [$"heldmark{name}"] = new($"printmark{name}", [$"openmemorymark{name}"]),
            },
        };
        await stores.Notes.TryWriteAsync(key, note, replaces: null, CancellationToken.None);
        var vectors = new CallerVectors
        {
            Model = $"modelmark{name}",
            Held = new Dictionary<string, StoredVector>(StringComparer.Ordinal)
            {
                [$"vectormark{name}"] = new($"wordsmark{name}", [1, 2, 3]),
            },
        };
        await stores.Get<IDocumentStore<CallerVectors>>().TryWriteAsync(key, vectors, replaces: null, CancellationToken.None);
        await stores.Tasks.TryWriteAsync(key, new IndexTask(_now, IsTaken: false, Tries: 1), replaces: null, CancellationToken.None);
        marks.AddRange(
        [
            note.Server, $"heldmark{name}", $"printmark{name}", $"openmemorymark{name}", vectors.Model, $"vectormark{name}",
            $"wordsmark{name}",
        ]);
    }

    private async Task LeaveWaitingAsync(string caller, string name, List<string> marks)
    {
        var payload = await stores.StoreAsync(
            Payloads.Call(caller, $"waitingmark{name}", Payloads.Recent, $"It is waitingturnmark{name}."), _now);
        await stores.Pending.AddAsync(payload, CancellationToken.None);
        marks.AddRange([$"waitingmark{name}", $"waitingturnmark{name}"]);
    }
}
