using System.Collections.Concurrent;
using Elaoms.Core.Records.Facts;
using Elaoms.Core.Search.Parts;
using Elaoms.Core.Search.Ranking;
using Elaoms.Core.Storage.Documents;
using Elaoms.Core.Storage.Records;
using Elaoms.Core.Text.Languages;

namespace Elaoms.Core.Search;

/// <summary>The index of a record while its parts are being read.</summary>
internal sealed class IndexLoad
{
    private readonly RecordHead _head;
    private readonly long _headBytes;
    private readonly Dictionary<string, PartIndex> _earlier;
    private readonly ConcurrentDictionary<string, PartIndex> _parts = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, IReadOnlyList<SegmentEntry>> _pages = new(StringComparer.Ordinal);
    private Task<CallerIndex?> _whole = null!;

    /// <summary>Begins with the parts and pages that an earlier index of the record has.</summary>
    /// <param name="head">The head.</param>
    /// <param name="previous">The earlier index; null when there is none.</param>
    public IndexLoad(Versioned<RecordHead> head, CallerIndex? previous)
    {
        (_head, _headBytes) = (head.Value, head.SizeBytes);
        _earlier = (previous?.Parts ?? []).Where(part => part.Name is not null)
            .ToDictionary(part => part.Name!, StringComparer.Ordinal);
        TakeEarlier(_head.Segments);
        foreach (var page in _head.Pages)
        {
            if (previous?.Pages.GetValueOrDefault(page.Name) is { } listed)
                Add(page, listed);
        }
    }

    /// <summary>The segments that are to be read, the newest first, as far as is known which there are.</summary>
    public IReadOnlyList<string> Missing => [.. Known().Where(segment => !_parts.ContainsKey(segment.Name))
        .OrderByDescending(segment => segment.To).Select(segment => segment.Name)];

    /// <summary>The pages that are to be read.</summary>
    public IReadOnlyList<PageEntry> MissingPages => [.. _head.Pages.Where(page => !_pages.ContainsKey(page.Name))];

    /// <summary>Sets what ends with the whole index; null when a part has been replaced meanwhile.</summary>
    public void Begin(Task<CallerIndex?> whole) => _whole = whole;

    /// <summary>Adds a part.</summary>
    public void Add(PartIndex part) => _parts[part.Name!] = part;

    /// <summary>Adds a page.</summary>
    public void Add(PageEntry page, IReadOnlyList<SegmentEntry> listed)
    {
        _pages[page.Name] = listed;
        TakeEarlier(listed);
    }

    /// <summary>The index of the parts that are at hand.</summary>
    public CallerIndex Join()
    {
        var isPartial = MissingPages.Count > 0 || Missing.Count > 0;
        var parts = Known().Select(segment => _parts.GetValueOrDefault(segment.Name)).OfType<PartIndex>()
            .Append(PartIndex.Of(_head.Part(_headBytes), LanguageSet.BuiltIn)).ToList();
        var digest = _head.DigestNow();
        // Few searches need it, and to make it takes as long as to search.
        var known = new Lazy<KnownFacts>(_head.Known);
        return new CallerIndex(
            digest, fact => !digest.Says(fact) && known.Value.IsOver(fact), parts, RankingWeights.Default, LanguageSet.BuiltIn)
        {
            IsPartial = isPartial,
            Pages = _pages,
        };
    }

    /// <summary>Waits for the whole index, and takes what is at hand when it is not done in time.</summary>
    /// <returns>Null when a part has been replaced meanwhile: read the head again.</returns>
    public async ValueTask<CallerIndex?> WithinAsync(TimeSpan patience, TimeProvider time, CancellationToken cancellationToken)
    {
        if (_whole.IsCompleted)
            return await _whole;
        try
        {
            return await _whole.WaitAsync(patience > TimeSpan.Zero ? patience : TimeSpan.Zero, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            return Join();
        }
    }

    private IEnumerable<SegmentEntry> Known()
        => _head.Pages.SelectMany(page => _pages.GetValueOrDefault(page.Name) ?? []).Concat(_head.Segments);

    private void TakeEarlier(IEnumerable<SegmentEntry> segments)
    {
        foreach (var segment in segments)
        {
            if (_earlier.TryGetValue(segment.Name, out var part))
                Add(part);
        }
    }
}
