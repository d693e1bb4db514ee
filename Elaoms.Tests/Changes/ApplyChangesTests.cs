using System.Text;
using Elaoms.Core.Changes;
using Elaoms.Core.Erasure;
using Elaoms.Core.Processing.Applying;
using Elaoms.Core.Records;
using Elaoms.Core.Records.Facts;
using Elaoms.Core.Storage.Documents;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Tests.Storage;
using Xunit;

namespace Elaoms.Tests.Changes;

/// <summary>What changes of operators do to a caller's record, over each of the storages.</summary>
public abstract class ApplyChangesTests(StorageKind kind) : ChangesTests(kind)
{
    [Fact]
    public async Task Corrected_fact_is_told_and_the_wrong_one_is_not()
    {
        await Bench.LearnAsync(1, "I live in Bergen.");
        await Bench.ChangeAsync(2, ChangeKind.Correct, "home", "Oslo", old: "Bergen");

        await IsNotSaidAsync("Bergen");
        Assert.Equal("Oslo", (await Bench.ReadProfileAsync())!.Facts["home"]);
        var found = await Bench.SearchAsync("Where do I live?");
        Assert.Contains(found.Memories, memory => memory.Memory.Text.Contains("Oslo", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Newer_statement_of_the_caller_takes_the_place_of_a_correction()
    {
        await Bench.LearnAsync(1, "I live in Bergen.");
        await Bench.ChangeAsync(2, ChangeKind.Correct, "home", "Oslo", old: "Bergen");

        await Bench.LearnAsync(3, "I live in Tromsø.");

        Assert.Equal("Tromsø", (await Bench.ReadProfileAsync())!.Facts["home"]);
    }

    [Fact]
    public async Task Call_from_before_a_correction_that_comes_late_does_not_undo_it()
    {
        await Bench.LearnAsync(2, "I keep a parrot.");
        await Bench.ChangeAsync(3, ChangeKind.Correct, "home", "Oslo", old: "Bergen");

        await Bench.LearnAsync(1, "I live in Bergen.");

        await IsNotSaidAsync("Bergen");
        Assert.Equal("Oslo", (await Bench.ReadProfileAsync())!.Facts["home"]);
    }

    [Fact]
    public async Task Forgotten_value_is_said_by_nothing_until_it_is_said_again()
    {
        await Bench.LearnAsync(1, "My e-mail is sam@example.com.", "That is sam at example dot com.");
        Assert.Equal("sam@example.com", (await Bench.ReadProfileAsync())!.Facts["email"]);

        await Bench.ForgetAsync(2, "sam@example.com", "email");

        await IsNotSaidAsync("sam@example");
        await IsNotSaidAsync("sam at example");
        Assert.DoesNotContain("example", await Bench.TextAsync(), StringComparison.Ordinal);
        await Bench.LearnAsync(3, "My e-mail is sam@example.com.");
        Assert.Equal("sam@example.com", (await Bench.ReadProfileAsync())!.Facts["email"]);
    }

    [Fact]
    public async Task Forgotten_value_of_an_added_fact_is_not_stored_with_its_change()
    {
        await Bench.LearnAsync(1, "Hello.");
        await Bench.ChangeAsync(2, ChangeKind.Add, "email", "sam@example.com");
        Assert.Equal("sam@example.com", (await Bench.ReadProfileAsync())!.Facts["email"]);

        await Bench.ForgetAsync(3, "sam@example.com", "email");
        await Bench.ChangeAsync(Bench.Change(1, ChangeKind.Add, "email", "SAM@example.com"));

        Assert.False((await Bench.ReadProfileAsync())!.Facts.ContainsKey("email"));
        Assert.All((await Bench.Changes.ReadAllAsync(Bench.Key, CancellationToken.None))!.Changes, change => Assert.Null(change.Value));
    }

    [Fact]
    public async Task Values_that_overlap_are_forgotten_whichever_is_first()
    {
        await Bench.LearnAsync(1, "My name is Anna Smith, and Anna Smith and Anna are here.");

        await Bench.ForgetAsync(2, "Anna");
        await Bench.ForgetAsync(3, "Anna Smith");

        Assert.DoesNotContain("Smith", await Bench.TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Confirmed_name_is_sure_and_rejected_one_is_not_used()
    {
        await Bench.LearnAsync(1, "My name is Anna.");
        await Bench.LearnAsync(2, "My name is Tom.");
        Assert.True((await Bench.ReadProfileAsync())!.IsNameUnsure);

        await Bench.ChangeAsync(3, ChangeKind.ConfirmName, "name", "Anna");
        Assert.Equal(("Anna", false), await NameAsync());
        await Bench.ChangeAsync(4, ChangeKind.RejectName, "name", old: "Anna");

        Assert.Equal(("Tom", false), await NameAsync());
        Assert.Contains("My name is Anna.", await Bench.TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mark_of_a_line_overrules_what_its_calls_say()
    {
        string[] people = ["Anna Berg", "Tom Holm", "Eva Lund", "Max Krug", "Ida Moe"];
        foreach (var (hour, name) in people.Index())
            await Bench.LearnAsync(hour, $"My name is {name}.");
        Assert.True((await Bench.BeginAsync()).IsSharedLine);

        await Bench.ChangeAsync(Bench.Change(10, ChangeKind.MarkLine) with { Line = LineMark.OnePerson });
        Assert.False((await Bench.BeginAsync()).IsSharedLine);
        await Bench.ChangeAsync(Bench.Change(11, ChangeKind.MarkLine) with { Line = LineMark.Shared });
        Assert.True((await Bench.BeginAsync()).IsSharedLine);
        Assert.Equal(2, (await Stores.Profiles.ReadAsync(Bench.Key, CancellationToken.None))!.Value.Version);
        await Bench.ChangeAsync(Bench.Change(12, ChangeKind.MarkLine));
        Assert.True((await Bench.BeginAsync()).IsSharedLine);
    }

    [Fact]
    public async Task Caller_who_opted_out_is_told_nothing_and_nothing_is_kept_of_new_calls()
    {
        await Bench.LearnAsync(1, "I live in Oslo.");
        var before = await Bench.TextAsync();
        var archived = await Storage.ListRawAsync();

        await Bench.ChangeAsync(2, ChangeKind.OptOut);
        var receipt = await Bench.LearnAsync(3, "I live in Bergen.");

        Assert.Equal((ReceiptResult.NothingToLearn, "The caller was erased."), (receipt.Result, receipt.Reason));
        Assert.Equal(archived, await Storage.ListRawAsync());
        var begun = await Bench.BeginAsync();
        Assert.Null(begun.Profile);
        Assert.Empty((await Bench.SearchAsync("Where do I live?")).Memories);
        await Bench.ChangeAsync(4, ChangeKind.OptIn);
        Assert.Equal(before, await Bench.TextAsync());
        Assert.Equal("Oslo", (await Bench.BeginAsync()).Profile!.Facts["home"]);
        // What was said meanwhile is not learned later either.
        Assert.Equal(ReceiptResult.NothingToLearn, (await Bench.LearnAsync(3, "I live in Bergen.")).Result);
        Assert.Equal(before, await Bench.TextAsync());
        Assert.Equal(ReceiptResult.Learned, (await Bench.LearnAsync(5, "I live in Bergen.")).Result);
    }

    [Fact]
    public async Task Newer_body_of_an_old_call_is_not_kept_of_a_caller_who_opted_out()
    {
        await Bench.LearnAsync(1, "I live in Oslo.");
        var archived = await Storage.ListRawAsync();
        await Bench.ChangeAsync(2, ChangeKind.OptOut);

        var receipt = await Bench.LearnAsync(1, "I live in Oslo.", "In fact in Bergen.");

        Assert.Equal("The caller opted out.", receipt.Reason);
        Assert.Equal(archived, await Storage.ListRawAsync());
        await Bench.ChangeAsync(3, ChangeKind.OptIn);
        Assert.Equal("Oslo", (await Bench.BeginAsync()).Profile!.Facts["home"]);
    }

    [Fact]
    public async Task Caller_who_never_called_can_opt_out()
    {
        await Bench.ChangeAsync(0, ChangeKind.OptOut);

        await Bench.LearnAsync(1, "I live in Oslo.");

        Assert.Null(await Bench.ReadAsync());
        Assert.Empty(await Storage.ListRawAsync());
    }

    [Fact]
    public async Task Erased_caller_leaves_no_change_but_the_opt_out()
    {
        await Bench.LearnAsync(1, "I live in Oslo.");
        await Bench.ChangeAsync(2, ChangeKind.Add, "email", "sam@example.com");
        await EraseAsync();
        Assert.Null(await Bench.Changes.ReadAllAsync(Bench.Key, CancellationToken.None));

        await Bench.LearnAsync(3, "I live in Oslo.");
        Assert.False((await Bench.ReadProfileAsync())!.Facts.ContainsKey("email"));
        await Bench.ChangeAsync(4, ChangeKind.Add, "email", "sam@example.com");
        await Bench.ChangeAsync(5, ChangeKind.OptOut);
        Assert.True((await EraseAsync()).HasRecord);

        var left = Assert.Single((await Bench.Changes.ReadAllAsync(Bench.Key, CancellationToken.None))!.Changes);
        Assert.Equal((ChangeKind.OptOut, (string?)null), (left.Kind, left.Value));
        Assert.False((await EraseAsync()).Any);
        Assert.Equal(ReceiptResult.NothingToLearn, (await Bench.LearnAsync(6, "I live in Oslo.")).Result);
    }

    [Fact]
    public async Task Deleted_call_goes_with_its_payload_and_stays_away()
    {
        await Bench.LearnAsync(1, "I live in Oslo.");
        var (before, archived) = (await Bench.TextAsync(), await Storage.ListRawAsync());
        await Bench.LearnAsync(2, "I live in Bergen.");
        var conversation = Stores.NameOf(Bench.Body(2, "I live in Bergen."), ChangesBench.At(0)).ConversationHash;

        await Bench.ChangeAsync(Bench.Change(3, ChangeKind.DeleteCall) with { Conversation = conversation });

        Assert.Equal(before, await Bench.TextAsync());
        Assert.Equal(archived, await Storage.ListRawAsync());
        Assert.Equal(ReceiptResult.NothingToLearn, (await Bench.LearnAsync(2, "I live in Bergen.")).Result);
        Assert.Equal(before, await Bench.TextAsync());
        Assert.Equal(archived, await Storage.ListRawAsync());
    }

    [Fact]
    public async Task Deleting_the_only_call_leaves_no_record()
    {
        await Bench.LearnAsync(1, "I live in Oslo.");
        await Bench.ChangeAsync(2, ChangeKind.Add, "email", "sam@example.com");
        var conversation = Stores.NameOf(Bench.Body(1, "I live in Oslo."), ChangesBench.At(0)).ConversationHash;

        await Bench.ChangeAsync(Bench.Change(3, ChangeKind.DeleteCall) with { Conversation = conversation });

        Assert.Null(await Bench.ReadAsync());
        Assert.Null(await Bench.ReadProfileAsync());
    }

    [Fact]
    public async Task Same_id_twice_is_one_change()
    {
        await Bench.LearnAsync(1, "Hello.");
        await Bench.ChangeAsync(2, ChangeKind.Add, "home", "Oslo");
        var before = await Bench.ReadAsync();

        Assert.True(await Bench.ChangeAsync(2, ChangeKind.Add, "home", "Bergen"));

        Assert.Equal(before!.Revision, (await Bench.ReadAsync())!.Revision);
        Assert.Equal("Oslo", (await Bench.ReadProfileAsync())!.Facts["home"]);
    }

    [Fact]
    public async Task Record_with_a_change_is_of_a_form_that_older_programs_refuse_and_one_without_is_not()
    {
        await Bench.LearnAsync(1, "I live in Oslo.");
        Assert.Equal(2, (await Stores.Callers.ReadAsync(Bench.Key, CancellationToken.None))!.Value.Version);

        await Bench.ChangeAsync(2, ChangeKind.Add, "email", "sam@example.com");

        var head = (await Stores.Callers.ReadAsync(Bench.Key, CancellationToken.None))!.Value;
        Assert.Equal((4, new AppliedChanges(1)), (head.Version, head.Changes));
        await Bench.LearnAsync(3, "I live in Bergen.");
        Assert.Equal(4, (await Stores.Callers.ReadAsync(Bench.Key, CancellationToken.None))!.Value.Version);
        Assert.Equal("sam@example.com", (await Bench.ReadProfileAsync())!.Facts["email"]);
    }

    [Fact]
    public async Task Record_in_many_parts_is_made_anew_in_all_of_them()
    {
        const int calls = 40;
        foreach (var hour in Enumerable.Range(0, calls))
        {
            await Bench.LearnAsync(
                hour,
                ["I live in Bergen.", "My e-mail is sam@example.com.",
                    .. Enumerable.Range(0, 20).Select(turn => $"On {hour} I saw {turn} gulls.")]);
        }

        var segments = await SegmentsAsync();
        Assert.True(segments.Count > 1, $"{segments.Count} segments");
        await Bench.ChangeAsync(calls, ChangeKind.Correct, "home", "Oslo", old: "Bergen");
        await Bench.ForgetAsync(20, "sam@example.com");

        Assert.DoesNotContain(await SegmentsAsync(), segments.Contains);
        var text = await Bench.TextAsync();
        Assert.DoesNotContain("Bergen", text, StringComparison.Ordinal);
        Assert.Equal(21, text.Split('\n').Count(line => line.Contains("memory", StringComparison.Ordinal)
            && line.Contains("My e-mail is [forgotten].", StringComparison.Ordinal)));
        var profile = (await Bench.ReadProfileAsync())!;
        Assert.Equal((calls, "Oslo", "sam@example.com"), (profile.CallCount, profile.Facts["home"], profile.Facts["email"]));
        // Calls that come late find their place among what was changed.
        await Bench.LearnAsync(-1, "I live in Bergen.");
        Assert.Equal("Oslo", (await Bench.ReadProfileAsync())!.Facts["home"]);
        await IsNotSaidAsync("Bergen");
    }

    [Fact]
    public async Task Change_that_was_cut_short_anywhere_is_applied_by_the_next_sweep()
    {
        await Bench.LearnAsync(1, "I live in Oslo.", "My name is Sam.");
        await Bench.ForgetAsync(2, "Sam", "name");
        await Bench.ChangeAsync(3, ChangeKind.Correct, "home", "Tromsø", old: "Oslo");
        var expected = await Bench.TextAsync();

        for (var cut = 1; ; cut++)
        {
            var bench = new ChangesBench(Stores, Learning, $"+1202555{cut:0000}");
            await bench.LearnAsync(1, "I live in Oslo.", "My name is Sam.");
            await bench.ForgetAsync(2, "Sam", "name");
            var isCut = await CutAsync(bench, bench.Change(3, ChangeKind.Correct, "home", "Tromsø", old: "Oslo"), cut);

            await Stores.Get<ApplyChanges>().ApplyPendingAsync(CancellationToken.None);

            if (await bench.Changes.ReadAllAsync(bench.Key, CancellationToken.None) is { Changes.Count: 2 })
                Assert.Equal(expected, await bench.TextAsync());
            Assert.Empty(await Stores.Get<IDocumentStore<PendingChange>>().ListAsync("", CancellationToken.None).ToListAsync());
            if (!isCut)
                break;
        }
    }

    private async Task<List<string>> SegmentsAsync()
        => await Stores.Segments.ListAsync("", CancellationToken.None).Select(listed => listed.Name).ToListAsync();

    // Ends the change at an access to a document. True when it did not come so far.
    private async Task<bool> CutAsync(ChangesBench bench, CallerChange change, int at)
    {
        var accesses = 0;
        Task CountAsync() => ++accesses >= at ? throw new IOException("cut") : Task.CompletedTask;
        var records = InterruptedCallers.Of(Stores, CountAsync, bench.Changes);
        var apply = new ApplyChanges(
            new StoredChanges(
                new InterruptedDocuments<CallerChanges>(Stores.Get<IDocumentStore<CallerChanges>>(), CountAsync), Storage.Settings),
            new InterruptedDocuments<PendingChange>(Stores.Get<IDocumentStore<PendingChange>>(), CountAsync),
            records,
            Stores.Get<MarkedCalls>(),
            Stores.Get<DeletedCalls>(),
            Stores.Get<FollowUps>(),
            Storage.Clock);
        try
        {
            await apply.ApplyAsync(bench.Key, change, CancellationToken.None);
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    private async Task<(string? Name, bool IsUnsure)> NameAsync()
        => await Bench.ReadProfileAsync() is { } profile ? (profile.Name, profile.IsNameUnsure) : default;

    private Task<KeptOfCaller> EraseAsync() => Stores.Get<EraseCaller>().EraseAsync(Bench.Key, CancellationToken.None);

    private async Task IsNotSaidAsync(string value)
    {
        using var answer = new MemoryStream();
        using (var writer = new System.Text.Json.Utf8JsonWriter(answer))
            (await Bench.BeginAsync()).WriteTo(writer);
        Assert.DoesNotContain(value, Encoding.UTF8.GetString(answer.ToArray()), StringComparison.OrdinalIgnoreCase);
        foreach (var query in (string[])["Where do I live?", "What is my e-mail?", value, "everything"])
        {
            using var found = new MemoryStream();
            using (var writer = new System.Text.Json.Utf8JsonWriter(found))
                (await Bench.SearchAsync(query)).WriteTo(writer);
            Assert.DoesNotContain(value, Encoding.UTF8.GetString(found.ToArray()), StringComparison.OrdinalIgnoreCase);
        }
    }

    public sealed class OnFiles() : ApplyChangesTests(StorageKind.Embedded);
}
