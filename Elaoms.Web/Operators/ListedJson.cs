using System.Globalization;
using System.Text.Json;
using Elaoms.Core.Storage.Audit;
using Elaoms.Core.Storage.Listing;

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

    public static void Write(ListedCall call, Utf8JsonWriter writer) => call.WriteTo(writer);

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
