using System.Text.Json.Serialization;
using Elaoms.Core.Json;

namespace Elaoms.Core.Storage.Listing;

/// <summary>How often memory was asked for on a day (UTC), over all processes. Holds nothing of a caller.</summary>
/// <param name="Starts">Calls that began, by requests of client-data.</param>
/// <param name="Recognised">Those of callers of whom something is known and told.</param>
/// <param name="Searches">Requests of search-data.</param>
/// <param name="Hits">Those that found something.</param>
public sealed record RecallCounts(long Starts, long Recognised, long Searches, long Hits) : IStoredDocument
{
    private const string NameFormat = "yyyy-MM-dd";

    /// <summary>No request.</summary>
    public static readonly RecallCounts None = new(0, 0, 0, 0);

    /// <inheritdoc />
    public static string Kind => "recall counts";

    /// <inheritdoc />
    public static int CurrentVersion => 1;

    /// <inheritdoc />
    public int Version { get; init => field = Math.Max(1, value); } = 1;

    /// <summary>How long requests of client-data took, in <see cref="LatencyBuckets"/>.</summary>
    public IReadOnlyList<long> StartTimes { get; init => field = value ?? []; } = [];

    /// <summary>How long requests of search-data took.</summary>
    public IReadOnlyList<long> SearchTimes { get; init => field = value ?? []; } = [];

    /// <summary>The name of a day's document.</summary>
    public static string NameOf(DateOnly day) => day.ToString(NameFormat, System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The sum of both.</summary>
    public RecallCounts And(RecallCounts other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new RecallCounts(Starts + other.Starts, Recognised + other.Recognised, Searches + other.Searches, Hits + other.Hits)
        {
            StartTimes = LatencyBuckets.Sum(StartTimes, other.StartTimes),
            SearchTimes = LatencyBuckets.Sum(SearchTimes, other.SearchTimes),
        };
    }
}

/// <summary>The stored form of counts, the same in every storage.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(RecallCounts))]
public sealed partial class ListingJson : JsonSerializerContext;
