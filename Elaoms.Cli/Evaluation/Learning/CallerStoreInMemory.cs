using System.Globalization;
using Elaoms.Core.Calls;
using Elaoms.Core.Records;
using Elaoms.Core.Storage.Documents;

namespace Elaoms.Cli.Evaluation.Learning;

/// <summary>Records and profiles in memory, for one call at a time. Not safe for use by several threads.</summary>
internal sealed class CallerStoreInMemory : ICallerStore
{
    private readonly Dictionary<CallerKey, CallerRecord> _records = [];
    private readonly Dictionary<CallerKey, CallerProfile> _profiles = [];

    /// <summary>The records that are kept.</summary>
    public IReadOnlyCollection<CallerRecord> Records => _records.Values;

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        _records.Clear();
        _profiles.Clear();
    }

    /// <inheritdoc/>
    public ValueTask<StoredCaller?> ReadAsync(CallerKey key, CancellationToken cancellationToken)
        => new(_records.TryGetValue(key, out var record) ? new StoredCaller(record, ETag(record), 0) : null);

    /// <inheritdoc/>
    public ValueTask<string?> ReadETagAsync(CallerKey key, CancellationToken cancellationToken)
        => new(_records.TryGetValue(key, out var record) ? ETag(record) : null);

    /// <inheritdoc/>
    public ValueTask<bool> TryWriteAsync(CallerKey key, CallerRecord record, string? replaces, CancellationToken cancellationToken)
    {
        var current = _records.TryGetValue(key, out var stored) ? ETag(stored) : null;
        if (current != replaces)
            return new(false);
        _records[key] = record;
        return new(true);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<CallerKey> ListAsync(CancellationToken cancellationToken) => _records.Keys.ToAsyncEnumerable();

    /// <inheritdoc/>
    public ValueTask<CallerProfile?> ReadProfileAsync(CallerKey key, CancellationToken cancellationToken)
        => new(_profiles.GetValueOrDefault(key));

    /// <inheritdoc/>
    public ValueTask WriteProfileAsync(CallerKey key, CallerProfile profile, CancellationToken cancellationToken)
    {
        if (!_profiles.TryGetValue(key, out var stored) || stored.Revision <= profile.Revision)
            _profiles[key] = profile;
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask DeleteProfileAsync(CallerKey key, CancellationToken cancellationToken)
    {
        _profiles.Remove(key);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<bool> TryDeleteAsync(CallerKey key, string tag, CancellationToken cancellationToken)
    {
        var isCurrent = !_records.TryGetValue(key, out var record) || ETag(record) == tag;
        if (isCurrent)
            _records.Remove(key);
        return new(isCurrent);
    }

    private static string ETag(CallerRecord record) => record.Revision.ToString(CultureInfo.InvariantCulture);
}
