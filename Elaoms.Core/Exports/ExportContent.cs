using Elaoms.Core.Calls;
using Elaoms.Core.Changes;
using Elaoms.Core.Erasure;
using Elaoms.Core.Operators;
using Elaoms.Core.Records;
using Elaoms.Core.Records.Facts;
using Elaoms.Core.Storage.Audit;
using Elaoms.Core.Storage.Documents;
using Elaoms.Core.Storage.Listing;
using Elaoms.Core.Storage.Payloads;

namespace Elaoms.Core.Exports;

/// <summary>What is stored of a caller, but for what was said in the calls and the payloads themselves.</summary>
internal sealed record ExportContent
{
    public required CallerKey Key { get; init; }

    public required string UserId { get; init; }

    public required DateTimeOffset MadeAt { get; init; }

    public required RecordOutline? Record { get; init; }

    public required AgentView Told { get; init; }

    public required DocumentsOfCaller Documents { get; init; }

    public required TracesOfCaller Traces { get; init; }

    public required IReadOnlyList<ExportedPayload> Payloads { get; init; }

    /// <summary>What holds of the caller.</summary>
    public KnownFacts Known => field ??= new KnownFacts(new FactFold(new FactState()).Add(Record?.Facts ?? []));

    /// <summary>What was said and holds no more.</summary>
    public IEnumerable<Fact> History => (Record?.Facts ?? []).Where(fact => fact.Ends || Known.IsOver(fact));
}

/// <summary>A payload of the caller.</summary>
/// <param name="Name">Its name in the archive.</param>
/// <param name="File">Its file in the export; null when it is not there.</param>
/// <param name="Recording">The file of its recording; null when there is none.</param>
/// <param name="LeftOut">Why it is not there.</param>
internal sealed record ExportedPayload(PayloadName Name, string? File, string? Recording, string? LeftOut);

/// <summary>What storages hold of a caller beside the record.</summary>
internal sealed record DocumentsOfCaller
{
    public CallerProfile? Profile { get; init; }

    public CallerChanges? Changes { get; init; }

    public PendingChange? PendingChange { get; init; }

    public IndexTask? IndexTask { get; init; }

    public EngineNote? OpenMemory { get; init; }

    public CallerVectors? Vectors { get; init; }

    public bool Any => Profile is not null || Changes is not null || PendingChange is not null || IndexTask is not null
        || OpenMemory is not null || Vectors is not null;
}

/// <summary>What was noted of a caller's calls on their way.</summary>
internal sealed record TracesOfCaller
{
    /// <summary>By payload.</summary>
    public IReadOnlyList<(PayloadName Payload, Receipt Receipt)> Receipts { get; init; } = [];

    /// <summary>By conversation, as payload names spell it.</summary>
    public IReadOnlyList<(string Conversation, ConversationClaim Claim)> Claims { get; init; } = [];

    public IReadOnlyList<PendingPayload> Pending { get; init; } = [];

    public ListedCaller? Listed { get; init; }

    public IReadOnlyList<ListedCall> ListedCalls { get; init; } = [];

    public IReadOnlyList<UnreadableNotice> Notices { get; init; } = [];

    public IReadOnlyList<AuditEntry> Audit { get; init; } = [];
}
