using System.Text.Json.Serialization;
using Elaoms.Core.Json;

namespace Elaoms.Core.Storage.Jobs;

/// <summary>All jobs: one document, so that its limits hold whoever asks for them at the same time.</summary>
/// <param name="Jobs">The jobs, in the order in which they were asked for.</param>
public sealed record JobList(IReadOnlyList<CallerJob> Jobs) : IStoredDocument
{
    /// <inheritdoc />
    public static string Kind => "list of jobs";

    /// <inheritdoc />
    public static int CurrentVersion => 1;

    /// <inheritdoc />
    public int Version { get; init => field = Math.Max(1, value); } = 1;

    /// <summary>The name of the document.</summary>
    public const string Name = "jobs";

    /// <summary>The most jobs that wait or run.</summary>
    public const int MaxInFlight = 10;

    /// <summary>The most jobs in all.</summary>
    public const int MaxJobs = 100;

    /// <summary>No jobs.</summary>
    public static readonly JobList None = new([]);
}

/// <summary>The stored form of jobs, the same in every storage.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(JobList))]
public sealed partial class JobJson : JsonSerializerContext;
