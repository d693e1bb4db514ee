using System.Runtime.CompilerServices;

namespace Elaoms.Core.Storage.Records;

/// <summary>
/// The list of a record's segments while it is changed. The head keeps the newest of the list; pages hold the others, and are read only
/// when one of these is looked for.
/// </summary>
/// <param name="head">The head as it was read; null for the first call of a caller.</param>
/// <param name="stored">The caller's segments.</param>
/// <param name="limits">How long the lists may get.</param>
/// <param name="now">The time for names of segments.</param>
internal sealed class SegmentListEdit(RecordHead? head, CallerSegments stored, PageLimits limits, DateTimeOffset now)
{
    private readonly List<SegmentEntry> _newest = [.. head?.Segments ?? []];
    private readonly List<Page> _pages = [.. (head?.Pages ?? []).Select(entry => new Page(entry))];

    /// <summary>The segments and pages that the new head names and the old one did not.</summary>
    public Dictionary<string, RecordSegment> Written { get; } = new(StringComparer.Ordinal);

    /// <summary>The segments and pages that the old head named and the new one does not.</summary>
    public List<string> Replaced { get; } = [];

    /// <summary>The segments that no page lists.</summary>
    public IReadOnlyList<SegmentEntry> Newest => [.. _newest];

    /// <summary>The pages, once <see cref="FinishAsync"/> is done.</summary>
    public IReadOnlyList<PageEntry> Pages => [.. _pages.Select(page => page.Entry!)];

    /// <summary>The segment that was begun last; null when there is none outside of pages.</summary>
    public SegmentEntry? Last => _newest.LastOrDefault();

    /// <summary>Reads a segment of the list.</summary>
    public async Task<RecordSegment> ReadAsync(SegmentEntry entry, CancellationToken cancellationToken)
        => Written.TryGetValue(entry.Name, out var written) ? written : await stored.ReadAsync(entry.Name, cancellationToken);

    /// <summary>Reads all segments of the list. Each may be replaced meanwhile.</summary>
    public async IAsyncEnumerable<(SegmentEntry Entry, RecordSegment Segment)> ReadAllAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await LoadAsync(_pages, cancellationToken);
        foreach (var entry in _pages.SelectMany(page => page.Segments!).Concat(_newest).ToList())
            yield return (entry, await ReadAsync(entry, cancellationToken));
    }

    /// <summary>Finds the segments that may hold a conversation, those outside of pages first.</summary>
    /// <param name="conversationId">The conversation.</param>
    /// <param name="firstClaimedAt">When it was claimed for the first time; null when that may have been at any time.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async IAsyncEnumerable<SegmentEntry> FindAsync(
        string conversationId, DateTimeOffset? firstClaimedAt, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var entry in _newest.FindAll(entry => entry.MayHold(conversationId)))
            yield return entry;
        var pages = _pages.FindAll(page => page.Entry!.MayList(firstClaimedAt));
        await LoadAsync(pages, cancellationToken);
        foreach (var entry in pages.SelectMany(page => page.Segments!).Where(entry => entry.MayHold(conversationId)).ToList())
            yield return entry;
    }

    /// <summary>Adds a segment as the last.</summary>
    public void Add(RecordSegment segment) => _newest.Add(Write(segment));

    /// <summary>Puts a segment in the place of another; null to leave it out.</summary>
    public void Replace(SegmentEntry entry, RecordSegment? by)
    {
        var list = _newest;
        if (_pages.Find(page => page.Segments?.Contains(entry) == true) is { } page)
        {
            list = page.Segments!;
            page.IsChanged = true;
        }

        if (!Written.Remove(entry.Name))
            Replaced.Add(entry.Name);
        if (by is null)
            list.Remove(entry);
        else
            list[list.IndexOf(entry)] = Write(by);
    }

    /// <summary>How many bytes the list takes in the head, without what pages list.</summary>
    public int BytesInHead => _newest.Sum(entry => entry.StoredBytes) + PageEntry.MaxStoredBytes * _pages.Count;

    /// <summary>Moves the oldest segments into pages when the head has no room for all, and writes the pages that have changed.</summary>
    /// <param name="room">How many bytes the list may take in the head, if not even fewer are wanted there.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task FinishAsync(int room, CancellationToken cancellationToken)
    {
        var oldest = Oldest(Math.Min(room, limits.MaxInHead));
        if (oldest.Count > 0)
            await MoveAsync(oldest, cancellationToken);
        foreach (var page in _pages.FindAll(page => page.IsChanged))
        {
            if (page.Entry is { } former)
                Replaced.Add(former.Name);
            if (page.Segments!.Count == 0)
                _pages.Remove(page);
            else
                page.Entry = PageEntry.Of(NameOf(RecordSegment.PageOf([.. page.Segments])), page.Segments);
        }
    }

    // Half of what there is room for, so that several more segments can come before a page is written again.
    private List<SegmentEntry> Oldest(int most)
    {
        var size = _newest.Sum(entry => entry.StoredBytes);
        if (size <= most)
            return [];
        var count = 0;
        for (; size > most / 2 && count < _newest.Count - 1; count++)
            size -= _newest[count].StoredBytes;
        return _newest[..count];
    }

    private async Task MoveAsync(List<SegmentEntry> oldest, CancellationToken cancellationToken)
    {
        await LoadAsync(_pages.TakeLast(1), cancellationToken);
        var size = _pages.LastOrDefault()?.Segments!.Sum(entry => entry.StoredBytes) ?? int.MaxValue / 2;
        foreach (var entry in oldest)
        {
            size += entry.StoredBytes;
            if (size > limits.MaxInPage)
            {
                _pages.Add(new Page(entry: null) { Segments = [] });
                size = entry.StoredBytes;
            }

            _pages[^1].Segments!.Add(entry);
            _pages[^1].IsChanged = true;
        }

        _newest.RemoveRange(0, oldest.Count);
    }

    private async Task LoadAsync(IEnumerable<Page> pages, CancellationToken cancellationToken)
    {
        var unread = pages.Where(page => page.Segments is null).ToList();
        var lists = await stored.ReadPagesAsync(unread.Select(page => page.Entry!), cancellationToken);
        foreach (var (page, list) in unread.Zip(lists))
            page.Segments = [.. list];
    }

    private SegmentEntry Write(RecordSegment segment) => SegmentEntry.Of(NameOf(segment), segment);

    private string NameOf(RecordSegment written)
    {
        var name = SegmentNames.New(now);
        Written.Add(name, written);
        return name;
    }

    /// <summary>A page while it is changed.</summary>
    private sealed class Page(PageEntry? entry)
    {
        /// <summary>What the head says of it; null for a new one.</summary>
        public PageEntry? Entry { get; set; } = entry;

        /// <summary>What it lists; null while it is not read.</summary>
        public List<SegmentEntry>? Segments { get; set; }

        public bool IsChanged { get; set; }
    }
}
