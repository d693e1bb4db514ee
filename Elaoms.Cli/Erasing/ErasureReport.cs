using System.Globalization;
using System.Text.Json;
using Elaoms.Core.Erasure;
using Elaoms.Core.Storage.Documents;

namespace Elaoms.Cli.Erasing;

/// <summary>
/// What is kept of a caller or was erased, as text or JSON. Holds counts and times only: no name, no number, no words of the call.
/// </summary>
/// <param name="target">Whose record.</param>
/// <param name="found">What was found.</param>
/// <param name="at">When.</param>
/// <param name="vendor">What there is at ElevenLabs; null where nobody asked.</param>
internal sealed class ErasureReport(ErasureTarget target, KeptOfCaller found, DateTimeOffset at, VendorReport? vendor = null)
{
    /// <summary>How many days the template has Azure keep deleted blobs, unless told otherwise.</summary>
    internal const int TemplateRetentionDays = 7;

    private static readonly JsonWriterOptions Readable = new() { Indented = true };

    /// <summary>Says what there is, or was.</summary>
    public IEnumerable<string> Lines()
    {
        yield return $"Caller {found.Key.Abbreviation} ({target.Description}):";
        foreach (var line in found.Any ? KeptLines() : ["  nothing is stored."])
            yield return line;
        foreach (var line in vendor?.Lines() ?? [])
            yield return line;
    }

    private IEnumerable<string> KeptLines()
    {
        var dates = found is { FirstCall: { } first, LastCall: { } last } ? $", from {Date(first)} to {Date(last)}" : "";
        yield return Line($"{Count(found.Calls, "call")} in the record{dates}");
        yield return Line($"{Count(found.Memories, "memory", "memories")}, {Count(found.Facts, "fact")}");
        yield return Line(
            $"{Count(found.Payloads.Count, "payload")}, {found.Recordings} of them recordings; {Count(found.Receipts.Count, "receipt")}");
        if (found.Failed > 0)
            yield return Line($"{found.Failed} of the payloads could not be learned");
        if (found.Waiting > 0)
            yield return Line($"{found.Waiting} of the payloads are waiting to be learned");
    }

    /// <summary>Says what is to be done when erasing this is not all, and what the storage keeps of it for a while.</summary>
    public IEnumerable<string> Remarks()
    {
        if (target.HasMore)
        {
            yield return "An older record of this line is left, and the next call of this line would use it (lines had no kind of their "
                + "own then). Erase the caller again.";
        }

        if ((found.Any || !found.DeletedData.IsFinal) && Recovery() is { } recovery)
            yield return recovery;
        if (found.Waiting > 0)
            yield return "Some of these calls may have been learned at the same time. To be sure that nothing came back, erase the caller "
                + "again when the queue is empty (see elaoms doctor).";
        if (found.Unreadable > 0)
            yield return $"{Count(found.Unreadable, "payload")} can't be read, so their caller is unknown. They stay. "
                + "elaoms replay --failed --dry-run lists those that failed.";
        if (found.IsLeftInOpenMemory)
            yield return "OpenMemory holds memories of this caller, but it is no longer configured. "
                + "Set OPENMEMORY_PORT and OPENMEMORY_KEY and erase the caller again, or delete the memories there.";
    }

    /// <summary>Writes one JSON object and a line's end.</summary>
    public void Write(Stream output, bool isErased)
    {
        using (var writer = new Utf8JsonWriter(output, Readable))
        {
            writer.WriteStartObject();
            writer.WriteString("caller"u8, found.Key.Value);
            writer.WriteString("kind"u8, target.KindName);
            writer.WriteString("tenant"u8, target.Tenant);
            writer.WriteString("time"u8, at.UtcDateTime);
            writer.WriteBoolean("erased"u8, isErased);
            writer.WriteBoolean("complete"u8, isErased && found.IsAll && !target.HasMore && vendor?.IsAll != false);
            found.ToCounts(isErased).Write(writer);
            if (vendor is not null)
            {
                writer.WritePropertyName("elevenlabs"u8);
                vendor.Write(writer);
            }

            writer.WriteEndObject();
        }

        output.Write("\n"u8);
    }

    private string? Recovery() => found.DeletedData switch
    {
        { Recovery: DeletedDataRecovery.UntilExpiry, RecoverableUntil: { } until }
            => "The storage account keeps deleted blobs (soft delete). Somebody with rights on the account can restore "
                + $"these until {Minute(until)}.",
        { Recovery: DeletedDataRecovery.Unknown }
            => "It is unknown whether the storage account keeps deleted blobs, because this identity may not read its properties. "
                + $"The template keeps them for {TemplateRetentionDays} days (deletedBlobRetentionDays).",
        { Recovery: DeletedDataRecovery.Versions }
            => "The storage account keeps versions of blobs and does not delete them by itself. "
                + "Delete the versions of this caller's blobs there, or add a lifecycle rule that deletes them.",
        { Recovery: DeletedDataRecovery.NotCleared, Fault: var fault }
            => $"Unused parts of the database file or its log may still contain the caller's words: {fault}. "
                + "Fix this, then erase the caller again. To rewrite the file, free space of twice its size is needed.",
        _ => null,
    };

    private static string Minute(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    private static string Line(FormattableString text) => "  " + text.ToString(CultureInfo.InvariantCulture);

    private static string Date(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Count(int count, string one, string? many = null)
        => string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : many ?? one + "s")}");
}
