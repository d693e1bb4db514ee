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
    private readonly ConcurrentDictionary<string, PartIndex> _parts = new(StringComparer.Ordinal);
    private Task<CallerIndex?> _whole = null!;

    /// <summary>Begins with the parts that an earlier index of the record has.</summary>
    /// <param name="head">The head.</param>
    /// <param name="previous">The earlier index; null when there is none.</param>
    public IndexLoad(Versioned<RecordHead> head, CallerIndex? previous)
    {
        (_head, _headBytes) = (head.Value, head.SizeBytes);
        var names = _head.Segments.Select(segment => segment.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var part in previous?.Parts ?? [])
        {
            if (part.Name is { } name && names.Contains(name))
                Add(part);
        }

        Missing = [.. _head.Segments.Where(segment => !_parts.ContainsKey(segment.Name))
            .OrderByDescending(segment => segment.To).Select(segment => segment.Name)];
    }

    /// <summary>The segments that are to be read, the newest first.</summary>
    public IReadOnlyList<string> Missing { get; }

    /// <summary>Sets what ends with the whole index; null when a part has been replaced meanwhile.</summary>
    public void Begin(Task<CallerIndex?> whole) => _whole = whole;

    /// <summary>Adds a part.</summary>
    public void Add(PartIndex part) => _parts[part.Name!] = part;

    /// <summary>The index of the parts that are at hand.</summary>
    public CallerIndex Join()
    {
        var parts = _head.Segments.Select(segment => _parts.GetValueOrDefault(segment.Name)).OfType<PartIndex>()
            .Append(PartIndex.Of(_head.Part(_headBytes), LanguageSet.BuiltIn)).ToList();
        var digest = _head.DigestNow();
        // Few searches need it, and to make it takes as long as to search.
        var known = new Lazy<KnownFacts>(_head.Known);
        return new CallerIndex(
            digest, fact => !digest.Says(fact) && known.Value.IsOver(fact), parts, RankingWeights.Default, LanguageSet.BuiltIn)
        {
            IsPartial = parts.Count <= _head.Segments.Count,
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
}
