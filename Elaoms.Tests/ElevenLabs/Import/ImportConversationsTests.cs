using System.Globalization;
using System.Text.Json.Nodes;
using Elaoms.Core.Changes;
using Elaoms.Core.Operators;
using Elaoms.Core.Processing;
using Elaoms.Core.Storage.Payloads;
using Elaoms.ElevenLabs.Api;
using Elaoms.ElevenLabs.Import;
using Elaoms.FakePlatform;
using Elaoms.FakePlatform.Store;
using Xunit;

namespace Elaoms.Tests.ElevenLabs.Import;

public sealed class ImportConversationsTests : IAsyncLifetime
{
    private const string Caller = "+12025550123";
    private const string Other = "+12025550124";
    private static readonly long Start = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();
    private ImportBench _bench = null!;

    public async Task InitializeAsync() => _bench = await ImportBench.StartAsync();

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    [Fact]
    public async Task Conversation_is_archived_whole_and_learned_at_its_own_date()
    {
        var one = Add(Start, Caller, "My name is Sam Miller.");

        var done = await _bench.ImportAsync();

        var payload = Assert.Single(await _bench.LearnAsync());
        var body = JsonNode.Parse((await _bench.Stores.ReadAsync(payload))!)!;
        Assert.True(JsonNode.DeepEquals(one.Detail(), body["data"]));
        Assert.Equal("post_call_transcription", body["type"]!.GetValue<string>());
        Assert.Equal(Start + 60, body["event_timestamp"]!.GetValue<long>());
        var call = Assert.Single(await _bench.CallsOfAsync(Caller));
        Assert.Equal((one.Id, DateTimeOffset.FromUnixTimeSeconds(Start)), (call.ConversationId, call.StartedAt));
        Assert.Equal((1, 1), (done.Listed, done.Of(ConversationOutcome.Imported)));
    }

    [Fact]
    public async Task Known_conversations_cost_no_request_of_their_own_learned_or_not()
    {
        for (var number = 0; number < 250; number++)
            Add(Start + (number % 40), Caller, "Hello.");
        await _bench.ImportAsync();
        Assert.Equal((250, 3), _bench.Requests);

        Assert.Equal(250, (await _bench.ImportAsync(new ImportRequest { AgentId = _bench.Agent })).Of(ConversationOutcome.Known));
        await _bench.LearnAsync();
        var third = await _bench.ImportAsync(new ImportRequest { AgentId = _bench.Agent, WithAudio = true });
        Assert.Equal(250, third.Of(ConversationOutcome.Known));

        Assert.Equal((250, 9), _bench.Requests);
        Assert.Equal(250, (await _bench.CallsOfAsync(Caller)).Count);
    }

    [Fact]
    public async Task Delivery_wins_over_the_import_whichever_comes_first()
    {
        var (before, after) = (Add(Start, Caller, "I live in Boston."), Add(Start + 1, Caller, "I live in Boston."));
        await _bench.DeliverAsync(before);
        await _bench.ImportAsync();
        await _bench.DeliverAsync(after);

        Assert.Equal(3, (await _bench.LearnAsync()).Count);

        var calls = await _bench.CallsOfAsync(Caller);
        Assert.Equal([before.Id, after.Id], calls.Select(call => call.ConversationId).Order(StringComparer.Ordinal));
        Assert.All(calls, call => Assert.Equal(call.StartedAt.ToUnixTimeSeconds() + 75, call.PayloadVersion.EventTimestamp));
        Assert.Equal(1, _bench.Requests.Details);
    }

    [Fact]
    public async Task Erased_conversation_is_left_alone_without_asking_for_it()
    {
        var (erased, kept) = (Add(Start, Caller, "Hello."), Add(Start + 1, Other, "Hello."));
        await _bench.ImportAsync();
        await _bench.LearnAsync();
        var payload = PayloadName.Parse((await _bench.CallsOfAsync(Caller))[0].Payload)!;
        var current = _bench.Stores.Get<CurrentPayload>();
        Assert.True(await current.TryMarkErasedAsync(payload.ConversationHash, _bench.KeyOf(Caller), CancellationToken.None));

        var done = await _bench.ImportAsync(new ImportRequest { AgentId = _bench.Agent });

        Assert.Equal((1, 1), (done.Of(ConversationOutcome.Erased), done.Of(ConversationOutcome.Known)));
        Assert.Equal(2, _bench.Requests.Details);
        Assert.Empty(await _bench.LearnAsync());
        Assert.NotEqual(erased.Id, kept.Id);
    }

