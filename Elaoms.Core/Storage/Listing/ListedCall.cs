using System.Text.Json;
using Elaoms.Core.Calls;
using Elaoms.Core.Storage.Payloads;

namespace Elaoms.Core.Storage.Listing;

/// <summary>A call as it is listed. Holds nothing that was said, and names the caller by key alone.</summary>
/// <param name="Id">The conversation, as payload names spell it; <see cref="IdOf"/>.</param>
/// <param name="BeganAt">When the call began; when it was received where the payload doesn't say.</param>
/// <param name="Payload">The payload that is current for the conversation.</param>
/// <param name="Result">What became of it.</param>
/// <param name="Reason">Why nothing was learned, or what failed; null when it was learned.</param>
public sealed record ListedCall(string Id, DateTimeOffset BeganAt, PayloadName Payload, ReceiptResult Result, string? Reason)
{
    private const string Recording = "-recording";

    /// <summary>The caller whom it names; null when it names none.</summary>
    public CallerKey? Caller { get; init; }

    /// <summary>The agent that took the call.</summary>
    public string? AgentId { get; init; }

    /// <summary>How long it lasted, in seconds.</summary>
    public double? DurationSeconds { get; init; }

    /// <summary>Who called whom; null when that is unknown.</summary>
    public CallDirection? Direction { get; init; }

    /// <summary>Writes it as a JSON object.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        writer.WriteString("id"u8, Id);
        writer.WriteString("began_at"u8, BeganAt.UtcDateTime);
        writer.WriteString("payload"u8, Payload.Value);
        writer.WriteString("result"u8, Result switch
        {
            ReceiptResult.Learned => "learned",
            ReceiptResult.NothingToLearn => "nothing-to-learn",
            _ => "failed",
        });
        writer.WriteString("reason"u8, Reason);
        writer.WriteString("caller"u8, Caller?.Value);
        writer.WriteString("agent_id"u8, AgentId);
        if (DurationSeconds is { } seconds)
            writer.WriteNumber("duration_seconds"u8, seconds);
        else
            writer.WriteNull("duration_seconds"u8);
        writer.WriteString("direction"u8, Direction switch
        {
            CallDirection.Inbound => "inbound",
            CallDirection.Outbound => "outbound",
            _ => null,
        });
        writer.WriteEndObject();
    }

    /// <summary>Under which id a payload is listed. A recording, which is listed if it failed, does not take its call's place.</summary>
    public static string IdOf(PayloadName payload)
    {
        ArgumentNullException.ThrowIfNull(payload);
        return payload.IsRecording ? RecordingIdOf(payload.ConversationHash) : payload.ConversationHash;
    }

    /// <summary>Under which id the recording of a conversation is listed.</summary>
    public static string RecordingIdOf(string conversation) => conversation + Recording;
}

/// <summary>A caller who has a record, as listed.</summary>
/// <param name="Key">The caller.</param>
/// <param name="Label">Enough to recognise somebody whom one knows; <see cref="CallerLabel"/>.</param>
/// <param name="LastCallAt">When the caller's last call began.</param>
/// <param name="Calls">How many calls the record holds.</param>
/// <param name="Revision">The record's revision. An entry never replaces one of a later revision.</param>
public sealed record ListedCaller(CallerKey Key, string Label, DateTimeOffset LastCallAt, int Calls, long Revision);

/// <summary>What to write of a call that learning is done with.</summary>
/// <param name="Call">The call.</param>
/// <param name="Caller">Its caller as the record says now; null when it changed no record.</param>
/// <param name="Before">
/// What the record said before this call, if this call changed it; null when it is new, or when that is unknown. It spares the storage a
/// read.
/// </param>
/// <param name="IsFirst">Whether nothing of the conversation can be listed. It spares the storage a read.</param>
public sealed record CallListing(ListedCall Call, ListedCaller? Caller = null, ListedCaller? Before = null, bool IsFirst = false);

/// <summary>How many calls began on a day, by what became of them.</summary>
/// <param name="Learned">Their callers' records hold what they taught.</param>
/// <param name="Nothing">They had nothing to teach.</param>
/// <param name="Failed">They could not be learned.</param>
public sealed record CallCounts(int Learned, int Nothing, int Failed)
{
    /// <summary>How many there are.</summary>
    public int Calls => Learned + Nothing + Failed;
}

/// <summary>Which calls to list.</summary>
/// <param name="Caller">Only those of a caller; null for all.</param>
/// <param name="IsFailed">Only those that could not be learned.</param>
public sealed record CallFilter(CallerKey? Caller = null, bool IsFailed = false)
{
    /// <summary>All calls.</summary>
    public static readonly CallFilter All = new();

    /// <summary>The calls that could not be learned, whoever called.</summary>
    public static readonly CallFilter Failed = new(IsFailed: true);
}
