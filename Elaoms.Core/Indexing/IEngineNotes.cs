using Elaoms.Core.Callers;

namespace Elaoms.Core.Indexing;

/// <summary>Keeps one note per caller of what an engine holds. Faults of the storage are exceptions.</summary>
public interface IEngineNotes
{
    /// <summary>Reads a caller's note; null when there is none.</summary>
    ValueTask<StoredEngineNote?> ReadAsync(CallerKey caller, CancellationToken cancellationToken);

    /// <summary>The tag of the current version, without reading the note; null when there is none.</summary>
    ValueTask<string?> ReadTagAsync(CallerKey caller, CancellationToken cancellationToken);

    /// <summary>Writes a note over the version that was read.</summary>
    /// <param name="caller">Whose.</param>
    /// <param name="note">The note.</param>
    /// <param name="replaces">The tag of the version that was read; null for a first one.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The tag of what was written; null when another version has come in between.</returns>
    ValueTask<string?> TryWriteAsync(CallerKey caller, EngineNote note, string? replaces, CancellationToken cancellationToken);

    /// <summary>Deletes a note.</summary>
    ValueTask DeleteAsync(CallerKey caller, CancellationToken cancellationToken);
}
