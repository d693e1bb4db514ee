using Elaoms.Core.Storage.Documents;

namespace Elaoms.Core.Storage.Records;

/// <summary>The stored segments of one caller, with the pages that list them.</summary>
internal sealed class CallerSegments(IDocumentStore<RecordSegment> documents, string caller)
{
    // Each may take 128 KB.
    private const int PagesAtATime = 8;

    /// <summary>Reads a segment; null when there is none of this name any more.</summary>
    public ValueTask<Versioned<RecordSegment>?> FindAsync(string name, CancellationToken cancellationToken)
        => documents.ReadAsync(SegmentNames.Of(caller, name), cancellationToken);

    /// <summary>Reads a segment that a head names.</summary>
    /// <exception cref="SegmentMissingException">A writer has replaced it since that head was read, or it is lost.</exception>
    public async Task<RecordSegment> ReadAsync(string name, CancellationToken cancellationToken)
        => (await FindAsync(name, cancellationToken))?.Value ?? throw new SegmentMissingException();

    /// <summary>Reads which segments pages list, page by page.</summary>
    /// <exception cref="SegmentMissingException">A writer has replaced one since the head was read, or it is lost.</exception>
    public async Task<IReadOnlyList<IReadOnlyList<SegmentEntry>>> ReadPagesAsync(
        IEnumerable<PageEntry> pages, CancellationToken cancellationToken)
    {
        var lists = new List<IReadOnlyList<SegmentEntry>>();
        foreach (var some in pages.Chunk(PagesAtATime))
        {
            var read = await Task.WhenAll(some.Select(page => ReadAsync(page.Name, cancellationToken)));
            lists.AddRange(read.Select(page => page.Segments ?? []));
        }

        return lists;
    }

    /// <summary>Reads all segments of a record, in the order in which they were begun, with their sizes.</summary>
    /// <exception cref="SegmentMissingException">A writer has replaced one since the head was read, or it is lost.</exception>
    public async Task<List<Versioned<RecordSegment>>> ReadAllAsync(RecordHead head, CancellationToken cancellationToken)
    {
        var segments = new List<Versioned<RecordSegment>>();
        foreach (var list in (await ReadPagesAsync(head.Pages, cancellationToken)).Append(head.Segments))
        {
            foreach (var entry in list)
                segments.Add(await FindAsync(entry.Name, cancellationToken) ?? throw new SegmentMissingException());
        }

        return segments;
    }

    /// <summary>Writes segments that no head names yet.</summary>
    public async Task WriteAsync(IReadOnlyDictionary<string, RecordSegment> segments, CancellationToken cancellationToken)
    {
        foreach (var (name, segment) in segments)
            await documents.TryWriteAsync(SegmentNames.Of(caller, name), segment, replaces: null, cancellationToken);
    }

    /// <summary>Deletes segments. Those that are gone already are passed over.</summary>
    public async Task DeleteAsync(IEnumerable<string> names, CancellationToken cancellationToken)
    {
        foreach (var name in names)
            await documents.DeleteAsync(SegmentNames.Of(caller, name), cancellationToken);
    }

    /// <summary>Lists the caller's segments and pages, also those that no head names.</summary>
    public async Task<List<string>> ListAsync(CancellationToken cancellationToken)
    {
        var below = SegmentNames.Below(caller);
        return await documents.ListAsync(below, cancellationToken).Select(listed => listed.Name[below.Length..])
            .ToListAsync(cancellationToken);
    }
}

/// <summary>A segment is not there that a head names.</summary>
internal sealed class SegmentMissingException() : IOException("A segment of a caller's record is missing.");
