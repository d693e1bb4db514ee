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

namespace Elaoms.Tests.Search;

/// <summary>A search of some calls of a record, as if it held no other.</summary>
public sealed class SelectedCallsTests
{
    private static readonly Gen<ExtractedCall> Calls =
        from conversation in Gen.Choose(0, 19)
        from hour in Gen.Choose(0, 99)
        from texts in Gen.Elements("I live in Oslo.", "My parrot likes jazz.", "Yes.", "Thanks, Anna.", "The invoice is wrong.").ListOf()
        from said in Gen.Elements(
            "name = Anna Berg", "name = Anna", "name = Tom Holm", "home = Oslo", "home = Rome", "plan = gold").ListOf()
        select CallOf(conversation, hour, [.. texts.Take(5)], [.. said.Take(2)]);

    [Fact]
    public void Calls_of_a_person_and_the_newest_are_found_as_in_a_record_of_these_calls_alone() => Property.Check(
        from calls in Calls.ListOf()
        from parts in Gen.Choose(1, 4)
        select (calls, parts),
        drawn =>
        {
            var record = drawn.calls.Aggregate(SampleRecords.Empty, (taught, call) => taught.With(call));
            var index = Joined(record, PartsOf(record, drawn.parts));

            IsIndexOf(Only(record, record.Calls.TakeLast(1)), index.NewestCall());
            IsIndexOf(
                Only(record, record.Calls.Where(call => IsAnnaBergs(record, call))), index.CallsOfPersonIn("What did Anna Berg say?"));
        });

    [Fact]
    public void Record_of_which_a_part_is_missing_opens_no_calls_of_a_person()
    {
        var record = SampleRecords.Empty
            .With(CallOf(0, 0, ["I live in Oslo."], ["name = Anna Berg"])).With(CallOf(1, 1, ["Yes."], ["name = Tom Holm"]));
        var parts = PartsOf(record, 2);

        Assert.NotNull(Joined(record, parts).CallsOfPersonIn("Anna Berg"));
        foreach (var part in parts)
            Assert.Null(Joined(record, [part], isPartial: true).CallsOfPersonIn("Anna Berg and Tom"));
    }

    [Fact]
    public void Newest_call_is_found_while_other_parts_are_missing_and_not_while_its_own_is()
    {
        var record = SampleRecords.Empty
            .With(CallOf(0, 0, ["I live in Oslo."], [])).With(CallOf(1, 1, ["My parrot likes jazz."], []));
        var parts = PartsOf(record, 2);
        var newest = parts.Single(part => part.Calls[0].ConversationId == "c1");
        var other = parts.Single(part => part != newest);

        Assert.NotNull(Joined(record, [newest], isPartial: true).NewestCall());
        Assert.Null(Joined(record, [other], isPartial: true).NewestCall());
        Assert.Null(Joined(SampleRecords.Empty, []).NewestCall());
    }

    [Fact]
    public void Calls_of_a_person_are_the_newest_twenty()
    {
        var record = Enumerable.Range(0, 60).Aggregate(
            SampleRecords.Empty, (taught, i) => taught.With(CallOf(i, i, [$"Parrot {i}."], ["name = Anna Berg"])));

        var index = Joined(record, PartsOf(record, 3)).CallsOfPersonIn("Anna Berg")!;

        Assert.Equal(20, index.Profile.CallCount);
        Assert.Null(index.Find("c39-turn-0"));
        Assert.NotNull(index.Find("c40-turn-0"));
    }

    // The same rule in other words: the whole name, and none of somebody else.
    private static bool IsAnnaBergs(CallerRecord record, PastCall call)
    {
        var names = record.Facts.Where(fact => fact.Key == "name" && fact.Source.ConversationId == call.ConversationId)
            .Select(fact => fact.Value).ToList();
        return names.Contains("Anna Berg") && !names.Contains("Tom Holm");
    }

    private static CallerRecord Only(CallerRecord record, IEnumerable<PastCall> calls)
    {
        var kept = calls.Select(call => call.ConversationId).ToHashSet(StringComparer.Ordinal);
        return record.Calls.Where(call => !kept.Contains(call.ConversationId))
            .Aggregate(record, (left, call) => left.Without(call.ConversationId));
    }

    private static void IsIndexOf(CallerRecord expected, CallerIndex? index)
    {
        if (expected.Calls.Count == 0)
        {
            Assert.Null(index);
            return;
        }

        var whole = new CallerIndex(expected);
        foreach (var query in (string[])["where do I live", "parrot jazz", "which plan", "yes", "invoice", ""])
            Assert.Equal(Found(whole, query), Found(index!, query));
    }

    private static IEnumerable<string> Found(CallerIndex index, string query) => index.Search(query, 20).Select(found => string.Create(
        CultureInfo.InvariantCulture,
        $"{found.Memory.Id} {found.Memory.Text} {found.Memory.Sector} {found.Count} {string.Join('|', found.Over)} {found.Relevance:F9}"));

    private static CallerIndex Joined(CallerRecord record, IReadOnlyList<PartIndex> parts, bool isPartial = false)
        => new(CallerDigest.Of(record.Overview()), record.Known().IsOver, parts, RankingWeights.Default, LanguageSet.BuiltIn)
        {
            IsPartial = isPartial,
        };

    // Each part also has the facts of all others, as that of a head does.
    private static List<PartIndex> PartsOf(CallerRecord record, int parts)
        => [.. Enumerable.Range(0, parts).Select(part => record.Calls.Where((_, at) => at % parts == part).ToList()).Select(calls =>
            PartIndex.Of(
                new RecordPart(Name: null, calls, () => record.Facts, StoredMemories.Of(
                    calls,
                    record.Memories.Where(memory => calls.Exists(call => call.ConversationId == memory.ConversationId)),
                    record.Facts,
                    new PartIndexWriter())),
                LanguageSet.BuiltIn))];

    private static ExtractedCall CallOf(int conversation, int hour, IReadOnlyList<string> texts, IReadOnlyList<string> said)
    {
        var extracted = SampleRecords.Extracted(string.Create(CultureInfo.InvariantCulture, $"c{conversation}"), hour);
        var (call, id) = (extracted.Call, extracted.Call.ConversationId);
        return new ExtractedCall(
            call,
            [
                .. said.Select(one => one.Split(" = ")).Select((fact, turn) => new Fact(
                    fact[0], fact[1], call.StartedAt, new FactSource(id, FactSource.Statement, turn), Basis: FactBasis.SelfIdentified)),
            ],
            [
                .. texts.Select((text, turn) => new Memory(
                    string.Create(CultureInfo.InvariantCulture, $"{id}-turn-{turn}"), text, Sector.Episodic, Salience.Low,
                    call.StartedAt.AddSeconds(turn), turn % 2 == 0 ? "user" : "agent", id, turn)),
            ]);
    }
}
