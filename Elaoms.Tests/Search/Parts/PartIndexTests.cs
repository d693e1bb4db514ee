using System.Globalization;
using Elaoms.Core.Records;
using Elaoms.Core.Records.Facts;
using Elaoms.Core.Records.Memories;
using Elaoms.Core.Search;
using Elaoms.Core.Search.Parts;
using Elaoms.Core.Search.Ranking;
using Elaoms.Core.Storage.Records;
using Elaoms.Core.Text.Languages;
using Elaoms.Tests.Records;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Elaoms.Tests.Search.Parts;

/// <summary>An index in parts is the index of the whole.</summary>
public sealed class PartIndexTests
{
    private static readonly string[] Texts =
    [
        "I live in Oslo.", "We've moved to Bergen, Sandra!", "Where do you live?", "Thanks, Sandra.", "Hello Miguel", "Of course, Miguel!",
        "My parrot Rex likes jazz.", "Do you like jazz?", "Yes.", "Yes.", "Goodbye.", "The invoice of May 2026 is wrong.",
        "Wann kommt der Techniker für die Heizung?", "Der Techniker war gestern nicht da und wir sind noch ohne Heizung.",
    ];

    private static readonly string[] Said =
    [
        "home = Oslo", "home = Bergen", "-home = Oslo", "likes = jazz", "-likes = jazz", "name = Miguel", "plan = gold", "plan = tin",
        "pet = parrot Rex",
    ];

    private static readonly string[] Queries =
    [
        "where does the caller live", "jazz", "parrot Rex", "what did Sandra say", "invoice May 2026", "yes", "the last call", "",
        "Techniker Heizung", "which plan", "what is wrong with the invoice and the parrot",
    ];

    private static readonly Gen<ExtractedCall> Calls =
        from conversation in Gen.Choose(0, 19)
        from hour in Gen.Choose(0, 99)
        from texts in Gen.Elements(Texts).ListOf()
        from facts in Gen.Elements(Said).ListOf()
        from hasSummary in Gen.Elements(true, false)
        select CallOf(conversation, hour, texts.Take(8), facts.Take(3), hasSummary);

    [Fact]
    public void Index_in_parts_finds_what_the_index_of_the_whole_finds() => Property.Check(
        from calls in Calls.ListOf()
        from parts in Gen.Choose(1, 4)
        select (calls, parts),
        drawn =>
        {
            var record = drawn.calls.Aggregate(SampleRecords.Empty, (taught, call) => taught.With(call));
            var whole = new CallerIndex(record);

            var joined = Joined(record, drawn.parts);

            foreach (var query in Queries)
                Assert.Equal(Found(whole, query), Found(joined, query));
            foreach (var memory in record.Memories)
                Assert.Equal(whole.StandsFor(memory.Id), joined.StandsFor(memory.Id));
        });

