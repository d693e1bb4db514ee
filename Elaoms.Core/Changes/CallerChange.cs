using System.Text.Json;
using System.Text.Json.Serialization;
using Elaoms.Core.Records;
using Elaoms.Core.Records.Facts;

namespace Elaoms.Core.Changes;

/// <summary>
/// What an operator changed of a caller's memory. It is an input of the record as a call is, and counts from <see cref="At"/> on.
/// </summary>
public sealed record CallerChange
{
    /// <summary>The most characters of an id.</summary>
    public const int MaxIdLength = 64;

    /// <summary>The most characters of a value.</summary>
    public const int MaxValueLength = 200;

    /// <summary>Names the change: the same id twice is one change.</summary>
    public required string Id { get; init; }

    /// <summary>When it was made, in UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who made it: the name of a key, never the key.</summary>
    public required string By { get; init; }

    /// <summary>What it does.</summary>
    public required ChangeKind Kind { get; init; }

    /// <summary>The key of the fact that it is about; null when it is about none.</summary>
    public string? Fact { get; init; }

    /// <summary>What is so from then on; null when it says nothing, or when the value was forgotten later.</summary>
    public string? Value { get; init; }

    /// <summary>What is forgotten of all that was said before.</summary>
    public IReadOnlyList<ForgottenValue> Forgets { get; init => field = value ?? []; } = [];

    /// <summary>What it says of the line.</summary>
    public LineMark Line { get; init; }

    /// <summary>The conversation that it deletes, as payload names spell it; null when it deletes none.</summary>
    public string? Conversation { get; init; }

    /// <summary>Whether a text may be an id: letters, digits, hyphens and underscores.</summary>
    public static bool IsId(string? text)
        => text is { Length: > 0 and <= MaxIdLength } && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    /// <summary>The fact that it states; null when it states none.</summary>
    internal Fact? ToFact() => Fact is null || Value is null || Kind is not (ChangeKind.Correct or ChangeKind.Add or ChangeKind.ConfirmName)
        ? null
        : new Fact(
            Fact, Value, At, new FactSource(FactSource.ChangePrefix + Id, FactSource.Operator), Ends: false, FactBasis.Operator);
}

/// <summary>What a change does.</summary>
[JsonConverter(typeof(ChangeKindJsonConverter))]
public enum ChangeKind
{
    /// <summary>Puts a value in the place of a wrong one, which is forgotten.</summary>
    Correct,

    /// <summary>Adds a fact.</summary>
    Add,

    /// <summary>Forgets a value.</summary>
    Forget,

    /// <summary>Says that a name is the caller's.</summary>
    ConfirmName,

    /// <summary>Says that a name is not the caller's. It stays in what was said.</summary>
    RejectName,

    /// <summary>Marks the line.</summary>
    MarkLine,

    /// <summary>Has nothing more learned and nothing told.</summary>
    OptOut,

    /// <summary>Ends that.</summary>
    OptIn,

    /// <summary>Deletes one call.</summary>
    DeleteCall,
}

/// <summary>Writes kinds as words.</summary>
internal sealed class ChangeKindJsonConverter()
    : JsonStringEnumConverter<ChangeKind>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false);

/// <summary>A value that is forgotten. It can be recognised, and not read.</summary>
/// <param name="Hash">A keyed hash of the value as it is compared, in base64url.</param>
/// <param name="Length">How many characters that has.</param>
/// <param name="Fact">The key of the only facts that are forgotten; null when the value is forgotten wherever it stands.</param>
/// <param name="IsSpoken">Whether words for signs, such as <c>at</c> and <c>dot</c>, are left out when it is compared.</param>
public sealed record ForgottenValue(
    string Hash,
    int Length,
    string? Fact = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool IsSpoken = false);