    [Theory]
    [InlineData("failed", ConversationOutcome.CallFailed)]
    [InlineData("processing", ConversationOutcome.Stuck)]
    [InlineData("in-progress", ConversationOutcome.Stuck)]
    public async Task Conversation_that_is_not_done_is_counted_and_not_read(string status, ConversationOutcome expected)
    {
        Add(Start, Caller, "Hello.").Status = status;

        Assert.Equal(1, (await _bench.ImportAsync()).Of(expected));
        Assert.Equal(0, _bench.Requests.Details);
    }

    [Fact]
    public async Task Conversation_that_changes_after_it_was_listed_is_not_imported_as_it_was()
    {
        var one = Add(Start, Caller, "Hello.");
        _bench.Platform.Faults.OnRequest = (_, request) =>
            one.Status = request.Path.EndsWith(one.Id, StringComparison.Ordinal) ? "failed" : "done";

        Assert.Equal(1, (await _bench.ImportAsync()).Of(ConversationOutcome.CallFailed));
        Assert.Empty(await _bench.LearnAsync());
    }

    [Fact]
    public async Task What_can_not_be_read_stops_nothing_and_only_what_may_come_is_tried_again()
    {
        var (hidden, failing) = (Add(Start, Caller, "Hello."), Add(Start + 1, Caller, "Hello."));
        hidden.IsHidden = true;
        var gone = Add(Start + 2, Caller, "Hello.");
        Add(Start + 3, Caller, "Hello.");
        _bench.Platform.Faults.Add("GET", failing.Id, PlatformFault.ServerError);
        _bench.Platform.Faults.OnRequest = (_, request) =>
        {
            if (request.Path.EndsWith(gone.Id, StringComparison.Ordinal))
                _bench.Platform.Store.Conversations.Remove(gone.Id);
        };

        var first = await _bench.ImportAsync();
        Assert.Equal(
            (1, 1, 1, 1),
            (first.Of(ConversationOutcome.Unreadable), first.Of(ConversationOutcome.Failed), first.Of(ConversationOutcome.Gone),
                first.Of(ConversationOutcome.Imported)));
        _bench.Platform.Faults.Clear();
        var second = await _bench.ImportAsync();

        Assert.Equal((1, 1), (second.Of(ConversationOutcome.Imported), second.Of(ConversationOutcome.Known)));
    }

    [Fact]
    public async Task Platform_that_fails_every_conversation_ends_the_run()
    {
        for (var number = 0; number < 40; number++)
            Add(Start + number, Caller, "Hello.");
        _bench.Platform.Faults.Add("GET", "/conversations/", PlatformFault.Forbidden, times: 3);
        _bench.Platform.Faults.Add("GET", "/conversations/", PlatformFault.ServerError);

        var thrown = await Assert.ThrowsAsync<ElevenLabsException>(() => _bench.ImportAsync());

        Assert.Equal(ElevenLabsFault.ServerError, thrown.Fault);
        Assert.Empty(_bench.States.Value.Runs);
    }

    [Fact]
    public async Task Run_that_was_cut_short_goes_on_from_its_last_page()
    {
        for (var number = 0; number < 350; number++)
            Add(Start + (number * 60 * 60), Caller, "Hello.");
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _bench.ImportAsync(
            onPage: told =>
            {
                if (told.Listed >= 200)
                    stop.Cancel();
            },
            cancellationToken: stop.Token));

        var done = await _bench.ImportAsync(cancellationToken: CancellationToken.None);

