using Elaoms.Core.Calls;
using Elaoms.Core.Records.Memories;
using Elaoms.Core.Search;
using Elaoms.Core.Storage.Documents;
using Elaoms.Indexes.OpenMemory;
using Elaoms.Tests.Records;
using Elaoms.Tests.Storage;
using Xunit;

namespace Elaoms.Tests.Indexes.OpenMemory;

public sealed class IndexProgressTests() : StorageTests(StorageKind.Embedded)
{
    private static readonly CallerKey Sam = CallerKey.Of(SampleRecords.Sam, "k"u8);
    private static readonly OpenMemoryServer Server = new(OpenMemoryDialect.UserIds, Tenant: null, "server");

    [Fact]
    public async Task Memory_that_nobody_noted_is_missing_and_held_from_then_on()
    {
        var progress = await BeginAsync(Say(1, "parrot"), Say(2, "kettle"));
        Assert.Equal(["m1", "m2"], Ids(progress.Missing()));
        Assert.Empty(progress.Surplus());

        progress.Hold(Say(1, "parrot"), ["s1", "s2"]);
        Assert.Equal(["m2"], Ids(progress.Missing()));
        await progress.SaveAsync(CancellationToken.None);

        Assert.Equal(["m2"], Ids((await BeginAsync(Say(1, "parrot"), Say(2, "kettle"))).Missing()));
        Assert.Equal(["s1", "s2"], (await NoteAsync()).Held["m1"].Ids);
        Assert.Equal("server", (await NoteAsync()).Server);
    }

