using System.Text;
using Elaoms.Core.Records;
using Elaoms.Core.Records.Memories;

namespace Elaoms.Core.Storage.Records;

/// <summary>How much stands in which part of a record. Sizes are estimates, in bytes.</summary>
internal static class RecordLimits
{
    /// <summary>The most that a segment holds, unless a single call is larger.</summary>
    public const int MaxSegmentBytes = 112 << 10;

    /// <summary>The most facts that are kept beside those that hold, so that a late call finds its place among them.</summary>
    public const int MaxFactsBytes = 8 << 10;

    /// <summary>The most that a head holds of what could be made of the rest of it.</summary>
    public const int MaxDigestBytes = 12 << 10;

    /// <summary>
    /// The most that a head takes. Where it would take more, what could be made of the rest is left out; then pages list more of the
    /// segments; then the newest call moves to a segment too.
    /// </summary>
    public const int MaxHeadBytes = 127 << 10;

    /// <summary>The room in a head that its list of segments has at least.</summary>
    public const int LeastListBytes = 4 << 10;

    // The newest call stays in the head while it can, since the profile tells of it.
    private const int MaxCallsBytes = 24 << 10;
    private const int MaxNewestCallBytes = 44 << 10;
    private const int MaxCallsInSegments = 20;
    private const int MaxCallsInSegmentsBytes = 8 << 10;

    /// <summary>The calls that are to be moved out of the head: the oldest, so many that there is room for several more.</summary>
    /// <param name="byStart">The calls of the head.</param>
    /// <param name="size">The size of each, by conversation.</param>
    public static List<PastCall> Moving(IReadOnlyList<PastCall> byStart, Dictionary<string, int> size)
    {
        var sizes = byStart.Select(call => size[call.ConversationId]).ToList();
        if (byStart.Count == 0 || (sizes.Sum() <= MaxCallsBytes) || (byStart.Count == 1 && sizes[0] <= MaxNewestCallBytes))
            return [];
        var (kept, left) = (byStart.Count, 0);
        while (kept > 0 && (left += sizes[kept - 1]) <= (kept == byStart.Count ? MaxNewestCallBytes : MaxCallsBytes / 2))
            kept--;
        return [.. byStart.Take(kept)];
    }

    /// <summary>Divides calls among segments.</summary>
    /// <param name="calls">The calls.</param>
    /// <param name="size">The size of each.</param>
    public static IEnumerable<List<PastCall>> Split(IEnumerable<PastCall> calls, Dictionary<string, int> size)
    {
        var (current, used) = (new List<PastCall>(), 0);
        foreach (var call in calls)
        {
            var needed = size[call.ConversationId];
            if (used > 0 && used + needed > MaxSegmentBytes)
            {
                yield return current;
                (current, used) = ([], 0);
            }

            current.Add(call);
            used += needed;
        }

        yield return current;
    }

    /// <summary>The newest calls, as many as are kept at hand.</summary>
    public static IReadOnlyList<PastCall> Newest(IEnumerable<PastCall> byStart)
    {
        var (newest, size) = (new List<PastCall>(), 0);
        foreach (var call in byStart.Reverse())
        {
            size += SizeOf(call);
            if (newest.Count == MaxCallsInSegments || (newest.Count > 0 && size > MaxCallsInSegmentsBytes))
                break;
            newest.Insert(0, call);
        }

        return newest;
    }

    public static int SizeOf(PastCall call)
        => 350 + Bytes(call.ConversationId) + Bytes(call.Payload) + Bytes(call.AgentId) + Bytes(call.Title) + Bytes(call.Summary);

    // The text stands in a line, and its words in the index.
    public static int SizeOf(Memory memory) => 140 + 3 * Bytes(memory.Text);

    public static int SizeOf(CallerDigest digest)
        => 1_500 + digest.Profile.Facts.Sum(fact => Bytes(fact.Key) + Bytes(fact.Value))
            + digest.Current.Sum(fact => 220 + Bytes(fact.Key) + Bytes(fact.Value) + Bytes(fact.Source.ConversationId));

    private static int Bytes(string? text) => text is null ? 0 : Encoding.UTF8.GetByteCount(text);
}

/// <summary>How long lists of segments may get, in bytes.</summary>
/// <param name="MaxInHead">The most that a head lists by itself.</param>
/// <param name="MaxInPage">The most that a page lists.</param>
internal sealed record PageLimits(int MaxInHead, int MaxInPage)
{
    /// <summary>So that there is room for all else that a head holds, and so that a page is no larger than a segment.</summary>
    public static PageLimits Default { get; } = new(MaxInHead: 16 << 10, RecordLimits.MaxSegmentBytes);
}
