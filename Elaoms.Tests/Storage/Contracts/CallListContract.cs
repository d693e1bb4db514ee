using Elaoms.Core.Calls;
using Elaoms.Core.Records;
using Elaoms.Core.Storage.Listing;
using Elaoms.Core.Storage.Payloads;
using FsCheck.Fluent;
using Xunit;

namespace Elaoms.Tests.Storage.Contracts;

/// <summary>What <see cref="ICallList"/> promises.</summary>
public abstract class CallListContract(StorageKind kind) : StorageTests(kind)
{
    private static readonly DateTimeOffset Start = new(2026, 10, 6, 12, 0, 0, TimeSpan.Zero);
    private static readonly CallerKey Sam = KeyOf(1);
    private static readonly CallerKey Kim = KeyOf(2);

    private ICallList List => Stores.Get<ICallList>();

    [Fact]
    public async Task Call_is_listed_as_it_was_written()
    {
        var call = Call(1, 0, Sam) with
        {
            AgentId = "agent_'1'",
            DurationSeconds = 12.5,
            Direction = CallDirection.Outbound,
        };
        await WriteAsync(call, Caller(Sam, 1, 0));
        var nothing = Call(2, 1, caller: null, ReceiptResult.NothingToLearn, "The caller withheld the number.");
        await WriteAsync(nothing);
        var failed = Call(3, 2, Kim, ReceiptResult.Failed, "It's \"broken\": é 😀 \\ </script>") with
        {
            Direction = CallDirection.Inbound,
        };
        await WriteAsync(failed);

        Assert.Equal([failed, nothing, call], await CallsAsync(CallFilter.All));
        Assert.Equal([failed], await CallsAsync(CallFilter.Failed));
        Assert.Equal([call], await CallsAsync(new CallFilter(Sam)));
        Assert.Equal([failed], await CallsAsync(new CallFilter(Kim, IsFailed: true)));
        Assert.Empty(await CallsAsync(new CallFilter(Sam, IsFailed: true)));
        Assert.Equal(Caller(Sam, 1, 0), await List.FindCallerAsync(Sam, CancellationToken.None));
        Assert.Null(await List.FindCallerAsync(Kim, CancellationToken.None));
        Assert.Equal([Caller(Sam, 1, 0)], await CallersAsync());
    }

    [Fact]
    public async Task Call_written_again_takes_the_place_of_the_first_wherever_it_was_listed()
    {
        await WriteAsync(Call(1, 0, Sam, ReceiptResult.Failed, "r"), isFirst: true);
        var moved = Call(1, 60, Kim);

        await WriteAsync(moved, Caller(Kim, 1, 60), isFirst: true);
        await WriteAsync(moved, Caller(Kim, 1, 60));

        Assert.Equal([moved], await CallsAsync(CallFilter.All));
        Assert.Empty(await CallsAsync(CallFilter.Failed));
        Assert.Empty(await CallsAsync(new CallFilter(Sam)));
        Assert.Equal([moved], await CallsAsync(new CallFilter(Kim)));
    }

    [Fact]
    public async Task Caller_is_found_by_the_platform_s_user_id_until_removed()
    {
        var (keys, userId) = (Stores.Get<CallerKeys>(), Stores.Get<CallerKeys>().UserIdOf(Sam));
        await WriteAsync(Call(1, 0, Sam), Caller(Sam, 1, 0), isFirst: true);
        await WriteAsync(Call(2, 1, Sam), Caller(Sam, 2, 1), Caller(Sam, 1, 0), isFirst: true);
        await WriteAsync(Call(3, 1, Kim), Caller(Kim, 1, 1));
        ValueTask<ListedCaller?> FindAsync(string id) => List.FindByUserIdAsync(id, CancellationToken.None);

        Assert.Equal(Caller(Sam, 2, 1), await FindAsync(userId));
        Assert.Equal(Kim, (await FindAsync(keys.UserIdOf(Kim)))!.Key);
        Assert.Null(await FindAsync(keys.UserIdOf(KeyOf(3))));

        await List.EraseAsync(Sam, [], CancellationToken.None);
        Assert.Null(await FindAsync(userId));
        await List.RemoveCallAsync(IdOf(3), CancellationToken.None);
        Assert.Null(await FindAsync(keys.UserIdOf(Kim)));
        await List.WriteAllAsync(Caller(Sam, 3, 2), [], CancellationToken.None);
        Assert.Equal(3, (await FindAsync(userId))!.Calls);
    }

