using System.Text.Json;
using Elaoms.Core.Audit;
using Elaoms.Core.Calls;
using Elaoms.Core.Health;
using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Audit;
using Elaoms.Core.Storage.Listing;
using Microsoft.AspNetCore.Http;

namespace Elaoms.Web.Operators;

/// <summary><c>/api/v1/days</c> and <c>/api/v1/audit</c>: how much happened, and who looked at what.</summary>
public sealed class FigureEndpoints(OperatorGate gate, ReadDayFigures figures, AuditReader audit, TimeProvider time)
{
    /// <summary>The route of <see cref="ReadDaysAsync"/>.</summary>
    public const string Days = OperatorGate.Root + "/days";

    /// <summary>The route of <see cref="ReadAuditAsync"/>.</summary>
    public const string Audit = OperatorGate.Root + "/audit";

    private const int MostDays = 31;
    private const int MostEntries = 1000;

    /// <summary>Reads the figures of days (UTC), of today unless others are asked for.</summary>
    public Task ReadDaysAsync(HttpContext context) => gate.AdmitAsync(context, OperatorRole.Reader, async request =>
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        if (request.Day("to", today) is not { } to || request.Day("from", to) is not { } from
            || to.DayNumber - from.DayNumber is < 0 or >= MostDays)
        {
            await request.RefuseAsync();
            return;
        }

        await request.AnswerAsync(await figures.ReadAsync(from, to, request.Aborted), Write);
    });

    /// <summary>Reads the audit log, the oldest entries first; at most a thousand.</summary>
    public Task ReadAuditAsync(HttpContext context) => gate.AdmitAsync(context, OperatorRole.Operator, async request =>
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var asked = request.Query("caller");
        CallerKey? caller = asked is null ? null : CallerKey.Parse(asked);
        if (request.Day("since", today) is not { } since || (asked is not null && caller is null))
        {
            await request.RefuseAsync();
            return;
        }

        await request.RecordAsync("read-audit", caller);
        var entries = new List<AuditEntry>();
        var hasMore = false;
        await foreach (var entry in audit.ReadAsync(since, caller is { } one ? [one] : null, request.Aborted))
        {
            hasMore = entries.Count == MostEntries;
            if (hasMore)
                break;
            entries.Add(entry);
        }

        await request.AnswerAsync((entries, hasMore), static (read, writer) =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("items"u8);
            foreach (var entry in read.entries)
                ListedJson.Write(entry, writer);
            writer.WriteEndArray();
            writer.WriteBoolean("has_more"u8, read.hasMore);
            writer.WriteEndObject();
        });
    });

    private static void Write(IReadOnlyList<DayFigures> days, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("items"u8);
        foreach (var day in days)
        {
            writer.WriteStartObject();
            writer.WriteString("day"u8, ListedJson.Text(day.Day));
            writer.WriteNumber("calls"u8, day.Calls.Calls);
            writer.WriteNumber("learned"u8, day.Calls.Learned);
            writer.WriteNumber("nothing_to_learn"u8, day.Calls.Nothing);
            writer.WriteNumber("failed"u8, day.Calls.Failed);
            writer.WriteNumber("waiting"u8, day.Waiting);
            writer.WriteNumber("calls_begun"u8, day.Recall.Starts);
            writer.WriteNumber("callers_recognised"u8, day.Recall.Recognised);
            writer.WriteNumber("searches"u8, day.Recall.Searches);
            writer.WriteNumber("searches_with_a_hit"u8, day.Recall.Hits);
            ListedJson.WriteNumber(writer, "recovered"u8, day.Recovered);
            ListedJson.WriteNumber(writer, "lost"u8, day.Lost);
            WriteTimes(writer, "client_data_ms"u8, day.Recall.StartTimes);
            WriteTimes(writer, "search_data_ms"u8, day.Recall.SearchTimes);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteTimes(Utf8JsonWriter writer, ReadOnlySpan<byte> name, IReadOnlyList<long> times)
    {
        writer.WriteStartObject(name);
        ListedJson.WriteNumber(writer, "p50"u8, LatencyBuckets.Quantile(times, 0.50));
        ListedJson.WriteNumber(writer, "p95"u8, LatencyBuckets.Quantile(times, 0.95));
        writer.WriteEndObject();
    }
}
