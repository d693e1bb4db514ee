using Elaoms.Core.Calls;

namespace Elaoms.Core.Storage.Documents;

/// <summary>Keeps one value per caller beside the record, such as what an engine holds of them.</summary>
public interface ICallerValues<T>
    where T : class
{
    /// <summary>Reads a caller's value; null when there is none.</summary>
    ValueTask<Stored<T>?> ReadAsync(CallerKey caller, CancellationToken cancellationToken);

    /// <summary>The tag of the current version, without reading the value; null when there is none.</summary>
    ValueTask<string?> ReadETagAsync(CallerKey caller, CancellationToken cancellationToken);

    /// <summary>Writes a value over the version that was read.</summary>
    /// <param name="caller">Whose.</param>
    /// <param name="value">The value.</param>
    /// <param name="replaces">The tag of the version that was read; null for a first one.</param>
    /// <returns>The tag of what was written; null when another version has come in between.</returns>
    ValueTask<string?> TryWriteAsync(CallerKey caller, T value, string? replaces, CancellationToken cancellationToken);

    /// <summary>Deletes a caller's value.</summary>
    ValueTask DeleteAsync(CallerKey caller, CancellationToken cancellationToken);
}
