using System.Reflection;
using System.Text.Json;
using Elaoms.Core.Calls;
using Elaoms.Core.Indexing;
using Elaoms.Core.Processing;
using Elaoms.Core.Processing.Extraction;
using Elaoms.Core.Records;
using Elaoms.Core.Search.Parts;
using Elaoms.Core.Settings;
using Elaoms.Core.Storage.Documents;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Core.Storage.Records;
using Elaoms.Tests.Erasure;
using Elaoms.Tests.Server;
using Elaoms.Tests.Storage;
using Xunit;

namespace Elaoms.Tests.Processing;

/// <summary>Learning again what older rules taught, over each of the storages.</summary>
public abstract class RelearnCallsTests(StorageKind kind) : LearningTests(kind)
{
    private const string Sam = "+12025550123";
    private const string Kim = "+12025550199";

    [Fact]
    public async Task Calls_that_older_rules_taught_are_learned_by_todays()
    {
        await LearnSeveralAsync();
        var today = await TextAsync(Sam);
        await MakeOlderAsync(Sam);

        var progress = await RelearnAsync();

        Assert.Equal(new RelearnProgress(Callers: 2, CallersDone: 2, Calls: 3, FactsAdded: 2, FactsRemoved: 3), progress);
        Assert.Equal(today, await TextAsync(Sam));
        Assert.Equal("Sam Miller", (await Bench.ReadProfileAsync(Sam))!.Name);
    }

    [Fact]
    public async Task Calls_are_learned_again_once()
    {
        await LearnSeveralAsync();
        await MakeOlderAsync(Sam);
        await RelearnAsync();
        var first = (await Bench.ReadAsync(Sam))!;

        var again = await RelearnAsync();

        Assert.Equal(new RelearnProgress(Callers: 2, CallersDone: 2), again);
        Assert.Equal(first.ETag, (await Bench.ReadAsync(Sam))!.ETag);
    }

    [Fact]
    public async Task Dry_run_counts_and_changes_nothing()
    {
        await LearnSeveralAsync();
        await MakeOlderAsync(Sam);
        var older = (await Bench.ReadAsync(Sam))!;

        var dry = await RelearnAsync(new RelearnRequest(IsDryRun: true));

        Assert.Equal(older.ETag, (await Bench.ReadAsync(Sam))!.ETag);
        Assert.Equal(await RelearnAsync(), dry);
    }

    [Fact]
    public async Task Only_calls_that_were_asked_for_are_learned_again()
    {
        await LearnSeveralAsync();
        await MakeOlderAsync(Sam);
        await MakeOlderAsync(Kim);

        Assert.Equal(0, (await RelearnAsync(new RelearnRequest(Callers: [Bench.KeyOf("+12025550100")]))).Calls);
        Assert.Equal(1, (await RelearnAsync(new RelearnRequest(Callers: [Bench.KeyOf(Kim)]))).Calls);
        Assert.Equal(0, (await RelearnAsync(new RelearnRequest(Since: DayOf(Now.AddDays(1))))).Calls);
        Assert.Equal(2, (await RelearnAsync(new RelearnRequest(Since: DayOf(Now.AddDays(-1))))).Calls);
        Assert.Equal(1, (await RelearnAsync()).Calls);
    }

