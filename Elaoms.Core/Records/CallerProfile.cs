using System.Text.Json.Serialization;
using Elaoms.Core.Json;
using Elaoms.Core.Settings;

namespace Elaoms.Core.Records;

/// <summary>
/// What the start of a call needs, derived from the record and stored beside it. It carries the record's revision; a lower one never
/// replaces a higher one.
/// </summary>
public sealed record CallerProfile : IStoredDocument
{
    /// <inheritdoc />
    public static string Kind => "profile";

    /// <inheritdoc />
    /// <remarks>The first form knows no marks of operators. It is still written where there are none.</remarks>
    public static int CurrentVersion => 2;

    /// <inheritdoc />
    public int Version { get; init => field = Math.Max(1, value); } = 1;

    /// <summary>The revision of the record it was derived from.</summary>
    public required long Revision { get; init; }

    /// <summary><see cref="CallerRecord.IsKindCertain"/> of that record.</summary>
    public bool IsKindCertain { get; init; }

    /// <summary>The name to address the caller by; null when none is known.</summary>
    public string? Name { get; init; }

    /// <summary>Whether something speaks against the name: to greet callers by another's is worse than by none.</summary>
    public bool IsNameUnsure { get; init; }

    /// <summary>Two or three plain sentences of what holds about the caller; empty when nothing is known.</summary>
    public string Summary { get; init; } = "";

    /// <summary>What the last call was about, with its date; empty when nothing is known of it.</summary>
    public string LastCallSummary { get; init; } = "";

    /// <summary>What the last call was about in a few words; empty when nothing is known of it.</summary>
    public string LastCallTopic { get; init; } = "";

    /// <summary>When the last call began; null when there was none.</summary>
    public DateTimeOffset? LastCallAt { get; init; }

    /// <summary>How many calls are remembered.</summary>
    public int CallCount { get; init; }

    /// <summary>What was asked for or promised and is still to be done; empty when nothing is.</summary>
    public string OpenRequests { get; init; } = "";

    /// <summary>The language the caller would rather speak, or spoke last, as an ISO 639-1 code; null when none is known.</summary>
    public string? PreferredLanguage { get; init; }

    /// <summary>The caller's number, when known by one.</summary>
    public string? PhoneNumber { get; init; }

    /// <summary>What holds about the caller, by key.</summary>
    public IReadOnlyDictionary<string, string> Facts { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>How many people have given a name on the line; 32 stands for more.</summary>
    public int PeopleOnLine { get; init; }

    /// <summary>How many calls came on each of the ten busiest days, the busiest first; of fewer days where there were fewer.</summary>
    public IReadOnlyList<int> BusiestDays { get; init => field = value ?? []; } = [];

    /// <summary>Whether the caller opted out: then nothing of this may be told.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsOptedOut { get; init; }

    /// <summary>What an operator says of the line.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public LineMark Line { get; init; }

    /// <summary>Its texts as they are told; null in a profile of which they are made when it is told.</summary>
    public ToldTexts? Told { get; init; }

    /// <summary>
    /// Whether so many people share the line that nothing of its memory may be told to whoever calls: an operator's mark says it, else the
    /// counts do. Settled when it is read, so that changed settings take effect at once.
    /// </summary>
    public bool IsSharedLine(SharedLineSettings settings) => Line switch
    {
        LineMark.Shared => true,
        LineMark.OnePerson => false,
        _ => IsSharedByCounts(settings),
    };

    private bool IsSharedByCounts(SharedLineSettings settings)
        => (settings.Names > 0 && PeopleOnLine >= settings.Names)
            || (settings.CallsPerDay > 0 && BusiestDays.Count >= settings.Days && BusiestDays[settings.Days - 1] >= settings.CallsPerDay);
}

/// <summary>The texts of a profile as they are told: what instructs a model, and what cannot be spoken, is left out.</summary>
/// <param name="Build">The build of the program that made them. Another may know better what instructs.</param>
/// <param name="Name">The name to address the caller by; null when none is known.</param>
/// <param name="IsGreetable">Whether a caller may be greeted by the name.</param>
/// <param name="Summary">What holds about the caller.</param>
/// <param name="LastCallSummary">What the last call was about, with its date.</param>
/// <param name="LastCallTopic">The same in a few words.</param>
/// <param name="OpenRequests">What is still to be done.</param>
public sealed record ToldTexts(
    Guid Build, string? Name, bool IsGreetable, string Summary, string LastCallSummary, string LastCallTopic, string OpenRequests)
{
    /// <summary>The build that runs.</summary>
    internal static Guid ThisBuild => typeof(ToldTexts).Module.ModuleVersionId;

    /// <summary>Whether this build made them.</summary>
    internal bool IsOfThisBuild => Build == ThisBuild;
}

/// <summary>Makes the texts of a profile when it is stored: at the start of a call somebody waits.</summary>
public interface IProfileTeller
{
    /// <summary>The texts of a profile.</summary>
    ToldTexts Tell(CallerProfile profile);
}
