using Elaoms.Core.Calls;
using Elaoms.Core.Records;
using Elaoms.Core.Storage.Documents;
using Elaoms.Core.Storage.Jobs;
using Elaoms.Core.Storage.Payloads;

namespace Elaoms.Core.Erasure;

/// <summary>
/// What is kept of a caller, as counts, and where it is. Holds no text, and no name but the record's own <see cref="Caller"/>.
/// </summary>
public sealed record KeptOfCaller
{
    /// <summary>The caller's name in storage and logs.</summary>
    public required CallerKey Key { get; init; }

    /// <summary>Names the version of the record that was counted; null when there is no record.</summary>
    internal string? RecordETag { get; init; }

    /// <summary>Who the record says it is; null when there is no record.</summary>
    public Caller? Caller { get; init; }

    /// <summary><see cref="CallerRecord.IsKindCertain"/> of the record; false when there is none.</summary>
    public bool IsKindCertain { get; init; }

    /// <summary>Whether there is a record or a profile.</summary>
    public bool HasRecord { get; init; }

    /// <summary>How many calls the record holds.</summary>
    public int Calls { get; init; }

    /// <summary>How many facts the record holds, also those that are over.</summary>
    public int Facts { get; init; }

    /// <summary>How many memories the record holds.</summary>
    public int Memories { get; init; }

    /// <summary>When the first call of the record began; null when there is none.</summary>
    public DateTimeOffset? FirstCall { get; init; }

    /// <summary>When the last call of the record began; null when there is none.</summary>
    public DateTimeOffset? LastCall { get; init; }

    /// <summary>The conversations, as payload names spell them.</summary>
    public IReadOnlyCollection<string> Conversations { get; init; } = [];

    /// <summary>Their payloads in the archive, of every day.</summary>
    public IReadOnlySet<PayloadName> Payloads { get; init; } = new HashSet<PayloadName>();

    /// <summary>Those of their payloads that have a receipt; also such as are gone from the archive.</summary>
    public IReadOnlySet<PayloadName> Receipts { get; init; } = new HashSet<PayloadName>();

    /// <summary>Payloads, also of receipts alone, that an erasing that was cut short has left behind, whoever was erased.</summary>
    internal IReadOnlyCollection<PayloadName> Leftovers { get; init; } = [];

    /// <summary>How many of the payloads are recordings.</summary>
    public int Recordings => Payloads.Count(payload => payload.IsRecording);

    /// <summary>How many of the payloads wait to be learned, or are being learned.</summary>
    public int Waiting => Payloads.Count(payload => !Receipts.Contains(payload));

    /// <summary>How many of the payloads could not be learned.</summary>
    public int Failed { get; init; }

    /// <summary>How many payloads of the archive can't be read and teach nobody, so that nobody can tell whose they are.</summary>
    public int Unreadable { get; init; }

    /// <summary>Whether OpenMemory was told of the caller and is not configured any more.</summary>
    public bool IsLeftInOpenMemory { get; init; }

    /// <summary>What the storage holds of it after it was erased.</summary>
    public DeletedDataState DeletedData { get; init; } = DeletedDataState.Gone;

    /// <summary>Whether there is anything to erase.</summary>
    public bool Any => HasRecord || Payloads.Count > 0 || Receipts.Count > 0;

    /// <summary>
    /// Whether erasing this leaves nothing of the caller, and no call received so far can bring anything back. Deleted blobs that expire by
    /// themselves don't count.
    /// </summary>
    public bool IsAll => Waiting == 0 && Unreadable == 0 && !IsLeftInOpenMemory && DeletedData.IsFinal;

    /// <summary>This as counts.</summary>
    /// <param name="isErased">Whether it was erased, so that it is known what the storage holds of it.</param>
    public ErasureCounts ToCounts(bool isErased) => new()
    {
        Calls = Calls,
        FirstCall = FirstCall,
        LastCall = LastCall,
        Memories = Memories,
        Facts = Facts,
        Conversations = Conversations.Count,
        Payloads = Payloads.Count,
        Recordings = Recordings,
        Receipts = Receipts.Count,
        Failed = Failed,
        Waiting = Waiting,
        Unreadable = Unreadable,
        IsLeftInOpenMemory = IsLeftInOpenMemory,
        DeletedData = isErased ? DeletedData : null,
    };

    /// <summary>This, and what was found when it had been erased but for the record.</summary>
    internal KeptOfCaller And(KeptOfCaller later) => later with
    {
        Caller = Caller ?? later.Caller,
        HasRecord = HasRecord || later.HasRecord,
        Conversations = [.. Conversations.Union(later.Conversations, StringComparer.Ordinal)],
        Payloads = Payloads.Union(later.Payloads).ToHashSet(),
        Receipts = Receipts.Union(later.Receipts).ToHashSet(),
        Failed = Failed + later.Failed,
    };
}
