using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Elaoms.Core.Records;
using Elaoms.Core.Records.Facts;
using Elaoms.Core.Records.Memories;
using Elaoms.Core.Storage.Records;
using Elaoms.Core.Text.Languages;

namespace Elaoms.Core.Search.Parts;

/// <summary>The index of a part of a record, read where it lies.</summary>
internal sealed class PartIndex
{
    private const long BytesPerCall = 800;

    private readonly RecordPart _part;
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly PartHeader _header;
    private readonly int _termEnds;
    private readonly int _postingEnds;
    private readonly int _postings;
    private readonly int _languages;
    private readonly int _terms;
    private int[]? _lineEnds;

    private PartIndex(RecordPart part, ReadOnlyMemory<byte> bytes)
    {
        (_part, _bytes) = (part, bytes);
        _header = MemoryMarshal.Read<PartHeader>(bytes.Span);
        _termEnds = Unsafe.SizeOf<PartHeader>() + _header.Texts * Unsafe.SizeOf<PartText>();
        _postingEnds = _termEnds + _header.Terms * sizeof(int);
        _postings = _postingEnds + _header.Terms * sizeof(int);
        _languages = _postings + _header.Postings * sizeof(uint);
        _terms = _languages + _header.Others * sizeof(int);
    }

    /// <summary>The segment's name; null for what stands in the head.</summary>
    public string? Name => _part.Name;

    /// <summary>The calls.</summary>
    public IReadOnlyList<PastCall> Calls => _part.Calls;

    /// <summary>Reads what was said of the caller in them, and perhaps in others.</summary>
    public IReadOnlyList<Fact> ReadFacts() => _part.ReadFacts();

    /// <summary>The memories, by call and turn.</summary>
    public ReadOnlySpan<PartText> Texts
        => Read<PartText>(Unsafe.SizeOf<PartHeader>(), _header.Texts);

    /// <summary>How much memory it takes, in bytes, about.</summary>
    public long Bytes => Math.Max(_part.Bytes, _part.Memories.Lines.Length) + BytesPerCall * Calls.Count
        + (_bytes.Equals(_part.Memories.Index) ? 0 : _bytes.Length);

    /// <summary>The words of each language.</summary>
    public LanguageCounts Languages => new(_header.Words, Read<int>(_languages, _header.Others).ToArray());

    /// <summary>
    /// Reads the index of a part. Makes it anew if it is missing, of another form, or made by other words of the languages.
    /// </summary>
    public static PartIndex Of(RecordPart part, LanguageSet languages)
    {
        var stored = part.Memories.Index;
        return IsReadable(stored.Span, languages)
            ? new PartIndex(part, stored)
            : new PartIndex(part, new PartIndexWriter(languages).Index(part.Calls, part.ReadMemories(), part.ReadFacts()));
    }

    /// <summary>The index with the terms that it has beside a language.</summary>
    public PartIndex Beside(Language? language, LanguageSet languages)
    {
        if (languages.PlaceOf(language) == _header.Beside)
            return this;
        return new PartIndex(_part, new PartIndexWriter(languages).Index(Calls, _part.ReadMemories(), ReadFacts(), Languages, language));
    }

    /// <summary>What <see cref="Find"/> found: the memories that have a term, packed as <see cref="Posting.Pack"/> does.</summary>
    public ReadOnlySpan<uint> Postings(Range found) => Read<uint>(_postings, _header.Postings)[found];

    /// <summary>Finds the postings of a term.</summary>
    public Range Find(ReadOnlySpan<byte> term)
    {
        var ends = Read<int>(_termEnds, _header.Terms);
        var terms = _bytes.Span.Slice(_terms, _header.TermBytes);
        for (var (low, high) = (0, _header.Terms - 1); low <= high;)
        {
            var middle = (low + high) >>> 1;
            var order = terms[(middle == 0 ? 0 : ends[middle - 1])..ends[middle]].SequenceCompareTo(term);
            if (order == 0)
            {
                var postings = Read<int>(_postingEnds, _header.Terms);
                return (middle == 0 ? 0 : postings[middle - 1])..postings[middle];
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return default;
    }

    /// <summary>Adds the words that were written with a capital.</summary>
    public void AddNames(NameUses names) => names.Read(_bytes.Span[(_terms + _header.TermBytes)..], _header.Names);

    /// <summary>The id of the memory at a place.</summary>
    public string IdAt(int text)
        => Texts[text].Has(TextTraits.HasOtherId)
            ? MemoryAt(text).Id
            : StoredMemory.IdOf(Calls[Texts[text].Call], Texts[text].IsTurn ? Texts[text].Turn : null);

    /// <summary>The memory at a place.</summary>
    public Memory MemoryAt(int text)
    {
        var lines = _part.Memories.Lines;
        _lineEnds ??= MemoryLines.Ends(lines.Span);
        var line = Texts[text].Line;
        var begin = line == 0 ? 0 : _lineEnds[line - 1] + 1;
        return MemoryLines.ReadOne(Calls, lines.Span[begin.._lineEnds[line]]);
    }

    /// <summary>Some of the calls, with all that they taught; null when none of them is in this part.</summary>
    public RecordPart? Only(IReadOnlySet<string> conversations)
    {
        var calls = Calls.Where(call => conversations.Contains(call.ConversationId)).ToList();
        if (calls.Count == 0)
            return null;
        var chosen = calls.Select(call => call.ConversationId).ToHashSet(StringComparer.Ordinal);
        List<Fact> facts = [.. ReadFacts().Where(fact => chosen.Contains(fact.Source.ConversationId))];
        var memories = _part.ReadMemories().Where(memory => chosen.Contains(memory.ConversationId));
        return new RecordPart(Name, calls, () => facts, StoredMemories.Of(calls, memories, facts, indexer: null));
    }

    private ReadOnlySpan<T> Read<T>(int begin, int count)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(_bytes.Span.Slice(begin, count * Unsafe.SizeOf<T>()));

    private static bool IsReadable(ReadOnlySpan<byte> stored, LanguageSet languages)
        => MemoryMarshal.TryRead<PartHeader>(stored, out var header)
            && header.Version == PartHeader.CurrentVersion && header.Languages == languages.Fingerprint;
}
