using System.Text.Json.Serialization;
using Elaoms.Core.Json;

namespace Elaoms.Core.Storage.Documents;

/// <summary>
/// What an engine holds of a caller's record, and under which ids. A search joins its answer with the record by it, and interrupted
/// indexing continues from it. It is made of the engine's answers; if it is lost, it is made again.
/// </summary>
public sealed record EngineNote : IStoredDocument
{
    /// <summary>The name of the engine that keeps such notes.</summary>
    public const string EngineName = "openmemory";

    /// <inheritdoc />
    public static string Kind => "engine note";

    /// <inheritdoc />
    public static int CurrentVersion => 1;

    /// <inheritdoc />
    public int Version { get; init => field = Math.Max(1, value); } = 1;

    /// <summary>Which server and which of its users this is about; another one holds nothing of it.</summary>
    public required string Server { get; init; }

    /// <summary>What the engine holds, by the id of the memory.</summary>
    public IReadOnlyDictionary<string, IndexedMemory> Held { get; init; } = new Dictionary<string, IndexedMemory>(StringComparer.Ordinal);

    /// <summary>Memories that were being added when the engine failed, and how often.</summary>
    public IReadOnlyDictionary<string, int> Suspects { get; init; } = new Dictionary<string, int>(StringComparer.Ordinal);
}

/// <summary>A memory as an engine holds it.</summary>
/// <param name="Text">Stands for the text that was given to it.</param>
/// <param name="Ids">The engine's ids, one per part of the text; none when there was nothing to hold.</param>
/// <param name="Refused">Why the engine doesn't hold it; null when it does. It is not tried again.</param>
public sealed record IndexedMemory(
    [property: JsonPropertyName("t")] string Text,
    [property: JsonPropertyName("ids")] IReadOnlyList<string> Ids,
    [property: JsonPropertyName("refused")] string? Refused = null);