    [Fact]
    public async Task Caller_moves_to_the_front_with_each_call()
    {
        await WriteAsync(Call(1, 0, Sam), Caller(Sam, 1, 0), isFirst: true);
        await WriteAsync(Call(2, 1, Kim), Caller(Kim, 1, 1), isFirst: true);
        Assert.Equal([Kim, Sam], (await CallersAsync()).Select(caller => caller.Key));

        await WriteAsync(Call(3, 2, Sam), Caller(Sam, 2, 2), Caller(Sam, 1, 0), isFirst: true);

        Assert.Equal([Caller(Sam, 2, 2), Caller(Kim, 1, 1)], await CallersAsync());
    }

    [Fact]
    public async Task Caller_of_whom_an_entry_was_lost_is_listed_once()
    {
        await WriteAsync(Call(1, 0, Sam), Caller(Sam, 1, 0), isFirst: true);
        // The second call was never listed.
        await WriteAsync(Call(3, 2, Sam), Caller(Sam, 3, 2), Caller(Sam, 2, 1), isFirst: true);
        // An older process comes late.
        await WriteAsync(Call(2, 1, Sam), Caller(Sam, 2, 1), Caller(Sam, 1, 0), isFirst: true);

        Assert.Equal([Caller(Sam, 3, 2)], await CallersAsync());
        Assert.Equal(3, (await CallsAsync(new CallFilter(Sam))).Count);
    }

    [Fact]
    public async Task Pages_go_on_where_the_last_one_ended()
    {
        for (var i = 0; i < 7; i++)
            await WriteAsync(Call(i, i / 2, KeyOf(i)), Caller(KeyOf(i), 1, i / 2), isFirst: true);

        var (calls, callers) = (new List<ListedCall>(), new List<ListedCaller>());
        ListPosition? next = null;
        do
        {
            var page = await List.ListCallsAsync(CallFilter.All, next, 3, CancellationToken.None);
            calls.AddRange(page.Items);
            next = page.Next is { } position ? Assert.NotNull(ListPosition.Parse(position.ToToken())) : null;
        }
        while (next is not null);
        do
        {
            var page = await List.ListCallersAsync(next, 3, CancellationToken.None);
            callers.AddRange(page.Items);
            next = page.Next;
        }
        while (next is not null);

        Assert.Equal(await CallsAsync(CallFilter.All), calls);
        Assert.Equal(7, calls.Distinct().Count());
        Assert.Equal(await CallersAsync(), callers);
        Assert.Equal(7, callers.Distinct().Count());
    }

    [Fact]
    public async Task Day_counts_the_calls_that_began_on_it()
    {
        await WriteAsync(Call(1, -721, Sam));
        await WriteAsync(Call(2, -720, Sam));
        await WriteAsync(Call(3, 719, Sam, ReceiptResult.Failed, "r"));
        await WriteAsync(Call(4, 719, Sam, ReceiptResult.NothingToLearn, "r"));
        await WriteAsync(Call(5, 720, Sam));

        Assert.Equal(new CallCounts(1, 1, 1), await CountAsync(0));
        Assert.Equal(new CallCounts(1, 0, 0), await CountAsync(-1));
        Assert.Equal(new CallCounts(1, 0, 0), await CountAsync(1));
        Assert.Equal(new CallCounts(0, 0, 0), await CountAsync(2));
    }

    [Theory]
    [InlineData("0001-01-01")]
    [InlineData("9999-12-31")]
    public async Task Call_of_any_time_is_listed(string day)
    {
        var call = Call(1, 0, Sam) with { BeganAt = DateTimeOffset.Parse(day + "T00:00:00Z", null) };

        await WriteAsync(call, Caller(Sam, 1, 0) with { LastCallAt = call.BeganAt });

        Assert.Equal([call], await CallsAsync(new CallFilter(Sam)));
        Assert.Equal(call.BeganAt, Assert.Single(await CallersAsync()).LastCallAt);
    }

