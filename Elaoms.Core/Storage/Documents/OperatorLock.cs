using System.Text.Json.Serialization;

namespace Elaoms.Core.Storage.Documents;

/// <summary>How often wrong keys of the operator API came from a network. Named by a keyed hash of its address.</summary>
/// <param name="Failures">How many came since <paramref name="Since"/>.</param>
/// <param name="Since">When the first of them came.</param>
/// <param name="Locks">How often the network was locked out in a row.</param>
/// <param name="LockedUntil">Until when it is; in the past when it is not.</param>
/// <param name="NotBefore">After this it may be forgotten.</param>
public sealed record OperatorLock(
    int Failures, DateTimeOffset Since, int Locks, DateTimeOffset LockedUntil, DateTimeOffset NotBefore) : IScheduledDocument
{
    /// <inheritdoc />
    public static string Kind => "operator lock";

    /// <inheritdoc />
    public static int CurrentVersion => 1;

    /// <inheritdoc />
    public int Version { get; init => field = Math.Max(1, value); } = 1;
}

/// <summary>The stored form of locks, the same in every storage.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(OperatorLock))]
public sealed partial class OperatorJson : JsonSerializerContext;
