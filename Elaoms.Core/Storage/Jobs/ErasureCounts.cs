using System.Text.Json;
using System.Text.Json.Serialization;
using Elaoms.Core.Storage.Documents;

namespace Elaoms.Core.Storage.Jobs;

/// <summary>What was erased of a caller, as counts and times. Names nobody.</summary>
public sealed record ErasureCounts
{
    /// <summary>How many calls the record held.</summary>
    public int Calls { get; init; }

    /// <summary>When the first of them began; null when there was none.</summary>
    public DateTimeOffset? FirstCall { get; init; }

    /// <summary>When the last of them began; null when there was none.</summary>
    public DateTimeOffset? LastCall { get; init; }

    /// <summary>How many memories the record held.</summary>
    public int Memories { get; init; }

    /// <summary>How many facts the record held.</summary>
    public int Facts { get; init; }

    /// <summary>How many conversations there were.</summary>
    public int Conversations { get; init; }

    /// <summary>How many payloads.</summary>
    public int Payloads { get; init; }

    /// <summary>How many of the payloads were recordings.</summary>
    public int Recordings { get; init; }

    /// <summary>How many receipts.</summary>
    public int Receipts { get; init; }

    /// <summary>How many of the payloads could not be learned.</summary>
    public int Failed { get; init; }

    /// <summary>How many of the payloads were waiting to be learned.</summary>
    public int Waiting { get; init; }

    /// <summary>How many payloads of the archive can't be read, whoever they are of.</summary>
    public int Unreadable { get; init; }

    /// <summary>Whether OpenMemory holds the caller and is not configured any more.</summary>
    public bool IsLeftInOpenMemory { get; init; }

    /// <summary>What the storage holds of it after it was erased; null before.</summary>
    public DeletedDataState? DeletedData { get; init; }

    /// <summary>Whether nothing of the caller is left, and nothing received so far can bring anything back.</summary>
    [JsonIgnore]
    public bool IsComplete => Waiting == 0 && Unreadable == 0 && !IsLeftInOpenMemory && DeletedData?.IsFinal == true;

    /// <summary>This, and what was found by an earlier try, which was cut short.</summary>
    internal ErasureCounts After(ErasureCounts? earlier) => earlier is null ? this : this with
    {
        Calls = Math.Max(Calls, earlier.Calls),
        FirstCall = earlier.FirstCall ?? FirstCall,
        LastCall = earlier.LastCall ?? LastCall,
        Memories = Math.Max(Memories, earlier.Memories),
        Facts = Math.Max(Facts, earlier.Facts),
        Conversations = Math.Max(Conversations, earlier.Conversations),
        Payloads = Math.Max(Payloads, earlier.Payloads),
        Recordings = Math.Max(Recordings, earlier.Recordings),
        Receipts = Math.Max(Receipts, earlier.Receipts),
        Failed = Math.Max(Failed, earlier.Failed),
        Waiting = Math.Max(Waiting, earlier.Waiting),
    };

    /// <summary>Writes the counts as members of an object.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteNumber("calls"u8, Calls);
        WriteTime(writer, "first_call", FirstCall);
        WriteTime(writer, "last_call", LastCall);
        writer.WriteNumber("memories"u8, Memories);
        writer.WriteNumber("facts"u8, Facts);
        writer.WriteNumber("conversations"u8, Conversations);
        writer.WriteNumber("payloads"u8, Payloads);
        writer.WriteNumber("recordings"u8, Recordings);
        writer.WriteNumber("receipts"u8, Receipts);
        writer.WriteNumber("failed"u8, Failed);
        writer.WriteNumber("waiting"u8, Waiting);
        writer.WriteNumber("unreadable"u8, Unreadable);
        writer.WriteBoolean("left_in_openmemory"u8, IsLeftInOpenMemory);
        writer.WriteString("deleted_data"u8, DeletedData?.Recovery switch
        {
            null => null,
            DeletedDataRecovery.Impossible => "gone",
            DeletedDataRecovery.UntilExpiry => "recoverable",
            DeletedDataRecovery.Versions => "versions",
            DeletedDataRecovery.Unknown => "unknown",
            _ => "not_cleared",
        });
        WriteTime(writer, "recoverable_until", DeletedData?.RecoverableUntil);
    }

    private static void WriteTime(Utf8JsonWriter writer, string name, DateTimeOffset? time)
    {
        if (time is { } there)
            writer.WriteString(name, there.UtcDateTime);
        else
            writer.WriteNull(name);
    }
}
