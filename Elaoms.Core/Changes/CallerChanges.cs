using System.Text.Json.Serialization;
using Elaoms.Core.Json;

namespace Elaoms.Core.Changes;

/// <summary>All changes of a caller, in the order of their times. It holds no value that was forgotten.</summary>
public sealed record CallerChanges : IStoredDocument
{
    /// <summary>The most changes of a caller, but for <see cref="MaxOpts"/> more that only let the caller out or in.</summary>
    public const int MaxChanges = 300;

    /// <summary>The most hashes of forgotten values of a caller: each is looked for in all that the caller said.</summary>
    public const int MaxForgotten = 5000;

    /// <summary>How many more changes may let the caller out or in. One that lets them out has room whenever they are in.</summary>
    public const int MaxOpts = 100;

    /// <inheritdoc />
    public static string Kind => "changes";

    /// <inheritdoc />
    public static int CurrentVersion => 1;

    /// <inheritdoc />
    public int Version { get; init => field = Math.Max(1, value); } = 1;

    /// <summary>How many changes have been made; it never falls.</summary>
    public long Revision { get; init; }

    /// <summary>The changes.</summary>
    public IReadOnlyList<CallerChange> Changes { get; init => field = value ?? []; } = [];

    /// <summary>The last of the changes that let the caller out or in; null when there is none.</summary>
    internal CallerChange? LastOpt => Changes.LastOrDefault(change => change.Kind is ChangeKind.OptOut or ChangeKind.OptIn);

    /// <summary>Whether there is room for one more.</summary>
    internal bool HasRoomFor(CallerChange change) => change.Kind switch
    {
        ChangeKind.OptOut => LastOpt?.Kind != ChangeKind.OptOut || Changes.Count < MaxChanges,
        ChangeKind.OptIn => Changes.Count < MaxChanges + MaxOpts,
        _ => Changes.Count < MaxChanges && Changes.Sum(one => one.Forgets.Count) + change.Forgets.Count <= MaxForgotten,
    };

    /// <summary>These without one; the same when it is not there.</summary>
    internal CallerChanges Without(string id) => Changes.All(there => there.Id != id)
        ? this
        : this with { Revision = Revision + 1, Changes = [.. Changes.Where(there => there.Id != id)] };

    /// <summary>These with one more; the same when it is there already.</summary>
    internal CallerChanges With(CallerChange change) => Changes.Any(there => there.Id == change.Id)
        ? this
        : this with
        {
            Revision = Revision + 1,
            Changes = [.. Changes.Append(change).OrderBy(one => one.At).ThenBy(one => one.Id, StringComparer.Ordinal)],
        };
}

/// <summary>Says that a caller's record may lack a change. It is written before the change, and goes when the record is made.</summary>
/// <param name="Since">When it was written.</param>
public sealed record PendingChange(DateTimeOffset Since) : IStoredDocument
{
    /// <inheritdoc />
    public static string Kind => "pending change";

    /// <inheritdoc />
    public static int CurrentVersion => 1;

    /// <inheritdoc />
    public int Version { get; init => field = Math.Max(1, value); } = 1;

    /// <summary>Whether all calls are to be extracted again, since a change was removed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool ReadsAllCalls { get; init; }
}

/// <summary>The stored form of changes, the same in every storage.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CallerChanges))]
[JsonSerializable(typeof(PendingChange))]
public sealed partial class ChangesJson : JsonSerializerContext;
