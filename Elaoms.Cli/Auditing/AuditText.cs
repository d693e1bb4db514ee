using System.Globalization;
using System.Text;
using System.Text.Json;
using Elaoms.Core.Audit;
using Elaoms.Core.Storage.Audit;

namespace Elaoms.Cli.Auditing;

/// <summary>Writes entries and reports of the audit log for people and for programs.</summary>
internal static class AuditText
{
    private const int HashShown = 10;
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
    private const string DayFormat = "yyyy-MM-dd";

    /// <summary>An entry in one line of text.</summary>
    public static string LineOf(AuditEntry entry) => string.Join(
        "  ",
        ((string?[])
        [
            TimeOf(entry),
            entry.Who,
            entry.Verb,
            entry.Caller is { } caller ? "caller " + caller[..Math.Min(HashShown, caller.Length)] : null,
            entry.Fact is null ? null : "fact " + entry.Fact,
        ]).Where(part => part is not null));

    /// <summary>An entry as JSON in one line.</summary>
    public static string JsonOf(AuditEntry entry) => Json(writer =>
    {
        writer.WriteString("at"u8, TimeOf(entry));
        writer.WriteString("who"u8, entry.Who);
        writer.WriteString("verb"u8, entry.Verb);
        writer.WriteString("caller"u8, entry.Caller);
        writer.WriteString("fact"u8, entry.Fact);
    });

    /// <summary>A report in lines of text.</summary>
    public static string Of(AuditReport report)
    {
        var text = new StringBuilder();
        foreach (var fault in report.Faults)
        {
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"{fault.Chain.Day.ToString(DayFormat, CultureInfo.InvariantCulture)} {fault.Chain.Instance}: {Text(fault)}");
        }

        var isWhole = report.Faults.Count == 0;
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"{report.Entries} entries in {report.Chains} chains: {(isWhole ? "all" : "not all")} are as they were written.");
        if (report.Open > 0)
        {
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"{report.Open} chains have no end: their process runs or was killed, or entries were removed at the end.");
        }

        return text.Replace("\r", "").ToString();
    }

    /// <summary>A report as one JSON object.</summary>
    public static string JsonOf(AuditReport report) => Json(writer =>
    {
        writer.WriteBoolean("ok"u8, report.Faults.Count == 0);
        writer.WriteNumber("chains"u8, report.Chains);
        writer.WriteNumber("entries"u8, report.Entries);
        writer.WriteNumber("open_chains"u8, report.Open);
        writer.WriteStartArray("faults"u8);
        foreach (var fault in report.Faults)
        {
            writer.WriteStartObject();
            writer.WriteString("day"u8, fault.Chain.Day.ToString(DayFormat, CultureInfo.InvariantCulture));
            writer.WriteString("instance"u8, fault.Chain.Instance);
            writer.WriteString("fault"u8, NameOf(fault.Kind));
            writer.WriteNumber("entry"u8, fault.Number);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });

    private static string Text(AuditFault fault) => fault.Kind switch
    {
        AuditFaultKind.Changed => Text($"entry {fault.Number} was changed."),
        AuditFaultKind.Missing => Text($"entry {fault.Number} is missing."),
        _ => Text($"the entry in place {fault.Number} was moved or repeated."),
    };

    private static string NameOf(AuditFaultKind kind) => kind switch
    {
        AuditFaultKind.Changed => "changed",
        AuditFaultKind.Missing => "missing",
        _ => "reordered",
    };

    private static string TimeOf(AuditEntry entry) => entry.At.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Json(Action<Utf8JsonWriter> write)
    {
        using var output = new MemoryStream();
        using (var writer = new Utf8JsonWriter(output))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(output.ToArray());
    }
}
