using System.Globalization;
using System.Text.Json;
using Elaoms.Core.Calls;
using Elaoms.Core.Storage.Audit;
using Elaoms.Core.Storage.Listing;
using Elaoms.Core.Storage.Payloads;

namespace Elaoms.Web.Operators;

/// <summary>Writes what lists hold.</summary>
internal static class ListedJson
{
    public static void Write(ListedCaller caller, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("key"u8, caller.Key.Value);
        writer.WriteString("label"u8, caller.Label);
        writer.WriteString("last_call_at"u8, caller.LastCallAt.UtcDateTime);
        writer.WriteNumber("calls"u8, caller.Calls);
        writer.WriteEndObject();
    }

    public static void Write(ListedCall call, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("id"u8, call.Id);
        writer.WriteString("began_at"u8, call.BeganAt.UtcDateTime);
        writer.WriteString("payload"u8, call.Payload.Value);
        writer.WriteString("result"u8, call.Result switch
        {
            ReceiptResult.Learned => "learned",
            ReceiptResult.NothingToLearn => "nothing-to-learn",
            _ => "failed",
        });
        writer.WriteString("reason"u8, call.Reason);
        writer.WriteString("caller"u8, call.Caller?.Value);
        writer.WriteString("agent_id"u8, call.AgentId);
        WriteNumber(writer, "duration_seconds"u8, call.DurationSeconds);
        writer.WriteString("direction"u8, call.Direction switch
        {
            CallDirection.Inbound => "inbound",
            CallDirection.Outbound => "outbound",
            _ => null,
        });
        writer.WriteEndObject();
    }

    public static void Write(AuditEntry entry, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("at"u8, entry.At.UtcDateTime);
        writer.WriteString("who"u8, entry.Who);
        writer.WriteString("verb"u8, entry.Verb);
        writer.WriteString("caller"u8, entry.Caller);
        writer.WriteString("fact"u8, entry.Fact);
        writer.WriteEndObject();
    }

    /// <summary>Writes a number, or null where there is none.</summary>
    public static void WriteNumber(Utf8JsonWriter writer, ReadOnlySpan<byte> name, double? number)
    {
        if (number is { } some)
            writer.WriteNumber(name, some);
        else
            writer.WriteNull(name);
    }

    public static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