    [Fact]
    public async Task Call_that_is_removed_takes_a_caller_without_others_along()
    {
        await WriteAsync(Call(1, 0, Sam), Caller(Sam, 1, 0));
        await WriteAsync(Call(2, 1, Sam), Caller(Sam, 2, 1));

        await List.RemoveCallAsync(IdOf(1), CancellationToken.None);
        Assert.NotNull(await List.FindCallerAsync(Sam, CancellationToken.None));
        await List.RemoveCallAsync(IdOf(2), CancellationToken.None);
        await List.RemoveCallAsync(IdOf(2), CancellationToken.None);

        Assert.Null(await List.FindCallerAsync(Sam, CancellationToken.None));
        Assert.Empty(await CallersAsync());
        Assert.Empty(await CallsAsync(CallFilter.All));
    }

    [Fact]
    public async Task Erased_caller_is_in_no_list_and_others_stay()
    {
        var kept = Call(9, 9, Kim);
        await WriteAsync(kept, Caller(Kim, 1, 9));
        for (var i = 0; i < 70; i++)
            await WriteAsync(Call(i + 100, i, Sam, i % 2 == 0 ? ReceiptResult.Learned : ReceiptResult.Failed), Caller(Sam, i + 1, i));
        await WriteAsync(Call(1, 0, caller: null, ReceiptResult.Failed, "r"));
        var recording = ListedCall.RecordingIdOf(IdOf(2));
        await WriteAsync(Call(2, 0, caller: null, ReceiptResult.Failed, "r") with { Id = recording });

        await List.EraseAsync(Sam, [IdOf(1), IdOf(2), IdOf(3), IdOf(100)], CancellationToken.None);
        await List.EraseAsync(Sam, [], CancellationToken.None);

        Assert.Equal([kept], await CallsAsync(CallFilter.All));
        Assert.Empty(await CallsAsync(CallFilter.Failed));
        Assert.Empty(await CallsAsync(new CallFilter(Sam)));
        Assert.Equal([Caller(Kim, 1, 9)], await CallersAsync());
    }

    [Fact]
    public async Task List_made_anew_keeps_what_only_the_list_knew_and_drops_what_nothing_stands_behind()
    {
        var known = Call(1, 0, Sam) with { Direction = CallDirection.Inbound, AgentId = "a" };
        await WriteAsync(known, Caller(Sam, 1, 0));
        await WriteAsync(Call(2, 1, Kim), Caller(Kim, 1, 1));
        await WriteAsync(Call(3, 2, Kim, ReceiptResult.Failed, "r"));
        var nothing = Call(4, 3, caller: null, ReceiptResult.NothingToLearn, "r");
        await WriteAsync(nothing);
        // Some hours later by the adapters' own clock.
        await using var later = Storage.Open(new FixedClock(Storage.Clock.GetUtcNow().AddHours(2)));
        var list = later.Get<ICallList>();

        await list.WriteAllAsync(
            Caller(Sam, 2, 5), [known with { Direction = null, AgentId = null }, Call(5, 5, Sam)], CancellationToken.None);
        var removed = await list.RemoveStaleAsync(Storage.Clock.GetUtcNow().AddHours(1), CancellationToken.None);

        Assert.NotEqual(0, removed);
        Assert.Equal([Call(5, 5, Sam), nothing, known], await CallsAsync(CallFilter.All));
        Assert.Equal([Caller(Sam, 2, 5)], await CallersAsync());
        Assert.Null(await List.FindCallerAsync(Kim, CancellationToken.None));
        Assert.Empty(await CallsAsync(CallFilter.Failed));
    }

    [Fact]
    public async Task Calls_of_a_record_of_any_size_are_written_at_once()
    {
        var calls = Enumerable.Range(0, 130).Select(i => Call(i, i, Sam)).ToList();
        await WriteAsync(calls[0] with { BeganAt = Start.AddDays(-1) });

        await List.WriteAllAsync(Caller(Sam, 130, 129), calls, CancellationToken.None);
        await List.WriteAllAsync(Caller(Sam, 130, 129), calls, CancellationToken.None);

        Assert.Equal(calls.AsEnumerable().Reverse(), await CallsAsync(new CallFilter(Sam)));
        Assert.Equal(130, (await CallsAsync(CallFilter.All)).Count);
    }

