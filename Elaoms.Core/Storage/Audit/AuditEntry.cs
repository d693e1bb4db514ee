using System.Text.Json.Serialization;
using Elaoms.Core.Json;

namespace Elaoms.Core.Storage.Audit;

/// <summary>Says who did what to whose memory. Holds no value of a caller, and names the caller by a hash under a key of its own.</summary>
/// <param name="Number">Its number in its chain, from 1.</param>
/// <param name="At">When, in UTC.</param>
/// <param name="Who">The name of the key, or <c>cli</c> for the program on the deployment's storage.</param>
/// <param name="Verb">What was done, such as <c>show</c> or <c>erase</c>.</param>
/// <param name="Caller">The caller's hash, 64 hex digits; null when it is about no single caller.</param>
/// <param name="Fact">The id of the fact; null when it is about no single fact.</param>
/// <param name="Previous">The seal of the entry before; null for the first.</param>
public sealed record AuditEntry(
    int Number, DateTimeOffset At, string Who, string Verb, string? Caller, string? Fact, string? Previous) : IStoredDocument
{
    /// <summary>The last entry of a chain that its process has ended.</summary>
    public const string CloseVerb = "close";

    /// <inheritdoc />
    public static string Kind => "audit entry";

    /// <inheritdoc />
    public static int CurrentVersion => 1;

    /// <inheritdoc />
    public int Version { get; init => field = Math.Max(1, value); } = 1;
}

/// <summary>The stored form of audit entries, the same in every storage.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AuditEntry))]
public sealed partial class AuditJson : JsonSerializerContext;
