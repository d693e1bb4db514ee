using System.Text.Json;
using System.Text.Json.Serialization;
using Elaoms.Core.Calls;
using Elaoms.Core.Changes;
using Elaoms.Core.Recall;
using Elaoms.Core.Records;
using Elaoms.Core.Records.Facts;
using Elaoms.Core.Storage.Payloads;

namespace Elaoms.Core.Operators;

/// <summary>What is stored of a caller, for an operator. All text has gone the way of what agents are told.</summary>
/// <param name="Key">The caller's key.</param>
/// <param name="UserId">Under which id the platform lists the caller's conversations.</param>
/// <param name="Kind">What kind of caller it is; null when there is no record.</param>
/// <param name="Identity">The number, address or name; null when there is no record.</param>
public sealed record ShownCaller(string Key, string UserId, CallerKind? Kind, string? Identity)
{
    /// <summary>The answer of client-data as it would be given now, without the token.</summary>
    public required JsonElement ClientData { get; init; }

    /// <summary>Why the caller is not greeted by name; null when they are.</summary>
    public string? NotGreeted { get; init; }

    /// <summary>Whether the caller has opted out.</summary>
    public bool IsOptedOut { get; init; }

    /// <summary>What an operator says of the line.</summary>
    public LineMark Line { get; init; }

    /// <summary>What holds about the caller.</summary>
    public IReadOnlyList<ShownFact> Facts { get; init; } = [];

    /// <summary>What was said and holds no more.</summary>
    public IReadOnlyList<ShownFact> History { get; init; } = [];

    /// <summary>How many calls are remembered.</summary>
    public int CallCount { get; init; }

    /// <summary>The newest of the calls, the newest first.</summary>
    public IReadOnlyList<ShownCall> Calls { get; init; } = [];

    /// <summary>What operators have changed, in order.</summary>
    public IReadOnlyList<ShownChange> Changes { get; init; } = [];

    /// <summary>What the other indexes hold.</summary>
    public required ShownEngines Engines { get; init; }
}

/// <summary>A fact, with where it comes from.</summary>
/// <param name="Key">What it is about.</param>
/// <param name="Value">What is so.</param>
/// <param name="Confidence">How far it is believed, as the webhooks spell it.</param>
/// <param name="Since">When it was said first.</param>
/// <param name="LastSaid">When it was said last.</param>
/// <param name="Count">How many times.</param>
/// <param name="Source">How it was found.</param>
/// <param name="ConversationId">In which call, or by which change.</param>
/// <param name="Turn">In which turn; null when none states it.</param>
/// <param name="Quote">The words it rests on.</param>
/// <param name="Ends">Whether it says that something is so no longer.</param>
public sealed record ShownFact(
    string Key,
    string Value,
    string Confidence,
    DateTimeOffset Since,
    DateTimeOffset LastSaid,
    int Count,
    string Source,
    string ConversationId,
    int? Turn,
    string? Quote,
    bool Ends)
{
    /// <summary>A fact that holds.</summary>
    internal static ShownFact Of(CurrentFact fact) => new(
        fact.Key, Line(fact.Value)!, fact.Confidence.WireName(), fact.Since, fact.LastSaid, fact.Count, fact.Source.Kind,
        Line(fact.Source.ConversationId)!, fact.Source.Turn, Line(fact.Source.Quote), Ends: false);

    /// <summary>A fact as it was said.</summary>
    internal static ShownFact Of(Fact fact) => new(
        fact.Key, Line(fact.Value)!, fact.Confidence.WireName(), fact.ValidFrom, fact.ValidFrom, Count: 1, fact.Source.Kind,
        Line(fact.Source.ConversationId)!, fact.Source.Turn, Line(fact.Source.Quote), fact.Ends);

    private static string? Line(string? text) => text is null ? null : OutgoingText.Line(text, OutgoingText.MaxMemoryLength);
}

/// <summary>A call.</summary>
/// <param name="ConversationId">The conversation.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="DurationSeconds">How long it lasted.</param>
/// <param name="AgentId">Which agent took it.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Title">The platform's title.</param>
/// <param name="Summary">The platform's summary.</param>
/// <param name="Payload">The payload's name.</param>
/// <param name="Rules">The version of the rules that learned it.</param>
public sealed record ShownCall(
    string ConversationId,
    DateTimeOffset StartedAt,
    double? DurationSeconds,
    string? AgentId,
    string? Outcome,
    string? Title,
    string? Summary,
    string Payload,
    int Rules)
{
    /// <summary>The receipt; null when there is none.</summary>
    public ShownReceipt? Receipt { get; init; }

    /// <summary>What was said.</summary>
    public IReadOnlyList<ShownTurn> Turns { get; init; } = [];

    /// <summary>What was learned from it.</summary>
    public IReadOnlyList<ShownFact> Learned { get; init; } = [];

    /// <summary>How many marks of each kind stand in its turns, such as <c>card number</c> and <c>forgotten</c>.</summary>
    public IReadOnlyDictionary<string, int> Marks { get; init; } = new Dictionary<string, int>(StringComparer.Ordinal);
}

/// <summary>A turn.</summary>
/// <param name="Turn">Its position in the transcript.</param>
/// <param name="Role">Who said it.</param>
/// <param name="Text">What was said, redacted.</param>
/// <param name="Sector">What kind of memory it is.</param>
/// <param name="Salience">How much it matters, 0..1.</param>
public sealed record ShownTurn(int Turn, string? Role, string Text, string Sector, double Salience);

/// <summary>A receipt.</summary>
/// <param name="Result">What came of learning.</param>
/// <param name="Reason">Why nothing was learned.</param>
public sealed record ShownReceipt(ReceiptResult Result, string? Reason);

/// <summary>A change of an operator.</summary>
/// <param name="Id">Its id.</param>
/// <param name="At">When it was made.</param>
/// <param name="By">Who made it.</param>
/// <param name="Kind">What it does.</param>
/// <param name="Fact">Which fact.</param>
/// <param name="Value">What it says; null for nothing, and for what was forgotten since.</param>
public sealed record ShownChange(string Id, DateTimeOffset At, string By, ChangeKind Kind, string? Fact, string? Value);

/// <summary>What the indexes beside our own hold of a caller.</summary>
/// <param name="IsWaiting">Whether they are to be told of a change.</param>
/// <param name="FailedTries">How many tries to tell them have failed in a row.</param>
/// <param name="InOpenMemory">How many memories OpenMemory holds.</param>
/// <param name="Vectors">How many memories have a vector.</param>
public sealed record ShownEngines(bool IsWaiting, int FailedTries, int InOpenMemory, int Vectors);

/// <summary>The form in which a caller is shown to programs.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true)]
[JsonSerializable(typeof(ShownCaller))]
public sealed partial class ShownJson : JsonSerializerContext;