    [Fact]
    public async Task Same_words_said_twice_are_missing_once_and_held_for_both()
    {
        var progress = await BeginAsync(Say(1, "Yes."), Say(2, "No."), Say(3, "Yes."));
        Assert.Equal(["m1", "m2"], Ids(progress.Missing()));

        progress.Hold(Say(1, "Yes."), ["s1"]);
        await progress.SaveAsync(CancellationToken.None);

        Assert.Equal(["m1", "m3"], (await NoteAsync()).Held.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(["m2"], Ids((await BeginAsync(Say(1, "Yes."), Say(2, "No."), Say(3, "Yes."))).Missing()));
    }

    [Fact]
    public async Task Same_words_said_again_later_are_not_missing_and_noted()
    {
        await HoldAsync(Say(1, "Yes."), "s1");

        var progress = await BeginAsync(Say(1, "Yes."), Say(2, "Yes."));
        Assert.Empty(progress.Missing());
        await progress.SaveAsync(CancellationToken.None);

        Assert.Equal(["s1"], (await NoteAsync()).Held["m2"].Ids);
    }

    [Fact]
    public async Task Memory_that_is_gone_is_surplus_until_dropped()
    {
        await HoldAsync(Say(1, "parrot"), "s1", "s2");

        var progress = await BeginAsync();
        Assert.Equal(["s1", "s2"], progress.Surplus());
        progress.DropSurplus();
        Assert.Empty(progress.Surplus());
        await progress.SaveAsync(CancellationToken.None);

        Assert.Empty((await NoteAsync()).Held);
    }

    [Fact]
    public async Task Memory_whose_text_has_changed_is_surplus_and_missing()
    {
        await HoldAsync(Say(1, "The parrot is green."), "s1");

        var progress = await BeginAsync(Say(1, "The parrot is blue."));
        Assert.Equal(["s1"], progress.Surplus());
        Assert.Equal(["m1"], Ids(progress.Missing()));

        progress.DropSurplus();
        progress.Hold(Say(1, "The parrot is blue."), ["s2"]);
        await progress.SaveAsync(CancellationToken.None);
        Assert.Equal(["s2"], (await NoteAsync()).Held["m1"].Ids);
    }

    [Fact]
    public async Task Part_that_another_memory_shares_is_no_surplus()
    {
        await HoldAsync(Say(1, "parrot. kettle."), "parrot", "kettle");
        var second = await BeginAsync(Say(1, "parrot. kettle."), Say(2, "parrot. coat."));
        second.Hold(Say(2, "parrot. coat."), ["parrot", "coat"]);
        await second.SaveAsync(CancellationToken.None);

        Assert.Equal(["kettle"], (await BeginAsync(Say(2, "parrot. coat."))).Surplus());
        Assert.Equal(["coat"], (await BeginAsync(Say(1, "parrot. kettle."))).Surplus());
        Assert.Equal(["coat", "kettle", "parrot"], (await BeginAsync()).Surplus().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Same_words_of_which_one_is_gone_are_no_surplus()
    {
        var progress = await BeginAsync(Say(1, "Yes."), Say(2, "Yes."));
        progress.Hold(Say(1, "Yes."), ["s1"]);
        await progress.SaveAsync(CancellationToken.None);

        var next = await BeginAsync(Say(2, "Yes."));

        Assert.Empty(next.Surplus());
        Assert.Empty(next.Missing());
    }

    [Fact]
    public async Task Surplus_that_was_not_dropped_is_still_noted()
    {
        await HoldAsync(Say(1, "parrot"), "s1");

        var progress = await BeginAsync(Say(2, "kettle"));
        progress.Hold(Say(2, "kettle"), ["s2"]);
        await progress.SaveAsync(CancellationToken.None);

        Assert.Equal(["s1"], (await BeginAsync(Say(2, "kettle"))).Surplus());
    }

    [Fact]
    public async Task Other_server_is_told_everything_anew_and_deletes_nothing()
    {
        await HoldAsync(Say(1, "parrot"), "s1");

        var progress = await BeginAsync(Server with { Identity = "another" }, Say(1, "parrot"));
        Assert.Equal(["m1"], Ids(progress.Missing()));
        Assert.Empty(progress.Surplus());
        await progress.SaveAsync(CancellationToken.None);

        Assert.Equal(("another", 0), ((await NoteAsync()).Server, (await NoteAsync()).Held.Count));
    }

    [Fact]
    public async Task Memory_that_is_refused_is_not_missing_and_its_changed_text_is()
    {
        var progress = await BeginAsync(Say(1, "?!"));
        progress.Refuse(Say(1, "?!"), "refused");
        await progress.SaveAsync(CancellationToken.None);

        Assert.Equal("refused", (await NoteAsync()).Held["m1"].Refused);
        Assert.Empty((await BeginAsync(Say(1, "?!"))).Missing());
        Assert.Equal(["m1"], Ids((await BeginAsync(Say(1, "parrot"))).Missing()));
    }

    [Fact]
    public async Task Suspect_is_kept_apart_and_counted_until_held()
    {
        var progress = await BeginAsync(Say(1, "parrot"), Say(2, "kettle"));
        Assert.Equal(0, progress.Suspect(Say(1, "parrot"), counts: false));
        Assert.Equal(["m2"], Ids(progress.Missing()));
        Assert.Equal(["m1"], Ids(progress.Suspects()));
        await progress.SaveAsync(CancellationToken.None);

        var next = await BeginAsync(Say(1, "parrot"), Say(2, "kettle"));
        Assert.Equal(["m1"], Ids(next.Suspects()));
        Assert.Equal(1, next.Suspect(Say(1, "parrot"), counts: true));
        Assert.Equal(2, next.Suspect(Say(1, "parrot"), counts: true));
        Assert.Equal(2, next.Suspect(Say(1, "parrot"), counts: false));
        await next.SaveAsync(CancellationToken.None);
        Assert.Equal(2, (await NoteAsync()).Suspects["m1"]);

        next.Hold(Say(1, "parrot"), ["s1"]);
        Assert.Empty(next.Suspects());
        await next.SaveAsync(CancellationToken.None);
        Assert.Empty((await NoteAsync()).Suspects);
    }

    [Fact]
    public async Task Suspect_that_is_gone_from_the_record_is_forgotten()
    {
        var progress = await BeginAsync(Say(1, "parrot"));
        progress.Suspect(Say(1, "parrot"), counts: true);
        await progress.SaveAsync(CancellationToken.None);

        var next = await BeginAsync(Say(2, "kettle"));
        next.Hold(Say(2, "kettle"), ["s2"]);
        await next.SaveAsync(CancellationToken.None);

        Assert.Empty((await NoteAsync()).Suspects);
    }

    [Fact]
    public async Task Note_with_nothing_new_is_not_written()
    {
        await HoldAsync(Say(1, "parrot"), "s1");
        var tag = await Stores.Notes.ReadETagAsync(Sam, CancellationToken.None);

        var progress = await BeginAsync(Say(1, "parrot"));
        progress.DropSurplus();
        await progress.SaveAsync(CancellationToken.None);

        Assert.Equal(tag, await Stores.Notes.ReadETagAsync(Sam, CancellationToken.None));
    }

    [Fact]
    public async Task Note_is_written_again_and_again_by_one_turn()
    {
        var progress = await BeginAsync(Say(1, "parrot"), Say(2, "kettle"));

        progress.Hold(Say(1, "parrot"), ["s1"]);
        await progress.SaveAsync(CancellationToken.None);
        progress.Hold(Say(2, "kettle"), ["s2"]);
        await progress.SaveAsync(CancellationToken.None);

        Assert.Equal(2, (await NoteAsync()).Held.Count);
    }

    [Fact]
    public async Task Note_that_another_process_wrote_meanwhile_stays_and_the_turn_fails_for_this_caller()
    {
        var (one, other) = (await BeginAsync(Say(1, "parrot")), await BeginAsync(Say(1, "parrot")));
        other.Hold(Say(1, "parrot"), ["s1"]);
        await other.SaveAsync(CancellationToken.None);
        one.Hold(Say(1, "parrot"), ["s2"]);

        var fault = await Assert.ThrowsAsync<EngineException>(() => one.SaveAsync(CancellationToken.None));

        Assert.False(fault.ConcernsAll);
        Assert.Equal(["s1"], (await NoteAsync()).Held["m1"].Ids);
    }

    [Fact]
    public async Task Progress_that_several_note_at_once_is_noted_whole()
    {
        var memories = Enumerable.Range(0, 200).Select(i => Say(i, $"parrot {i}")).ToArray();
        var progress = await BeginAsync(memories);

        await Parallel.ForEachAsync(memories, async (memory, _) =>
        {
            await Task.Yield();
            progress.Suspect(memory, counts: true);
            progress.Hold(memory, [$"s{memory.Turn}"]);
        });
        await progress.SaveAsync(CancellationToken.None);

        var note = await NoteAsync();
        Assert.Equal((200, 0), (note.Held.Count, note.Suspects.Count));
        Assert.All(memories, memory => Assert.Equal([$"s{memory.Turn}"], note.Held[memory.Id].Ids));
    }

    private static Memory Say(int number, string text)
        => new($"m{number}", text, Sector.Episodic, Salience.Low, FixedClock.Start.AddSeconds(number), "user", "c", number);

    private Task<IndexProgress> BeginAsync(params Memory[] memories) => BeginAsync(Server, memories);

    private async Task<IndexProgress> BeginAsync(OpenMemoryServer server, params Memory[] memories)
        => new(server, Sam, memories, await Stores.Notes.ReadAsync(Sam, CancellationToken.None), Stores.Notes);

    private async Task HoldAsync(Memory memory, params string[] ids)
    {
        var progress = await BeginAsync(memory);
        progress.Hold(memory, ids);
        await progress.SaveAsync(CancellationToken.None);
    }

    private async Task<EngineNote> NoteAsync() => (await Stores.Notes.ReadAsync(Sam, CancellationToken.None))!.Value;

    private static IEnumerable<string> Ids(IEnumerable<Memory> memories) => memories.Select(memory => memory.Id);
}
