using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Elaoms.Core.Changes;
using Elaoms.Core.Operators;
using Elaoms.Core.Records;
using Elaoms.Core.Records.Facts;
using Elaoms.Core.Records.Memories;
using Elaoms.Core.Storage.Audit;
using Elaoms.Core.Storage.Documents;
using Elaoms.Core.Storage.Listing;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Core.Storage.Records;

namespace Elaoms.Core.Exports;

/// <summary>Writes an export for programs. Texts are as they are stored.</summary>
internal sealed class ExportJson : IAsyncDisposable
{
    private const int Version = 1;
    private const int FlushBytes = 64 << 10;

    private static readonly JsonWriterOptions Options = new()
    {
        Indented = true,
        // It is a file of its own, and letters of any script are to be read and found in it.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly ExportContent _content;
    private readonly Utf8JsonWriter _writer;
    private readonly CancellationToken _cancellation;

    private ExportJson(ExportContent content, Stream output, CancellationToken cancellation)
        => (_content, _writer, _cancellation) = (content, new Utf8JsonWriter(output, Options), cancellation);

    /// <summary>Writes it.</summary>
    /// <param name="content">What is exported.</param>
    /// <param name="output">Where.</param>
    /// <param name="stepAsync">Told of each call.</param>
    public static async Task WriteAsync(
        ExportContent content, Stream output, Func<Task> stepAsync, CancellationToken cancellationToken)
    {
        await using var json = new ExportJson(content, output, cancellationToken);
        await json.WriteHeadAsync();
        await json.WriteCallsAsync(stepAsync);
        await json.WriteRestAsync();
        await json._writer.FlushAsync(cancellationToken);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _writer.DisposeAsync();

    private async Task WriteHeadAsync()
    {
        _writer.WriteStartObject();
        _writer.WriteString("format"u8, "elaoms-caller");
        _writer.WriteNumber("version"u8, Version);
        _writer.WriteString("made_at"u8, _content.MadeAt.UtcDateTime);
        _writer.WriteStartObject("caller"u8);
        _writer.WriteString("key"u8, _content.Key.Value);
        _writer.WriteString("user_id"u8, _content.UserId);
        _writer.WriteString("kind"u8, _content.Record?.Caller.Kind.ToString().ToLowerInvariant());
        _writer.WriteString("identity"u8, _content.Record?.Caller.Identity);
        _writer.WriteEndObject();

        Begin(ExportSection.Told);
        _writer.WriteString("not_greeted"u8, _content.Told.NotGreeted);
        _writer.WritePropertyName("client_data"u8);
        _content.Told.ClientData.WriteTo(_writer);
        _writer.WriteEndObject();

        await WriteItemsAsync(ExportSection.Facts, _content.Known.Current, fact => WriteShown(ShownFact.Of(fact)));
        await WriteItemsAsync(ExportSection.History, _content.History, fact => WriteShown(ShownFact.Of(fact)));
        Begin(ExportSection.Profile);
        WriteDocument("stored", _content.Documents.Profile, CallerJson.Default.CallerProfile);
        _writer.WriteEndObject();
        await WriteItemsAsync(ExportSection.Changes, _content.Documents.Changes?.Changes ?? [], WriteChange);
    }

    private async Task WriteCallsAsync(Func<Task> stepAsync)
    {
        Begin(ExportSection.Calls);
        _writer.WriteStartArray("items"u8);
        if (_content.Record is { } record)
        {
            var facts = record.Facts.ToLookup(fact => fact.Source.ConversationId, StringComparer.Ordinal);
            await foreach (var (call, memories) in record.ReadCallsAsync(_cancellation))
            {
                WriteCall(call, memories, facts[call.ConversationId]);
                await FlushIfLargeAsync();
                await stepAsync();
            }
        }

        _writer.WriteEndArray();
        _writer.WriteEndObject();
    }

    private async Task WriteRestAsync()
    {
        var (documents, traces) = (_content.Documents, _content.Traces);
        await WriteItemsAsync(ExportSection.Payloads, _content.Payloads, WritePayload);
        await WriteItemsAsync(ExportSection.Receipts, traces.Receipts, item =>
        {
            _writer.WriteStartObject();
            _writer.WriteString("payload"u8, item.Payload.Value);
            WriteDocument("receipt", item.Receipt, ReceiptJson.Default.Receipt);
            _writer.WriteEndObject();
        });
        await WriteItemsAsync(ExportSection.Claims, traces.Claims, item => WriteClaim(item.Conversation, item.Claim));
        Begin(ExportSection.Waiting);
        _writer.WriteStartArray("payloads"u8);
        foreach (var entry in traces.Pending)
        {
            _writer.WriteStartObject();
            _writer.WriteString("payload"u8, entry.Name.Value);
            _writer.WriteString("since"u8, entry.AddedAt.UtcDateTime);
            _writer.WriteEndObject();
        }

        _writer.WriteEndArray();
        WriteDocument("change", documents.PendingChange, ChangesJson.Default.PendingChange);
        WriteDocument("indexes", documents.IndexTask, IndexJson.Default.IndexTask);
        _writer.WriteEndObject();
        await WriteListedAsync(traces.Listed, traces.ListedCalls);
        Begin(ExportSection.Indexes);
        WriteDocument("openmemory", documents.OpenMemory, IndexJson.Default.EngineNote);
        WriteDocument("vectors", documents.Vectors, IndexJson.Default.CallerVectors);
        _writer.WriteEndObject();
        await WriteItemsAsync(
            ExportSection.Notices, traces.Notices,
            notice => JsonSerializer.Serialize(_writer, notice, ReceiptJson.Default.UnreadableNotice));
        await WriteItemsAsync(
            ExportSection.Audit, traces.Audit, entry => JsonSerializer.Serialize(_writer, entry, AuditJson.Default.AuditEntry));
        _writer.WriteEndObject();
    }

    private void WriteCall(PastCall call, IReadOnlyList<Memory> memories, IEnumerable<Fact> facts)
    {
        _writer.WriteStartObject();
        WriteDocument("call", call, RecordJson.Default.PastCall);
        _writer.WriteStartArray("memories"u8);
        foreach (var memory in memories)
        {
            _writer.WriteStartObject();
            _writer.WriteString("id"u8, memory.Id);
            if (memory.Turn is { } turn)
                _writer.WriteNumber("turn"u8, turn);
            _writer.WriteString("role"u8, memory.Role);
            _writer.WriteString("time"u8, memory.Time.UtcDateTime);
            _writer.WriteString("text"u8, memory.Text);
            _writer.WriteString("sector"u8, memory.Sector.WireName());
            _writer.WriteNumber("salience"u8, memory.Salience);
            _writer.WriteEndObject();
        }

        _writer.WriteEndArray();
        _writer.WritePropertyName("facts"u8);
        JsonSerializer.Serialize(_writer, [.. facts], RecordJson.Default.IReadOnlyListFact);
        _writer.WriteEndObject();
    }

    private void WriteShown(ShownFact fact) => JsonSerializer.Serialize(_writer, fact, ShownJson.Default.ShownFact);

    private void WriteChange(CallerChange change) => JsonSerializer.Serialize(_writer, change, ChangesJson.Default.CallerChange);

    private void WritePayload(ExportedPayload payload)
    {
        _writer.WriteStartObject();
        _writer.WriteString("payload"u8, payload.Name.Value);
        _writer.WriteString("file"u8, payload.File);
        _writer.WriteString("recording"u8, payload.Recording);
        _writer.WriteString("left_out"u8, payload.LeftOut);
        _writer.WriteEndObject();
    }

    // The keys of other callers are theirs.
    private void WriteClaim(string conversation, ConversationClaim claim)
    {
        _writer.WriteStartObject();
        _writer.WriteString("conversation"u8, conversation);
        _writer.WriteString("payload"u8, claim.Payload);
        _writer.WriteNumber("event_timestamp"u8, claim.PayloadVersion.EventTimestamp);
        _writer.WriteNumber("rules"u8, claim.PayloadVersion.Rules);
        _writer.WriteBoolean("teaches_this_caller"u8, claim.Caller == _content.Key.Value);
        _writer.WriteBoolean("taught_this_caller"u8, claim.FormerCallers.Contains(_content.Key.Value, StringComparer.Ordinal));
        _writer.WriteNumber(
            "other_callers"u8, claim.FormerCallers.Append(claim.Caller).Count(other => other is not null && other != _content.Key.Value));
        _writer.WriteBoolean("erased"u8, claim.IsErased);
        _writer.WriteEndObject();
    }

    private Task WriteListedAsync(ListedCaller? caller, IReadOnlyList<ListedCall> calls)
        => WriteItemsAsync(ExportSection.Listed, calls, call => call.WriteTo(_writer), () =>
        {
            _writer.WriteString("label"u8, caller?.Label);
            if (caller is not null)
                _writer.WriteString("last_call_at"u8, caller.LastCallAt.UtcDateTime);
        });

    private async Task WriteItemsAsync<T>(ExportSection section, IEnumerable<T> items, Action<T> write, Action? before = null)
    {
        Begin(section);
        before?.Invoke();
        _writer.WriteStartArray("items"u8);
        foreach (var item in items)
        {
            write(item);
            await FlushIfLargeAsync();
        }

        _writer.WriteEndArray();
        _writer.WriteEndObject();
    }

    private Task FlushIfLargeAsync() => _writer.BytesPending > FlushBytes ? _writer.FlushAsync(_cancellation) : Task.CompletedTask;

    private void Begin(ExportSection section)
    {
        _writer.WriteStartObject(section.Name);
        _writer.WriteString("source"u8, section.Source);
    }

    private void WriteDocument<T>(string name, T? document, JsonTypeInfo<T> type)
        where T : class
    {
        _writer.WritePropertyName(name);
        if (document is null)
            _writer.WriteNullValue();
        else
            JsonSerializer.Serialize(_writer, document, type);
    }
}
