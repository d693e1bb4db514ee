using System.Globalization;
using System.Runtime.CompilerServices;
using Azure.Storage.Blobs.Models;
using Elaoms.Core.Calls;
using Elaoms.Core.Records;
using Elaoms.Core.Storage.Documents;

namespace Elaoms.Storage.Azure;

/// <summary>Records and profiles as blobs: <c>callers/&lt;key&gt;/record.json</c> and <c>profile.json</c> beside it.</summary>
public sealed class BlobCallerStore(AzureAccount account) : ICallerStore
{
    private const string Revision = "revision";
    private const string RecordFile = "/record.json";

    /// <inheritdoc />
    public async ValueTask<StoredCaller?> ReadAsync(CallerKey key, CancellationToken cancellationToken)
        => await account.Callers.ReadAsync(RecordName(key), CallerJson.Default.CallerRecord, cancellationToken) is { } stored
            ? new StoredCaller(stored.Value, stored.ETag, stored.SizeBytes)
            : null;

    /// <inheritdoc />
    public async ValueTask<string?> ReadETagAsync(CallerKey key, CancellationToken cancellationToken)
        => (await account.Callers.ReadPropertiesAsync(RecordName(key), cancellationToken))?.ETag.ToString();

    /// <inheritdoc />
    public async ValueTask<bool> TryWriteAsync(CallerKey key, CallerRecord record, string? replaces, CancellationToken cancellationToken)
        => await account.Callers.TryWriteAsync(
            RecordName(key), record, CallerJson.Default.CallerRecord, replaces, cancellationToken) is not null;

    /// <inheritdoc />
    public async IAsyncEnumerable<CallerKey> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var blob in account.Callers.GetBlobsAsync(new GetBlobsOptions(), cancellationToken))
        {
            if (blob.Name.EndsWith(RecordFile, StringComparison.Ordinal))
                yield return new CallerKey(blob.Name[..^RecordFile.Length]);
        }
    }

    /// <inheritdoc />
    public async ValueTask<CallerProfile?> ReadProfileAsync(CallerKey key, CancellationToken cancellationToken)
        => (await account.Callers.ReadAsync(ProfileName(key), CallerJson.Default.CallerProfile, cancellationToken))?.Value;

    /// <inheritdoc />
    public async ValueTask WriteProfileAsync(CallerKey key, CallerProfile profile, CancellationToken cancellationToken)
    {
        // For instances from before documents had a form: they compare this and not what is in the profile.
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [Revision] = profile.Revision.ToString(CultureInfo.InvariantCulture),
        };
        while (true)
        {
            var there = await account.Callers.ReadAsync(ProfileName(key), CallerJson.Default.CallerProfile, cancellationToken);
            if (there?.Value.Revision > profile.Revision
                || await account.Callers.TryWriteAsync(
                    ProfileName(key), profile, CallerJson.Default.CallerProfile, there?.ETag, cancellationToken, metadata) is not null)
            {
                return;
            }
        }
    }

    /// <inheritdoc />
    public async ValueTask DeleteProfileAsync(CallerKey key, CancellationToken cancellationToken)
        => await account.Callers.DeleteBlobIfExistsAsync(ProfileName(key), cancellationToken: cancellationToken);

    /// <inheritdoc />
    public ValueTask<bool> TryDeleteAsync(CallerKey key, string tag, CancellationToken cancellationToken)
        => account.Callers.TryDeleteAsync(RecordName(key), tag, cancellationToken);

    private static string RecordName(CallerKey key) => key.Value + RecordFile;

    private static string ProfileName(CallerKey key) => key.Value + "/profile.json";
}