    [Fact]
    public void Index_that_was_stored_is_read_as_it_was_made()
    {
        var record = SampleRecords.Empty.With(CallOf(1, 1, Texts, Said, hasSummary: true));
        var memories = StoredMemories.Of(record.Calls, record.Memories, record.Facts, new PartIndexWriter());
        var part = new RecordPart("1", record.Calls, () => record.Facts, StoredMemories.Unpack(memories.Pack([]), out _));

        var index = PartIndex.Of(part, LanguageSet.BuiltIn);

        Assert.Equal(record.Memories, Enumerable.Range(0, index.Texts.Length).Select(index.MemoryAt).OrderBy(memory => memory.Turn ?? -1));
        Assert.Equal(2, index.Postings(index.Find("jazz"u8)).Length);
        Assert.Equal(0, index.Postings(index.Find("jaz"u8)).Length);
        Assert.Equal(0, index.Postings(index.Find("zebra"u8)).Length);
        Assert.Equal(0, index.Postings(index.Find(""u8)).Length);
        Assert.True(index.Texts.SequenceEqual(
            PartIndex.Of(part with { Memories = part.Memories with { Index = default } }, LanguageSet.BuiltIn).Texts));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    public void Index_of_another_form_or_of_other_words_of_a_language_is_made_anew(int changed)
    {
        var record = SampleRecords.Empty.With(CallOf(1, 1, Texts, [], hasSummary: false));
        var memories = StoredMemories.Of(record.Calls, record.Memories, record.Facts, new PartIndexWriter());
        var index = memories.Index.ToArray();
        index[changed]++;
        index.AsSpan(60).Clear();

        var read = PartIndex.Of(new RecordPart("1", record.Calls, () => [], memories with { Index = index }), LanguageSet.BuiltIn);

        Assert.Equal(2, read.Postings(read.Find("jazz"u8)).Length);
    }

    [Fact]
    public void Stored_memories_that_are_cut_off_are_a_fault()
    {
        var packed = new StoredMemories("{}\n"u8.ToArray(), "index"u8.ToArray()).Pack("[1]"u8);

        var memories = StoredMemories.Unpack(packed, out var beside);

        Assert.Equal("{}\n"u8, memories.Lines.Span);
        Assert.Equal("index"u8, memories.Index.Span);
        Assert.Equal("[1]"u8, beside.Span);
        Assert.True(StoredMemories.Unpack(default, out _).Lines.IsEmpty);
        foreach (var length in (ReadOnlySpan<int>)[3, 7, 10, 15])
            Assert.Throws<InvalidDataException>(() => StoredMemories.Unpack(packed[..length], out _));
    }

    [Fact]
    public void Stored_memories_with_nothing_beside_them_are_read()
    {
        var memories = StoredMemories.Unpack((byte[])[3, 0, 0, 0, .. "{}\nindex"u8], out var beside);

        Assert.Equal("{}\n"u8, memories.Lines.Span);
        Assert.Equal("index"u8, memories.Index.Span);
        Assert.True(beside.IsEmpty);
        Assert.Throws<InvalidDataException>(() => StoredMemories.Unpack((byte[])[3, 0, 0, 0, .. "{}"u8], out _));
    }

    private static CallerIndex Joined(CallerRecord record, int parts)
    {
        var calls = record.Calls.Select((call, at) => (Call: call, Part: (at * 7 + call.ConversationId[^1]) % parts))
            .ToLookup(one => one.Part, one => one.Call);
        var joined = Enumerable.Range(0, parts).Select(part =>
        {
            List<PastCall> own = [.. calls[part]];
            var ids = own.Select(call => call.ConversationId).ToHashSet(StringComparer.Ordinal);
            var facts = record.Facts.Where(fact => ids.Contains(fact.Source.ConversationId)).ToList();
            var memories = record.Memories.Where(memory => ids.Contains(memory.ConversationId));
            return PartIndex.Of(
                new RecordPart(
                    part.ToString(CultureInfo.InvariantCulture),
                    own,
                    () => facts,
                    StoredMemories.Of(own, memories, facts, new PartIndexWriter())),
                LanguageSet.BuiltIn);
        });
        return new CallerIndex(
            CallerDigest.Of(record.Overview()), record.Known().IsOver, [.. joined], RankingWeights.Default, LanguageSet.BuiltIn);
    }

    private static IEnumerable<string> Found(CallerIndex index, string query) => index.Search(query, 10).Select(found => string.Create(
        CultureInfo.InvariantCulture,
        $"{found.Memory.Id} {found.Memory.Text} {found.Memory.Sector} {found.Count} {string.Join('|', found.Over)} {found.Relevance:F9}"));

    private static Fact FactOf(string said, int? turn, PastCall call)
    {
        var parts = said.TrimStart('-').Split(" = ");
        var source = new FactSource(call.ConversationId, turn is null ? FactSource.DataCollection : FactSource.Statement, turn);
        return new Fact(parts[0], parts[1], call.StartedAt, source, said[0] == '-', FactBasis.Supported);
    }

    private static ExtractedCall CallOf(int conversation, int hour, IEnumerable<string> texts, IEnumerable<string> facts, bool hasSummary)
    {
        var extracted = SampleRecords.Extracted($"c{conversation:D2}", hour);
        var call = extracted.Call;
        var turns = texts.Select((text, turn) => new Memory(
            $"{call.ConversationId}-turn-{turn}", text, Sector.Semantic, turn % 2 == 0 ? Salience.High : Salience.Low,
            call.StartedAt.AddSeconds(turn), turn % 2 == 0 ? "user" : "agent", call.ConversationId, turn));
        var summary = new Memory(
            $"{call.ConversationId}-summary", "About the parrot and the invoice", Sector.Episodic, Salience.Medium, call.StartedAt, null,
            call.ConversationId, null);
        return extracted with
        {
            Memories = [.. turns, .. hasSummary ? [summary] : Array.Empty<Memory>()],
            Facts =
            [
                .. facts.Select((said, at) => FactOf(said, at == 0 ? null : at, call)),
            ],
        };
    }
}