    [Fact]
    public async Task Entries_that_several_write_at_once_are_all_there_and_the_last_revision_stands()
    {
        await using var other = Storage.Open();
        var lists = new[] { List, other.Get<ICallList>() };

        await Task.WhenAll(Enumerable.Range(1, 12).Select(i => Task.Run(async () => await lists[i % 2].WriteAsync(
            new CallListing(Call(i, i, Sam), Caller(Sam, i, i), i == 1 ? null : Caller(Sam, i - 1, i - 1), IsFirst: true),
            CancellationToken.None))));

        Assert.Equal([Caller(Sam, 12, 12)], await CallersAsync());
        Assert.Equal(12, (await CallsAsync(new CallFilter(Sam))).Count);
    }

    [Fact]
    public void List_is_what_a_model_says_after_any_writes() => Check(
        from steps in Step().ListOf()
        select steps.ToList(),
        async steps =>
        {
            await using var storage = await Kind.MakeAsync();
            await using var stores = storage.Open();
            var list = stores.Get<ICallList>();
            var model = new CallListModel();
            foreach (var (step, at) in steps.Select((step, at) => (step, at)))
                await model.DoAsync(list, step, Start.AddMinutes(at));

            Assert.Equal(model.Calls, (await list.ListCallsAsync(CallFilter.All, null, 200, CancellationToken.None)).Items);
            Assert.Equal(
                model.Calls.Where(call => call.Result == ReceiptResult.Failed),
                (await list.ListCallsAsync(CallFilter.Failed, null, 200, CancellationToken.None)).Items);
            Assert.Equal(model.Callers, (await list.ListCallersAsync(null, 200, CancellationToken.None)).Items);
            foreach (var caller in Enumerable.Range(0, CallListModel.CallerCount).Select(KeyOf))
            {
                Assert.Equal(
                    model.Calls.Where(call => call.Caller == caller),
                    (await list.ListCallsAsync(new CallFilter(caller), null, 200, CancellationToken.None)).Items);
            }
        });

    private static FsCheck.Gen<CallListStep> Step() =>
        from kind in Gen.Elements(Enum.GetValues<CallListStepKind>())
        from conversation in Gen.Choose(0, 5)
        from caller in Gen.Choose(0, CallListModel.CallerCount - 1)
        select new CallListStep(kind, conversation, caller);

    internal static CallerKey KeyOf(int number) => new(new string((char)('a' + number), 64));

    internal static string IdOf(int number) => number.ToString("x32", null);

    internal static ListedCall Call(
        int number, int minutes, CallerKey? caller, ReceiptResult result = ReceiptResult.Learned, string? reason = null)
        => new(
            IdOf(number),
            Start.AddMinutes(minutes),
            PayloadName.Parse($"2026/10/06/{IdOf(number)}/post_call_transcription-{new string('0', 64)}.json")!,
            result,
            reason)
        {
            Caller = caller,
        };

    private static ListedCaller Caller(CallerKey key, int calls, int minutes)
        => new(key, "phone …0123", Start.AddMinutes(minutes), calls, calls);

    private ValueTask WriteAsync(ListedCall call, ListedCaller? caller = null, ListedCaller? before = null, bool isFirst = false)
        => List.WriteAsync(new CallListing(call, caller, before, isFirst), CancellationToken.None);

    private async Task<IReadOnlyList<ListedCall>> CallsAsync(CallFilter filter)
        => (await List.ListCallsAsync(filter, after: null, ListPages.MaxCount, CancellationToken.None)).Items;

    private async Task<IReadOnlyList<ListedCaller>> CallersAsync()
        => (await List.ListCallersAsync(after: null, ListPages.MaxCount, CancellationToken.None)).Items;

    private ValueTask<CallCounts> CountAsync(int days)
        => List.CountAsync(DateOnly.FromDateTime(Start.UtcDateTime).AddDays(days), CancellationToken.None);

    public sealed class OnFiles() : CallListContract(StorageKind.Embedded);
}
