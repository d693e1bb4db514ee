using System.Text;
using System.Text.Json.Serialization;

namespace Elaoms.Core.Records.Facts;

/// <summary>Something said about the caller: what is so, or what is so no longer. Facts are superseded, never overwritten.</summary>
/// <param name="Key">What it is about, in lower case with underscores; see <see cref="FactKinds"/>.</param>
/// <param name="Value">What is so; what is so no longer, when it <paramref name="Ends"/> something; then empty for whatever was so.</param>
/// <param name="ValidFrom">The start of the call that said so.</param>
/// <param name="Source">What it rests on.</param>
/// <param name="Ends">Whether it says that something holds no longer. Such a fact never holds itself.</param>
/// <param name="Basis">Why it is believed; null in older records, which did not store this. <see cref="Grounds"/> is never null.</param>
public sealed record Fact(
    string Key,
    string Value,
    DateTimeOffset ValidFrom,
    FactSource Source,
    bool Ends = false,
    FactBasis? Basis = null)
{
    private const int BytesOfForm = 150;

    /// <summary>Where its call stands among the calls of the caller.</summary>
    [JsonIgnore]
    public CallPlace Call => new(ValidFrom, Source.ConversationId);

    /// <summary>How many bytes it takes when it is stored: an estimate.</summary>
    [JsonIgnore]
    internal int StoredBytes => BytesOfForm + Text(Key) + Text(Value) + Text(Source.Quote) + Text(Source.ConversationId);

    /// <summary>
    /// Why it is believed. Facts stored without a reason are believed if the caller said them, until the call is learned again.
    /// </summary>
    [JsonIgnore]
    public FactBasis Grounds => Basis ?? (Source.Kind == FactSource.Statement ? FactBasis.SelfIdentified : FactBasis.Unsupported);

    /// <summary>
    /// The confidence of this fact alone. Other facts of the record may lower it: see <see cref="CurrentFact.Confidence"/>.
    /// </summary>
    [JsonIgnore]
    public FactConfidence Confidence => Grounds.Confidence();

    private static int Text(string? text) => text is null ? 0 : Encoding.UTF8.GetByteCount(text);
}

/// <summary>What a fact rests on.</summary>
/// <param name="ConversationId">
/// The call it comes from; <see cref="ChangePrefix"/> and the id of a change where an operator said so.
/// </param>
/// <param name="Kind">
/// How it was found: <see cref="DataCollection"/>, <see cref="Statement"/>, <see cref="CallSummary"/>, <see cref="FailedCall"/>,
/// <see cref="Report"/> or <see cref="Operator"/>.
/// </param>
/// <param name="Turn">The turn that says so, as its 0-based position in the transcript; null when none does.</param>
/// <param name="Quote">The words it rests on; null when it rests on the platform's analysis.</param>
public sealed record FactSource(string ConversationId, string Kind, int? Turn = null, string? Quote = null)
{
    /// <summary>The platform's analysis collected it.</summary>
    public const string DataCollection = "data_collection";

    /// <summary>The caller said so.</summary>
    public const string Statement = "statement";

    /// <summary>The call that it was asked for in has failed.</summary>
    public const string FailedCall = "failed_call";

    /// <summary>The agent, after the turn that is given, or the platform's summary reports that it is done.</summary>
    public const string Report = "report";

    /// <summary>The platform's summary of the call says so.</summary>
    public const string CallSummary = "call_summary";

    /// <summary>An operator said so.</summary>
    public const string Operator = "operator";

    /// <summary>What stands before the id of a change in the place of a conversation.</summary>
    public const string ChangePrefix = "change:";
}

/// <summary>How far a fact is to be believed: a greeting uses confirmed ones only, a profile tells the others as what they are.</summary>
public enum FactConfidence
{
    /// <summary>Found by search, told as unconfirmed, never spoken.</summary>
    Unconfirmed,

    /// <summary>Something speaks against it.</summary>
    Unsure,

    /// <summary>The caller said so.</summary>
    Confirmed,
}
