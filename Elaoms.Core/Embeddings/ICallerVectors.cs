using Elaoms.Core.Callers;

namespace Elaoms.Core.Embeddings;

/// <summary>Keeps the vectors of each caller's memories. Faults of the storage are exceptions.</summary>
public interface ICallerVectors
{
    /// <summary>Reads a caller's vectors; null when there are none.</summary>
    ValueTask<StoredVectors?> ReadAsync(CallerKey caller, CancellationToken cancellationToken);

    /// <summary>The tag of the current version, without reading the vectors; null when there are none.</summary>
    ValueTask<string?> ReadTagAsync(CallerKey caller, CancellationToken cancellationToken);

    /// <summary>Writes vectors over the version that was read.</summary>
    /// <param name="caller">Whose.</param>
    /// <param name="vectors">The vectors.</param>
    /// <param name="replaces">The tag of the version that was read; null for a first one.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The tag of what was written; null when another version has come in between.</returns>
    ValueTask<string?> TryWriteAsync(CallerKey caller, CallerVectors vectors, string? replaces, CancellationToken cancellationToken);

    /// <summary>Deletes a caller's vectors.</summary>
    ValueTask DeleteAsync(CallerKey caller, CancellationToken cancellationToken);
}
