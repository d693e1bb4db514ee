using System.Text.Json.Nodes;
using Elaoms.Core.Processing;
using Elaoms.Core.Storage.Payloads;
using Elaoms.ElevenLabs.Import;
using Elaoms.ElevenLabs.Reconcile;
using Elaoms.FakePlatform;
using Elaoms.FakePlatform.Store;
using Elaoms.Tests.ElevenLabs.Import;
using Elaoms.Tests.Telemetry;
using Xunit;

namespace Elaoms.Tests.ElevenLabs.Reconcile;

public sealed class ReconcileConversationsTests : IAsyncLifetime
{
    private const string Caller = "+12025550123";
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private ImportBench _bench = null!;

    public async Task InitializeAsync() => _bench = await ImportBench.StartAsync();

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    [Fact]
    public async Task Lost_call_is_fetched_once_and_learned_at_its_own_date_and_a_delivered_one_is_left()
    {
        using var metrics = new RecordedMetrics(_bench.Metrics);
        var (delivered, lost) = (Add(3 * Hour), Add(3 * Hour));
        await _bench.DeliverAsync(delivered);

        var first = await _bench.ReconcileAsync();
        await _bench.LearnAsync();
        _bench.Clock.Advance(Hour);
        var second = await _bench.ReconcileAsync();

        Assert.Equal((ReconcileEnd.Done, ReconcileEnd.Done), (first.End, second.End));
        Assert.Equal("2 1 1 0", Text(first));
        Assert.Equal("2 1 1 0", Text(second));
        Assert.Equal(1, _bench.Requests.Details);
        Assert.Equal(1, metrics.Sum("elaoms.reconcile.recovered"));
        Assert.Equal([1, 1], metrics.Of("elaoms.reconcile.calls{result=received}"));
        Assert.Equal([1, 1], metrics.Of("elaoms.reconcile.calls{result=recovered}"));
        var calls = await _bench.CallsOfAsync(Caller);
        Assert.Equal(lost.Start, Assert.Single(calls, call => call.ConversationId == lost.Id).StartedAt.ToUnixTimeSeconds());
        Assert.Equal(2, calls.Count);
    }

    [Fact]
    public async Task Call_of_the_last_hour_is_left_to_its_delivery()
    {
        var (late, lost) = (Add(Hour / 2), Add(Hour / 2));

        var before = await _bench.ReconcileAsync();
        await _bench.DeliverAsync(late);
        _bench.Clock.Advance(Hour);
        var after = await _bench.ReconcileAsync();

        Assert.Equal((2, 0), (before.Progress.Of(ConversationOutcome.Expected), _bench.Requests.Details - 1));
        Assert.Equal("0 0 0 0", Text(before));
        Assert.Equal("2 1 1 0", Text(after));
        Assert.NotEqual(late.Id, lost.Id);
    }

    [Fact]
    public async Task Who_comes_within_the_hour_does_nothing_unless_asked()
    {
        Add(3 * Hour);
        await _bench.ReconcileAsync();
        var requests = _bench.Platform.Faults.Count;

        Assert.Equal(ReconcileEnd.NotDue, (await _bench.ReconcileAsync()).End);
        Assert.Equal(requests, _bench.Platform.Faults.Count);
        Assert.Equal(ReconcileEnd.Done, (await _bench.ReconcileAsync(isAsked: true)).End);
    }

    [Fact]
    public async Task Run_that_another_takes_over_ends()
    {
        var now = _bench.Clock.GetUtcNow();
        var first = (await ReconcileLease.TryTakeAsync(_bench.Reconciliations, now, now + Hour, isAsked: false, default))!.Value;

        Assert.Null(await ReconcileLease.TryTakeAsync(_bench.Reconciliations, now, now + Hour, isAsked: false, default));
        Assert.True(await first.Lease.TryWriteAsync(first.State with { Stuck = 1 }, default));
        var second = (await ReconcileLease.TryTakeAsync(_bench.Reconciliations, now, now + Hour, isAsked: true, default))!.Value;

        Assert.False(await first.Lease.TryWriteAsync(first.State with { Stuck = 2 }, default));
        Assert.Equal(1, second.State.Stuck);
        Assert.True(await second.Lease.TryWriteAsync(second.State with { Stuck = 3 }, default));
    }

