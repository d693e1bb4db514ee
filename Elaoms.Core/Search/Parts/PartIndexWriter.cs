using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Elaoms.Core.Records;
using Elaoms.Core.Records.Facts;
using Elaoms.Core.Records.Memories;
using Elaoms.Core.Storage.Records;
using Elaoms.Core.Text.Languages;

namespace Elaoms.Core.Search.Parts;

/// <summary>Makes the stored index of a part: its memories by call and turn, their terms, and the names in them.</summary>
/// <param name="languages">The languages that callers may speak; null for those that are built in.</param>
internal sealed class PartIndexWriter(LanguageSet? languages = null) : IMemoryIndexer
{
    // Their files are read with the first call, and not when the program starts.
    private LanguageSet Languages => languages ?? LanguageSet.BuiltIn;

    /// <inheritdoc />
    public byte[] Index(IReadOnlyList<PastCall> calls, IReadOnlyList<Memory> memories, IReadOnlyList<Fact> facts)
    {
        var counts = LanguageCounts.Of(memories.Select(memory => memory.Text), Languages);
        return Index(calls, memories, facts, counts, counts.Beside(Languages));
    }

    /// <summary>Indexes as if a language were spoken beside English.</summary>
    /// <param name="calls">The calls that the memories are of.</param>
    /// <param name="memories">The memories, in the order of their lines.</param>
    /// <param name="facts">What the memories state, and perhaps others.</param>
    /// <param name="counts">The words of each language in them.</param>
    /// <param name="beside">The language; null for none.</param>
    public byte[] Index(
        IReadOnlyList<PastCall> calls,
        IReadOnlyList<Memory> memories,
        IReadOnlyList<Fact> facts,
        LanguageCounts counts,
        Language? beside)
    {
        var stating = facts.Where(fact => fact is { Ends: false, Source.Turn: not null })
            .Select(fact => (fact.Source.ConversationId, fact.Source.Turn)).ToHashSet();
        var places = MemoryLines.PlacesOf(calls);
        var ordered = memories.Select((memory, line) => (Memory: memory, Line: line, Call: places[memory.ConversationId]))
            .OrderBy(one => one.Call).ThenBy(one => one.Memory.Turn ?? -1).ThenBy(one => one.Memory.Id, StringComparer.Ordinal).ToList();
        var reader = new TermReader(new Terms(Languages, beside));
        var names = new NameUses();
        var texts = new PartText[ordered.Count];
        var postings = new Dictionary<string, List<Posting>>(StringComparer.Ordinal);
        for (var first = 0; first < ordered.Count;)
        {
            var end = first;
            while (end < ordered.Count && ordered[end].Call == ordered[first].Call)
                end++;
            var about = GeneralQuery.About([.. ordered[first..end].Select(one => one.Memory)]);
            for (var at = first; at < end; at++)
            {
                var (memory, line, call) = ordered[at];
                var terms = reader.Read(memory.Text);
                foreach (var term in terms.Terms)
                    Count(postings, term, at);
                names.Count(memory.Text, SpeakerNames.SideOf(memory.Role));
                texts[at] = new PartText(
                    call,
                    memory.Turn ?? -1,
                    line,
                    terms.Terms.Count,
                    (int)Math.Clamp((memory.Time - calls[call].StartedAt).TotalMilliseconds, int.MinValue, int.MaxValue),
                    (float)memory.Salience,
                    SaidHash(memory),
                    TraitsOf(memory, calls[call], terms.TellsTime, stating.Contains((memory.ConversationId, memory.Turn))),
                    about[at - first]);
            }

            first = end;
        }

        return Write(texts, postings, names, counts, beside);
    }

    private static TextTraits TraitsOf(Memory memory, PastCall call, bool tellsTime, bool statesFact)
    {
        var traits = SpeakerNames.SideOf(memory.Role) switch
        {
            SpeakerSide.Caller => TextTraits.ByCaller,
            SpeakerSide.Agent => TextTraits.ByAgent,
            _ => TextTraits.None,
        };
        if (TextSigns.Asks(memory.Text))
            traits |= TextTraits.Asks;
        if (tellsTime)
            traits |= TextTraits.TellsTime;
        if (memory.Id != StoredMemory.IdOf(call, memory.Turn))
            traits |= TextTraits.HasOtherId;
        if (statesFact)
            traits |= TextTraits.StatesFact;
        return traits;
    }

    private byte[] Write(
        PartText[] texts, Dictionary<string, List<Posting>> postings, NameUses names, LanguageCounts counts, Language? beside)
    {
        var terms = postings.Select(term => (Name: Encoding.UTF8.GetBytes(term.Key), Postings: term.Value)).ToArray();
        Array.Sort(terms, (one, other) => one.Name.AsSpan().SequenceCompareTo(other.Name));
        var output = new ArrayBufferWriter<byte>();
        var all = terms.SelectMany(term => term.Postings).Select(posting => posting.Pack()).ToArray();
        Write(output, [new PartHeader(
            PartHeader.CurrentVersion,
            Languages.Fingerprint,
            Languages.PlaceOf(beside),
            texts.Length,
            terms.Length,
            terms.Sum(term => term.Name.Length),
            all.Length,
            names.Count(),
            counts.Words,
            counts.OfOthers.Count)]);
        Write<PartText>(output, texts);
        Write<int>(output, Ends(terms.Select(term => term.Name.Length)));
        Write<int>(output, Ends(terms.Select(term => term.Postings.Count)));
        Write<uint>(output, all);
        Write<int>(output, [.. counts.OfOthers]);
        foreach (var (name, _) in terms)
            output.Write(name);
        names.Write(output);
        return output.WrittenSpan.ToArray();
    }

    private static int[] Ends(IEnumerable<int> lengths)
    {
        var end = 0;
        return [.. lengths.Select(length => end += length)];
    }

    private static void Write<T>(ArrayBufferWriter<byte> output, ReadOnlySpan<T> values)
        where T : unmanaged => output.Write(MemoryMarshal.AsBytes(values));

    private static void Count(Dictionary<string, List<Posting>> postings, string term, int text)
    {
        ref var ofTerm = ref CollectionsMarshal.GetValueRefOrAddDefault(postings, term, out _);
        ofTerm ??= new List<Posting>(1);
        if (ofTerm.Count > 0 && ofTerm[^1].Text == text)
            ofTerm[^1] = new Posting(text, ofTerm[^1].Count + 1);
        else
            ofTerm.Add(new Posting(text, 1));
    }

    // What is said again by the same side in the same words, as people do, is folded.
    private static ulong SaidHash(Memory memory)
        => memory.Role is null
            ? 0
            : BitConverter.ToUInt64(SHA256.HashData(Encoding.UTF8.GetBytes($"{memory.Role}\n{TextSigns.WordsOf(memory.Text)}"))) | 1;
}