        // A day is looked at again.
        Assert.Equal((150, 25), (done.Of(ConversationOutcome.Imported), done.Of(ConversationOutcome.Known)));
        Assert.Equal(350, _bench.Requests.Details);
        Assert.Equal(350, (await _bench.LearnAsync()).Count);
    }

    [Fact]
    public async Task Conversation_of_the_last_day_that_is_listed_late_is_found_by_the_next_run()
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var late = Add(now - (20 * 60 * 60), Caller, "Hello.");
        late.IsListed = false;
        Add(now - 3600, Caller, "Hello.");
        await _bench.ImportAsync();
        late.IsListed = true;

        Assert.Equal(1, (await _bench.ImportAsync()).Of(ConversationOutcome.Imported));
    }

    [Fact]
    public async Task Faults_that_pass_lose_nothing_and_double_nothing()
    {
        for (var number = 0; number < 120; number++)
            Add(Start + (number / 3), Caller, "Hello.");
        PlatformFault[] faults =
        [
            PlatformFault.TooManyConcurrent, PlatformFault.SystemBusy, PlatformFault.BusyFor, PlatformFault.ServerError,
            PlatformFault.CutBefore, PlatformFault.CutAfter, PlatformFault.CutWithin,
        ];
        foreach (var fault in faults)
        {
            _bench.Platform.Faults.Add("GET", "/conversations?", fault, times: 1);
            _bench.Platform.Faults.Add("GET", "/conversations/", fault, times: 1);
        }

        var done = await _bench.ImportAsync();

        Assert.Equal(120, done.Of(ConversationOutcome.Imported));
        Assert.Equal(120, (await _bench.LearnAsync()).Count);
        Assert.InRange(_bench.Platform.Faults.Count, 1, 120 * 1.2);
    }

    [Fact]
    public async Task Conversation_of_a_caller_who_opted_out_is_not_stored()
    {
        Add(Start, Caller, "Hello.");
        Add(Start + 1, Other, "Hello.");
        await _bench.Stores.Get<ChangeCaller>().ChangeAsync(
            _bench.KeyOf(Caller), new ChangeRequest { Id = "r1", By = "test", Kind = ChangeKind.OptOut }, CancellationToken.None);

        var done = await _bench.ImportAsync();

        Assert.Equal((1, 1), (done.Of(ConversationOutcome.Imported), done.Of(ConversationOutcome.OptedOut)));
        Assert.Single(await _bench.LearnAsync());
        Assert.Empty(await _bench.CallsOfAsync(Caller));
    }

    [Fact]
    public async Task Only_the_caller_who_was_asked_for_is_imported()
    {
        var one = Add(Start, Caller, "Hello.");
        Add(Start + 1, Other, "Hello.");
        Add(Start + 2, caller: null, "Hello.");

        var done = await _bench.ImportAsync(new ImportRequest { Callers = [_bench.KeyOf(Caller)] });

        Assert.Equal((1, 2), (done.Of(ConversationOutcome.Imported), done.Of(ConversationOutcome.OfAnother)));
        await _bench.LearnAsync();
        Assert.Equal(one.Id, Assert.Single(await _bench.CallsOfAsync(Caller)).ConversationId);
        Assert.Empty(await _bench.CallsOfAsync(Other));
        Assert.DoesNotContain(Caller, Assert.Single(_bench.States.Value.Runs).Request, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recording_is_archived_as_a_delivery_of_it_would_be()
    {
        var one = Add(Start, Caller, "Hello.");
        one.Audio = [.. Enumerable.Range(0, 100_001).Select(number => (byte)number)];

        Assert.Equal(1, (await _bench.ImportAsync(new ImportRequest { WithAudio = true })).Recordings);

        var payloads = await _bench.LearnAsync();
        var recording = Assert.Single(payloads, payload => payload.IsRecording);
        Assert.Equal(2, payloads.Count);
        var body = JsonNode.Parse((await _bench.Stores.ReadAsync(recording))!)!;
        var data = body["data"]!;
        Assert.Equal((_bench.Agent, one.Id), (data["agent_id"]!.GetValue<string>(), data["conversation_id"]!.GetValue<string>()));
        Assert.Equal(one.Audio, Convert.FromBase64String(data["full_audio"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Survey_counts_callers_agents_channels_and_months_and_changes_nothing()
    {
        Add(Start, Caller, "Hello.");
        await _bench.ImportAsync();
        await _bench.LearnAsync();
        Add(Start + 1, Caller, "Hello.");
        Add(Start + (40 * 24 * 60 * 60), Other, "Hello.");
        Add(Start + 2, caller: null, "Hello.").Status = "failed";

        var survey = await _bench.SurveyAsync();

        Assert.Equal((2, 1), (survey.Callers, survey.NewCallers));
        Assert.Equal((2, 1), (survey.Progress.Of(ConversationOutcome.Imported), survey.Progress.Of(ConversationOutcome.Known)));
        Assert.Equal("2026-03: 3, 2026-04: 1", Text(survey, "month"));
        Assert.Equal("done: 3, failed: 1", Text(survey, "status"));
        Assert.Equal("twilio inbound: 3, widget: 1", Text(survey, "channel"));
        Assert.Equal($"Reception ({_bench.Agent}): 4", Text(survey, "agent"));
        Assert.Empty(await _bench.LearnAsync());
    }

    private static string Text(ImportSurvey survey, string group)
        => string.Join(", ", survey.Groups[group].Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key}: {pair.Value}")));

    private FakeConversation Add(long start, string? caller, string said)
        => _bench.Platform.Store.AddConversation(_bench.Agent, start, caller, "Hello, who is calling?", said);
}