    [Fact]
    public async Task Without_a_key_nothing_is_asked()
    {
        Assert.Equal(ReconcileEnd.NoKey, (await _bench.ReconcileAsync(hasKey: false)).End);
        Assert.Equal(0, _bench.Platform.Faults.Count);
    }

    [Fact]
    public async Task Call_that_hangs_in_processing_is_reported_and_fetched_when_it_is_done_however_late()
    {
        using var metrics = new RecordedMetrics(_bench.Metrics);
        var stuck = Add(3 * Hour);
        stuck.Status = "processing";

        Assert.Equal(1, (await _bench.ReconcileAsync()).State!.Stuck);
        _bench.Clock.Advance(50 * Hour);
        Add(2 * Hour);
        Assert.Equal(1, (await _bench.ReconcileAsync()).State!.Stuck);
        Assert.Equal([1, 1], metrics.Of("elaoms.reconcile.calls{result=stuck}"));
        stuck.Status = "done";
        _bench.Clock.Advance(Hour);

        var last = await _bench.ReconcileAsync();

        Assert.Equal((0, 1), (last.State!.Stuck, last.Progress.Of(ConversationOutcome.Imported)));
    }

    [Fact]
    public async Task What_hangs_for_a_week_is_given_up_so_that_a_run_stays_short()
    {
        Add(3 * Hour).Status = "processing";
        await _bench.ReconcileAsync();
        for (var day = 0; day < 10; day++)
        {
            _bench.Clock.Advance(24 * Hour);
            await _bench.ReconcileAsync();
        }

        Assert.Equal(0, (await _bench.ReconcileAsync(isAsked: true)).Progress.Listed);
    }

    [Fact]
    public async Task Erased_calls_and_those_that_failed_here_are_not_fetched()
    {
        var (erased, failed) = (Add(3 * Hour), Add(3 * Hour));
        var payload = await _bench.DeliverAsync(erased);
        var current = _bench.Stores.Get<CurrentPayload>();
        Assert.True(await current.TryMarkErasedAsync(payload.ConversationHash, _bench.KeyOf(Caller), CancellationToken.None));
        var other = await _bench.DeliverAsync(failed);
        await _bench.Stores.Receipts.WriteAsync(other, new Receipt(ReceiptResult.Failed, "damaged", 5), CancellationToken.None);
        await _bench.Stores.Pending.RemoveAsync(other, CancellationToken.None);

        var result = await _bench.ReconcileAsync();

        Assert.Equal((1, 1, 0), (
            result.Progress.Of(ConversationOutcome.Erased), result.Progress.Of(ConversationOutcome.Known), _bench.Requests.Details));
        Assert.Equal("1 1 0 0", Text(result));
    }

    [Fact]
    public async Task Call_that_can_not_be_read_is_lost_until_it_can()
    {
        var hidden = Add(3 * Hour);
        hidden.IsHidden = true;

        Assert.Equal("1 0 0 1", Text(await _bench.ReconcileAsync()));
        Assert.Contains(
            _bench.Log.Written,
            line => line.StartsWith("9003 ", StringComparison.Ordinal) && line.Contains("1 lost", StringComparison.Ordinal));
        hidden.IsHidden = false;
        _bench.Clock.Advance(Hour);

        Assert.Equal("1 0 1 0", Text(await _bench.ReconcileAsync()));
    }

    [Fact]
    public async Task Webhook_that_the_platform_switched_off_is_said_first()
    {
        using var metrics = new RecordedMetrics(_bench.Metrics);
        Connect(new FakeWebhook("elaoms", "https://memory.example.com/webhook/post-call", "wsec_1") { IsAutoDisabled = true });
        Add(3 * Hour);

        var result = await _bench.ReconcileAsync();

        Assert.Equal(WebhookState.SwitchedOff, result.State!.Webhook);
        Assert.Equal([1], metrics.Of("elaoms.reconcile.webhooks.off"));
        Assert.Equal(["9001", "9003"], _bench.Log.Written.Select(line => line.Split(' ')[0]));
        Assert.Equal(1, result.Progress.Of(ConversationOutcome.Imported));
    }

