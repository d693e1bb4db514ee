using System.Text.Json.Serialization;

namespace Elaoms.ElevenLabs.Import;

/// <summary>How far imports have come, by request.</summary>
public sealed class ImportState
{
    private const int MostRuns = 100;

    /// <summary>The number of this form.</summary>
    public int V { get; set; } = 1;

    /// <summary>How far each request has come; the latest last.</summary>
    public IReadOnlyList<ImportCheckpoint> Runs { get; init => field = value ?? []; } = [];

    /// <summary>This state with a checkpoint in the place of the same request's former one.</summary>
    internal ImportState With(ImportCheckpoint checkpoint)
        => new() { Runs = [.. Runs.Where(run => run.Request != checkpoint.Request).TakeLast(MostRuns - 1), checkpoint] };
}

/// <summary>How far a request has come.</summary>
/// <param name="Request">The request, and which workspace it asked.</param>
/// <param name="Begun">When its last run began, in Unix seconds.</param>
/// <param name="Mark">What began before this Unix second is done with.</param>
public sealed record ImportCheckpoint(string Request, long Begun, long Mark)
{
    // A call is listed by its start, and only when it is there, so what began lately is looked at again. A list may be out of order.
    private const long OverlapSeconds = 24 * 60 * 60;

    /// <summary>Where the next run begins, in Unix seconds.</summary>
    public long Next => Math.Min(Mark, Begun) - OverlapSeconds;
}

/// <summary>Keeps the <see cref="ImportState"/>.</summary>
public interface IImportStateStore
{
    /// <summary>Reads it; an empty one where there is none.</summary>
    Task<ImportState> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Writes it as a whole; when this returns, it outlives the process.</summary>
    Task WriteAsync(ImportState state, CancellationToken cancellationToken);
}

/// <summary>The state as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(ImportState))]
public sealed partial class ImportStateJson : JsonSerializerContext;