    [Fact]
    public async Task Call_whose_payload_has_expired_is_learned_from_its_stored_turns()
    {
        var secret = Payloads.Call(Sam, "secret", Now.ToUnixTimeSeconds(), "My card is 4111 1111 1111 1111.", "My name is Sam Miller.");
        await Bench.LearnAsync(secret);
        await Bench.LearnAsync(LearningBench.Body(1, Sam, plan: "I have gold", conversation: "collected"));
        var today = (await Bench.ReadAsync(Sam))!.Value;
        await MakeOlderAsync(Sam);
        foreach (var body in new[] { secret, LearningBench.Body(1, Sam, plan: "I have gold", conversation: "collected") })
            await Stores.Archive.DeleteConversationAsync(Stores.NameOf(body), CancellationToken.None);

        var progress = await RelearnAsync();

        Assert.Equal((2, 2, 0), (progress.Calls, progress.FromTurns, progress.Failed));
        var record = (await Bench.ReadAsync(Sam))!.Value;
        Assert.Equal(today.Facts, record.Facts);
        Assert.Equal(today.Memories, record.Memories);
        Assert.Equal(today.Calls.Select(call => call with { IsKindCertain = false }), record.Calls);
        Assert.Contains(record.Facts, fact => fact is { Key: "name", Value: "Sam Miller" });
        Assert.Contains(record.Memories, memory => memory.Text.Contains("[card number]", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Mark_of_a_redaction_in_stored_turns_becomes_no_fact()
    {
        var body = Payloads.Call(Sam, "c", Now.ToUnixTimeSeconds(), "My name is [password].", "My e-mail is [card number]@example.com");
        await Bench.LearnAsync(body);
        await MakeOlderAsync(Sam);
        await Stores.Archive.DeleteConversationAsync(Stores.NameOf(body), CancellationToken.None);

        await RelearnAsync();

        Assert.Empty((await Bench.ReadAsync(Sam))!.Value.Facts);
    }

    [Fact]
    public async Task Call_of_another_caller_by_todays_rules_goes_to_them()
    {
        var body = Payloads.Call(Sam, "c", Now.ToUnixTimeSeconds(), "My name is Sam Miller.");
        await Bench.LearnAsync(body);
        var today = (await Bench.ReadAsync(Sam))!;
        await MakeOlderAsync(Sam, of: Kim);
        await Stores.Callers.TryDeleteAsync(Bench.KeyOf(Sam), (await Bench.ReadAsync(Sam))!.ETag, CancellationToken.None);

        var progress = await RelearnAsync();

        Assert.Equal((1, 1), (progress.Calls, progress.OfAnother));
        Assert.Equal(today.Value.Facts, (await Bench.ReadAsync(Sam))!.Value.Facts);
        var kim = (await Bench.ReadAsync(Kim))!.Value;
        Assert.Empty(kim.Calls);
        Assert.Empty(kim.Facts);
        Assert.Equal("", (await Bench.ReadProfileAsync(Kim))!.Summary);
    }

    [Fact]
    public async Task Call_that_taught_nobody_is_learned_if_it_names_somebody_now()
    {
        var body = Payloads.Call(Sam, "c", Now.ToUnixTimeSeconds(), "My name is Sam Miller.");
        var payload = await Stores.StoreAsync(body);
        await Stores.Receipts.WriteAsync(
            payload, new Receipt(ReceiptResult.NothingToLearn, "The payload names no caller.", 1), CancellationToken.None);
        await WriteClaimAsync(
            payload, new ConversationClaim(new PayloadVersion(Now.ToUnixTimeSeconds(), payload.BodyHash), payload.Value, Caller: null, []));

        var progress = await RelearnAsync(new RelearnRequest(Since: DayOf(payload.Day)));

        Assert.Equal((0, 1, 1), (progress.Callers, progress.Calls, progress.OfAnother));
        Assert.Single((await Bench.ReadAsync(Sam))!.Value.Calls);
        Assert.Equal(ReceiptResult.Learned, (await Stores.Receipts.ReadAsync(payload, CancellationToken.None))!.Result);
        Assert.Equal(0, (await RelearnAsync(new RelearnRequest(Since: DayOf(payload.Day)))).Calls);
    }

    [Fact]
    public async Task Call_of_an_erased_caller_is_not_learned_again()
    {
        var body = Payloads.Call(Sam, "c", Now.ToUnixTimeSeconds(), "My name is Sam Miller.");
        await Bench.LearnAsync(body);
        await MakeOlderAsync(Sam);
        await WriteClaimAsync(Stores.NameOf(body), ConversationClaim.Erased);

        await RelearnAsync();

        Assert.Null(await Bench.ReadAsync(Sam));
        Assert.Null(await Bench.ReadProfileAsync(Sam));
    }

    [Fact]
    public async Task Caller_who_is_erased_before_a_killed_run_could_see_it_is_removed_by_the_next()
    {
        var body = Payloads.Call(Sam, "c", Now.ToUnixTimeSeconds(), "My name is Sam Miller.");
        await Bench.LearnAsync(body);
        // As a run leaves it that is killed right after it has written the record.
        await WriteClaimAsync(Stores.NameOf(body), ConversationClaim.Erased);

        await RelearnAsync();

        Assert.Null(await Bench.ReadAsync(Sam));
        Assert.Null(await Bench.ReadProfileAsync(Sam));
    }

    [Fact]
    public async Task Relearning_that_is_cut_short_before_any_change_is_finished_by_the_next()
    {
        await LearnSeveralAsync();
        var today = await TextAsync(Sam);
        for (var last = 0; ; last++)
        {
            await MakeOlderAsync(Sam);
            var changes = 0;
            void BeforeChange()
            {
                if (changes++ == last)
                    throw new IOException("Killed.");
            }

            try
            {
                await RelearnAsync(relearn: Relearn(
                    new CallerRecords(
                        Cut(Stores.Callers, BeforeChange), Cut(Stores.Segments, BeforeChange), Cut(Stores.Profiles, BeforeChange),
                        new PartIndexWriter(), Storage.Clock),
                    Cut(Stores.Claims, BeforeChange)));
                Assert.True(last >= 5);
                return;
            }
            catch (IOException)
            {
                await RelearnAsync();
                Assert.Equal(today, await TextAsync(Sam));
                Assert.Equal("Sam Miller", (await Bench.ReadProfileAsync(Sam))!.Name);
            }
        }
    }

    // At noon, so that a minute more or less is no other day.
    private static DateTimeOffset Now { get; } = new(
        DateTimeOffset.FromUnixTimeSeconds(Payloads.Recent).UtcDateTime.Date.AddHours(12), TimeSpan.Zero);

    private static DateOnly DayOf(DateTimeOffset instant) => DateOnly.FromDateTime(instant.UtcDateTime);

    private static T Cut<T>(T port, Action beforeChange)
        where T : class
    {
        var cut = DispatchProxy.Create<T, CutShortPort<T>>();
        ((CutShortPort<T>)(object)cut).PutBefore(port, beforeChange);
        return cut;
    }

    private async Task LearnSeveralAsync()
    {
        await Bench.LearnAsync(Payloads.Call(Sam, "name", Now.AddDays(-2).ToUnixTimeSeconds(), "My name is Sam Miller."));
        await Bench.LearnAsync(Payloads.Call(Sam, "email", Now.AddDays(-1).ToUnixTimeSeconds(), "My e-mail is sam@example.com."));
        await Bench.LearnAsync(Payloads.Call(Sam, "smalltalk", Now.AddDays(-1).ToUnixTimeSeconds() + 60, "I like to order three pizzas."));
        await Bench.LearnAsync(Payloads.Call(Kim, "kim", Now.AddMinutes(2).ToUnixTimeSeconds(), "My name is Kim Smith."));
    }

    private Task MakeOlderAsync(string caller, string? of = null)
        => FormerRules.TaughtAsync(Stores, Bench.KeyOf(caller), new Caller(CallerKind.Phone, of ?? caller));

    private Task WriteClaimAsync(PayloadName payload, ConversationClaim claim) => FormerRules.WriteClaimAsync(Stores, payload, claim);

    private RelearnCalls Relearn(CallerRecords records, IDocumentStore<ConversationClaim> claims) => new(
        records,
        Stores.Archive,
        Stores.Get<ArchivedCallReader>(),
        new CurrentPayload(claims, records, Stores.Get<CallersToIndex>()),
        Stores.Get<CallExtractor>(),
        Bench.Learn,
        Stores.Get<ElaomsSettings>(),
        TimeProvider.System);

    private Task<RelearnProgress> RelearnAsync(RelearnRequest? request = null, RelearnCalls? relearn = null)
        => (relearn ?? Stores.Get<RelearnCalls>()).RunAsync(
            request ?? new RelearnRequest(), new Progress<RelearnProgress>(), CancellationToken.None);

    // Without the revision, which counts changes.
    private async Task<string> TextAsync(string caller)
        => JsonSerializer.Serialize((await Bench.ReadAsync(caller))!.Value with { Revision = 0 });

    /// <summary>On files and SQLite.</summary>
    public sealed class OnFiles() : RelearnCallsTests(StorageKind.Embedded);
}
