using System.Globalization;
using System.Runtime.CompilerServices;
using Azure;
using Azure.Storage.Blobs.Models;
using Elaoms.Core.Calls;
using Elaoms.Core.Storage.Documents;

namespace Elaoms.Storage.Azure;

/// <summary>
/// Tasks as blobs: <c>engine/due/&lt;caller key&gt;.json</c>. The metadata repeats the due time, so that a listing finds it.
/// </summary>
public sealed class BlobIndexTasks(AzureAccount account) : IIndexTasks
{
    private const string Folder = "due/";
    private const string FileType = ".json";
    private const string NotBefore = "notbefore";

    /// <inheritdoc />
    public async ValueTask<StoredIndexTask?> ReadAsync(CallerKey caller, CancellationToken cancellationToken)
        => await account.Engine.ReadAsync(NameOf(caller), IndexJson.Default.IndexTask, cancellationToken) is { } stored
            ? new StoredIndexTask(stored.Value, stored.ETag)
            : null;

    /// <inheritdoc />
    public ValueTask<string?> TryWriteAsync(CallerKey caller, IndexTask task, string? replaces, CancellationToken cancellationToken)
    {
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [NotBefore] = task.NotBefore.UtcTicks.ToString(CultureInfo.InvariantCulture),
        };
        return account.Engine.TryWriteAsync(NameOf(caller), task, IndexJson.Default.IndexTask, replaces, cancellationToken, metadata);
    }

    /// <inheritdoc />
    public ValueTask<bool> TryDeleteAsync(CallerKey caller, string tag, CancellationToken cancellationToken)
        => account.Engine.TryDeleteAsync(NameOf(caller), tag, cancellationToken);

    /// <inheritdoc />
    public async IAsyncEnumerable<CallerKey> ListDueAsync(DateTimeOffset now, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Whether a task is taken is not in the metadata; whoever takes it reads the task itself.
        await foreach (var blob in ListAsync(BlobTraits.Metadata, cancellationToken))
        {
            var isKnown = long.TryParse(
                blob.Metadata.TryGetValue(NotBefore, out var text) ? text : null,
                NumberStyles.Integer,
                CultureInfo.InvariantCulture,
                out var notBefore);
            if (blob.Name.EndsWith(FileType, StringComparison.Ordinal)
                && (!isKnown || notBefore <= now.UtcTicks || new TimeSpan(notBefore - now.UtcTicks) > IndexTaskChanges.LongestWait))
                yield return new CallerKey(blob.Name[Folder.Length..^FileType.Length]);
        }
    }

    /// <inheritdoc />
    public async ValueTask<int> CountAsync(CancellationToken cancellationToken)
        => await ListAsync(BlobTraits.None, cancellationToken).CountAsync(cancellationToken);

    private AsyncPageable<BlobItem> ListAsync(BlobTraits traits, CancellationToken cancellationToken)
        => account.Engine.GetBlobsAsync(new GetBlobsOptions { Prefix = Folder, Traits = traits }, cancellationToken);

    private static string NameOf(CallerKey caller) => Folder + caller.Value + FileType;
}
