using System.Text;
using Elaoms.Core.Json;
using Elaoms.Core.Records;
using Elaoms.Core.Records.Facts;
using Elaoms.Core.Search.Parts;
using Elaoms.Core.Storage.Records;
using Xunit;

namespace Elaoms.Tests.Records;

/// <summary>Heads as they are stored.</summary>
public sealed class RecordHeadTests
{
    private static readonly CallerRecord Record = SampleRecords.With(("home", "Oslo"), ("name", "Sam"), ("household_size", "3"));

    [Fact]
    public void Head_is_read_as_it_was_written()
    {
        var history = new RecordHistory
        {
            Facts = Record.Facts,
            Earlier = new FactFold(new FactState()).Add(Record.Facts).ToState(),
            CallsInSegments = Record.Calls,
        };

        var read = Read(Write(Record.Head() with { History = history }));

        Assert.Equal(Record.Facts, read.History.Facts);
        Assert.Equal(history.Earlier.Held, read.History.Earlier!.Held);
        Assert.Equal(Record.Calls, read.History.CallsInSegments);
        Assert.Equal(Record.Memories, read.ReadMemories());
        Assert.DoesNotContain("\"facts\"", Json(read), StringComparison.Ordinal);
    }

    [Fact]
    public void Head_that_has_what_it_knows_of_earlier_calls_in_its_json_is_read()
    {
        var state = new FactFold(new FactState()).Add(Record.Facts).ToState();
        var former = Record.FormerHead() with
        {
            Version = 2,
            FormerMemories = null,
            FormerEarlier = state,
            FormerCallsInSegments = Record.Calls,
        };

        var read = Read(Write(former));

        Assert.Equal(Record.Facts, read.History.Facts);
        Assert.Equal(state.Held, read.History.Earlier!.Held);
        Assert.Equal(Record.Calls, read.History.CallsInSegments);
    }

    [Fact]
    public void Calls_of_pages_count_and_their_kind_is_as_certain_as_that_of_others()
    {
        var uncertain = new RecordHead { Caller = SampleRecords.Sam };
        var page = new PageEntry("202610061520-x", Segments: 2, Calls: 5, IsKindCertain: false);

        var with = Read(Write(uncertain with { Pages = [page] }));
        var certain = Read(Write(uncertain with { Pages = [page, page with { IsKindCertain = true }] }));

        Assert.Equal((5, 10), (with.CallCount, certain.CallCount));
        Assert.Equal((false, true), (with.DigestNow().Profile.IsKindCertain, certain.DigestNow().Profile.IsKindCertain));
    }

    [Fact]
    public void Digest_says_what_the_record_does_without_quotes()
    {
        var quoted = Record.Facts.Select(fact => fact with { Source = fact.Source with { Quote = "a quote" } }).ToList();
        var head = (Record with { Facts = quoted }).Head();

        var stored = Read(Write(head with { Digest = head.DigestNow() })).Digest!;

        Assert.Equal(Record.Known().Current, stored.Current);
        Assert.Equal(
            StoredJson.Write(ProfileBuilder.Build(Record), CallerJson.Default.CallerProfile),
            StoredJson.Write(stored.Profile, CallerJson.Default.CallerProfile));
    }

    [Fact]
    public void Digest_of_another_build_is_made_anew()
    {
        var head = Record.Head();
        var wrong = head.DigestNow() with { Profile = new CallerProfile { Revision = 1, Name = "Somebody else" } };

        Assert.Equal("Somebody else", (head with { Digest = wrong }).DigestNow().Profile.Name);
        Assert.Equal("Sam", (head with { Digest = wrong with { Build = Guid.Empty } }).DigestNow().Profile.Name);
    }

    [Fact]
    public void Facts_of_a_segment_that_has_them_in_its_json_are_read()
    {
        var segment = RecordSegment.Empty.With(Record.Calls, Record.Facts, Record.Memories, new PartIndexWriter());
        var stored = StoredJson.Write(segment, RecordJson.Default.RecordSegment);

        Assert.Equal(Record.Facts, StoredJson.Read(stored, RecordJson.Default.RecordSegment).Facts);

        var former = StoredJson.Write(RecordSegment.Empty with { FormerFacts = Record.Facts }, RecordJson.Default.RecordSegment);
        Assert.Equal(
            Record.Facts,
            StoredJson.Read(former.AsMemory()[..former.AsSpan().IndexOf((byte)0)], RecordJson.Default.RecordSegment).Facts);
    }

    private static string Json(RecordHead head)
    {
        var stored = Write(head);
        return Encoding.UTF8.GetString(stored.AsSpan(0, stored.AsSpan().IndexOf((byte)0)));
    }

    private static byte[] Write(RecordHead head) => StoredJson.Write(head, RecordJson.Default.RecordHead);

    private static RecordHead Read(byte[] stored) => StoredJson.Read(stored, RecordJson.Default.RecordHead);
}
