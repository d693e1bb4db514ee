using Elaoms.Core.Calls;
using Elaoms.Core.Records;

namespace Elaoms.Core.Storage.Documents;

/// <summary>
/// Stores a record and a profile per caller. Writing a record is the only commit: it succeeds as a whole, and only over the version that
/// was read. Storage faults are exceptions.
/// </summary>
public interface ICallerStore
{
    /// <summary>Reads a record; null when there is none.</summary>
    ValueTask<StoredCaller?> ReadAsync(CallerKey key, CancellationToken cancellationToken);

    /// <summary>The tag of the current version, without reading the record; null when there is none.</summary>
    ValueTask<string?> ReadETagAsync(CallerKey key, CancellationToken cancellationToken);

    /// <summary>Writes a record.</summary>
    /// <param name="key">The caller.</param>
    /// <param name="record">The new version.</param>
    /// <param name="replaces">The tag of the version it was made from; null for a first version.</param>
    /// <returns>False when another version has come in between: read again.</returns>
    ValueTask<bool> TryWriteAsync(CallerKey key, CallerRecord record, string? replaces, CancellationToken cancellationToken);

    /// <summary>Lists the callers who have a record, in any order.</summary>
    IAsyncEnumerable<CallerKey> ListAsync(CancellationToken cancellationToken);

    /// <summary>Reads the profile; null when there is none.</summary>
    ValueTask<CallerProfile?> ReadProfileAsync(CallerKey key, CancellationToken cancellationToken);

    /// <summary>Writes the profile, unless one of a higher revision is there.</summary>
    ValueTask WriteProfileAsync(CallerKey key, CallerProfile profile, CancellationToken cancellationToken);

    /// <summary>Deletes the profile, whatever its revision.</summary>
    ValueTask DeleteProfileAsync(CallerKey key, CancellationToken cancellationToken);

    /// <summary>Deletes the record, and not the profile.</summary>
    /// <param name="key">The caller.</param>
    /// <param name="tag">The tag of the version that was read.</param>
    /// <returns>False when another version has come in between: read again. True also when it is gone already.</returns>
    ValueTask<bool> TryDeleteAsync(CallerKey key, string tag, CancellationToken cancellationToken);
}