    [Fact]
    public async Task Webhooks_that_nobody_uses_or_that_lead_elsewhere_count_for_nothing()
    {
        Connect(new FakeWebhook("elaoms", "https://memory.example.com/webhook/post-call", "wsec_1"));
        _bench.Platform.Store.Webhooks["webhook_9"] =
            new FakeWebhook("old", "https://memory.example.com/webhook/post-call", "wsec_2") { IsDisabled = true };
        _bench.Platform.Store.Webhooks["webhook_8"] =
            new FakeWebhook("crm", "https://crm.example.com/calls", "wsec_3") { IsAutoDisabled = true };

        Assert.Equal(WebhookState.On, (await _bench.ReconcileAsync()).State!.Webhook);
    }

    [Fact]
    public async Task Key_that_may_only_read_conversations_is_enough_and_the_rest_is_asked_for_once_a_day()
    {
        _bench.Platform.Semantics.MayManageWebhooks = false;
        _bench.Platform.Semantics.MayReadAgents = false;
        Add(3 * Hour);

        var first = await _bench.ReconcileAsync();
        Assert.Equal((ReconcileEnd.Done, WebhookState.Forbidden, false), (first.End, first.State!.Webhook, first.State.CanReadAgents));
        _bench.Clock.Advance(Hour);
        var before = _bench.Platform.Faults.Count;
        await _bench.ReconcileAsync();

        Assert.Equal(1, _bench.Platform.Faults.Count - before);
    }

    [Fact]
    public async Task Agents_whose_words_are_not_kept_or_are_redacted_are_named()
    {
        var (without, redacted) = (_bench.Platform.Store.AddAgent("Clinic"), _bench.Platform.Store.AddAgent("Bank"));
        without.Main.Platform["privacy"]!["zero_retention_mode"] = true;
        redacted.Main.Platform["privacy"]!["conversation_history_redaction"] = new JsonObject { ["enabled"] = true };

        var state = (await _bench.ReconcileAsync()).State!;

        Assert.Equal([without.Id], state.AgentsWithoutTranscripts);
        Assert.Equal([redacted.Id], state.RedactedAgents);
        Assert.True(state.CanReadAgents);
        Assert.Contains(_bench.Log.Written, line => line.StartsWith("9006 ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Platform_that_fails_is_counted_and_the_next_run_does_it_all()
    {
        using var metrics = new RecordedMetrics(_bench.Metrics);
        Add(3 * Hour);
        _bench.Platform.Faults.Add("GET", "/v1/convai/conversations", PlatformFault.ServerError);

        Assert.Equal(ReconcileEnd.Failed, (await _bench.ReconcileAsync()).End);
        Assert.Equal(1, metrics.Sum("elaoms.reconcile.faults"));
        Assert.Contains(_bench.Log.Written, line => line.StartsWith("9005 ", StringComparison.Ordinal));
        _bench.Platform.Faults.Clear();
        _bench.Clock.Advance(Hour);

        Assert.Equal("1 0 1 0", Text(await _bench.ReconcileAsync()));
    }

    [Fact]
    public async Task Known_calls_cost_a_fiftieth_of_a_request_at_most()
    {
        for (var number = 0; number < 1000; number++)
            await _bench.DeliverAsync(Add((3 * Hour) + TimeSpan.FromSeconds(number % 7)));
        await _bench.ReconcileAsync();
        await _bench.LearnAsync();
        var before = _bench.Platform.Faults.Count;
        _bench.Clock.Advance(Hour);

        Assert.Equal("1000 1000 0 0", Text(await _bench.ReconcileAsync()));
        Assert.InRange(_bench.Platform.Faults.Count - before, 1, 1000 * 0.02);
    }

    private static string Text(ReconcileResult result)
    {
        var sum = result.State!.Since(DateTimeOffset.UnixEpoch);
        return $"{sum.Listed} {sum.Received} {sum.Recovered} {sum.Lost}";
    }

    private FakeConversation Add(TimeSpan ago) => _bench.Platform.Store.AddConversation(
        _bench.Agent, (_bench.Clock.GetUtcNow() - ago).ToUnixTimeSeconds(), Caller, "Hello, who is calling?", "My name is Sam Miller.");

    private void Connect(FakeWebhook hook)
    {
        _bench.Platform.Store.Webhooks["webhook_1"] = hook;
        _bench.Platform.Store.Agents[_bench.Agent].Main.Platform["workspace_overrides"] = new JsonObject
        {
            ["webhooks"] = new JsonObject { ["post_call_webhook_id"] = "webhook_1" },
        };
    }
}
