using Elaoms.Indexes.OpenMemory;
using Elaoms.Tests.Server;
using Xunit;

namespace Elaoms.Tests.Indexes.OpenMemory;

/// <summary>Each switch of the server's faults does what it says, in both dialects.</summary>
public abstract class OpenMemorySwitchTests(OpenMemoryDialect dialect) : IAsyncLifetime
{
    private readonly FixedClock _clock = new();
    private FakeOpenMemory _server = null!;
    private OpenMemoryCaller _caller = null!;

    private OpenMemoryFaults Faults => _server.Faults;

    private bool HasTenants => dialect == OpenMemoryDialect.Tenants;

    public async Task InitializeAsync()
    {
        _server = await FakeOpenMemory.StartAsync(dialect, time: _clock);
        _caller = new OpenMemoryCaller(_server);
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Same_words_are_one_memory_unless_merging_is_off()
    {
        var first = await _caller.IdOfAddedAsync("The kettle is red.");

        Assert.Equal(first, await _caller.IdOfAddedAsync("the RED kettle is 1 kettle"));
        Faults.Merges = false;
        Assert.NotEqual(first, await _caller.IdOfAddedAsync("The kettle is red."));
        Assert.Equal(2, _server.Memories.Count);
    }

    [Fact]
    public async Task Few_bits_merge_texts_that_have_nothing_in_common()
    {
        for (var i = 0; i < 100; i++)
            await _caller.IdOfAddedAsync($"kettle{i * 7919} parrot{i * 104729} whale{i * 1299709}");
        Assert.InRange(_server.Memories.Count, 80, 100);
        _server.Clear();

        Faults.HashBits = 4;
        for (var i = 0; i < 100; i++)
            await _caller.IdOfAddedAsync($"kettle{i * 7919} parrot{i * 104729} whale{i * 1299709}");

        Assert.InRange(_server.Memories.Count, 1, 16);
    }

    [Fact]
    public async Task Long_text_is_cut_to_whole_sentences_or_else_anywhere()
    {
        await _caller.IdOfAddedAsync($"The kettle is red today. {new string('x', 200)}. It was blue yesterday.");
        await _caller.IdOfAddedAsync(new string('y', 300));
        Faults.KeptLength = int.MaxValue;
        await _caller.IdOfAddedAsync(new string('z', 300));

        Assert.Equal(
            ["The kettle is red today. It was blue yesterday.", new string('y', 200), new string('z', 300)],
            _server.Memories.Select(memory => memory.Content),
            StringComparer.Ordinal);
    }

    [Fact]
    public async Task Result_is_given_again_for_a_while_whatever_was_added_and_deleted()
    {
        var id = await _caller.IdOfAddedAsync("The kettle is red.");
        await _caller.FindAsync("kettle");
        (await _caller.SendAsync("DELETE", "/memory/" + id)).IsOk();
        await _caller.IdOfAddedAsync("The kettle is blue.");

        _clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(["The kettle is red."], await _caller.FindAsync("kettle"), StringComparer.Ordinal);
        Assert.Equal(["The kettle is blue."], await _caller.FindAsync("kettle", k: 7), StringComparer.Ordinal);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["The kettle is blue."], await _caller.FindAsync("kettle"), StringComparer.Ordinal);

        Faults.StaleFor = TimeSpan.Zero;
        _server.Clear();
        Assert.Empty(await _caller.FindAsync("kettle"));
    }

    [Fact]
    public async Task Adds_at_one_time_do_not_see_each_other()
    {
        Faults.AddDelay = TimeSpan.FromSeconds(5);
        var adds = Enumerable.Range(0, 5).Select(_ => _caller.IdOfAddedAsync("The kettle is red.")).ToList();
        await Eventually.IsTrueAsync(() => _clock.Timers == 5, "all are under way");
        Assert.Empty(_server.Memories);

        _clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Distinct(await Task.WhenAll(adds), StringComparer.Ordinal);
        Assert.Equal((5, 5, 5), (_server.Memories.Count, _server.Adds, _server.Busiest));
    }

    [Fact]
    public async Task Searches_above_the_most_at_a_time_fail_in_the_words_of_the_dialect()
    {
        await _caller.IdOfAddedAsync("The kettle is red.");
        (Faults.QueryDelay, Faults.MaxActiveQueries) = (TimeSpan.FromSeconds(1), 1);
        var first = _caller.QueryAsync("kettle");
        await Eventually.IsTrueAsync(() => _clock.Timers == 1, "the first is under way");
        var second = _caller.QueryAsync("kettle", 5);
        await Eventually.IsTrueAsync(() => _clock.Timers == 2, "both are under way");

        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Single(OpenMemoryCaller.Matches(await first));
        var refused = await second;
        Assert.Equal(
            HasTenants
                ? (500, """{"error":"query_failed","message":"Rate limit: 1 active queries (max 1)"}""")
                : (200, """{"query":"kettle","matches":[]}"""),
            (refused.Status, refused.Text));
    }

    [Fact]
    public async Task Hanging_server_answers_when_it_no_longer_hangs_and_lets_those_go_who_went()
    {
        Faults.Hangs = true;
        using var cancelled = new CancellationTokenSource();
        var gone = _caller.QueryAsync("kettle", cancellationToken: cancelled.Token);
        var waiting = _caller.AddAsync("The kettle is red.");
        await Eventually.IsTrueAsync(() => _server.Requests == 2, "both have come");
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
        Assert.False(waiting.IsCompleted);

        Faults.Hangs = false;

        (await waiting).IsOk();
        Assert.Single(_server.Memories);
    }

    [Fact]
    public async Task Answers_in_place_of_the_right_ones()
    {
        await AssertAsync(() => Faults.EmptyAnswers = true, 200, "{}", """{"query":"kettle","matches":[]}""");
        await AssertAsync(() => Faults.OtherService = true, 200, "<html>");
        await AssertAsync(() => Faults.BadGateway = true, 502, "<html>");
        await AssertAsync(() => Faults.AuthNotConfigured = true, 503, """{"error":"auth_not_configured""");
        await AssertAsync(() => Faults.TenantMismatch = true, 403, """{"error":"tenant_mismatch",""");
        Assert.Empty(_server.Memories);

        async Task AssertAsync(Action fault, int status, string add, string? query = null)
        {
            fault();
            (Answer, string)[] answers =
            [
                (await _caller.AddAsync("The kettle is red."), add), (await _caller.QueryAsync("kettle"), query ?? add),
            ];
            foreach (var (answer, begins) in answers)
            {
                Assert.Equal(status, answer.Status);
                Assert.StartsWith(begins, answer.Text, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task Long_and_deep_answers_are_long_and_deep()
    {
        Faults.DeepAnswers = true;
        Assert.Contains(new string('[', 100_000), (await _caller.QueryAsync("kettle")).Text, StringComparison.Ordinal);
        Faults.HugeAnswers = true;
        Assert.InRange((await _caller.QueryAsync("kettle")).Body.Length, 8 << 20, 9 << 20);
    }

    [Fact]
    public async Task Requests_above_the_limit_are_told_to_wait()
    {
        (Faults.RequestsPerWindow, Faults.RetryAfterSeconds) = (2, 0);
        var answers = new List<Answer>();
        for (var i = 0; i < 3; i++)
            answers.Add(await _caller.QueryAsync("kettle"));
        _clock.Advance(TimeSpan.FromSeconds(60));
        answers.Add(await _caller.QueryAsync("kettle"));

        Assert.Equal([200, 200, 429, 200], answers.Select(answer => answer.Status));
        Assert.Equal("""{"error":"rate_limit_exceeded","retry_after":0}""", answers[2].Text);
        Assert.Equal(
            ["1", "0", "0", "1"],
            answers.Select(answer => Assert.Single(answer.Headers.GetValues("X-RateLimit-Remaining"))),
            StringComparer.Ordinal);
        Assert.Equal("2", Assert.Single(answers[0].Headers.GetValues("X-RateLimit-Limit")));
        Assert.Equal(
            $"{FixedClock.Start.AddSeconds(60).ToUnixTimeSeconds()}", Assert.Single(answers[0].Headers.GetValues("X-RateLimit-Reset")));

        (Faults.RequestsPerWindow, Faults.RequestsLeft) = (null, 1);
        Assert.Equal((200, 429), ((await _caller.QueryAsync("kettle")).Status, (await _caller.QueryAsync("kettle")).Status));
    }

    [Fact]
    public async Task Only_the_text_that_is_too_large_is_refused()
    {
        Faults.TooLarge = "red";

        var refused = await _caller.AddAsync("The kettle is red.");
        Assert.Equal((413, "Payload Too Large"), (refused.Status, refused.Text));
        (await _caller.AddAsync("The kettle is blue.")).IsOk();
        Faults.TooLarge = "";
        Assert.Equal(413, (await _caller.AddAsync("The kettle is green.")).Status);
        Assert.Single(_server.Memories);
    }

    [Fact]
    public async Task Every_second_connection_breaks_before_it_is_done_or_after_or_in_the_answer()
    {
        Faults.ResetEvery = 2;
        await AssertSecondFailsAsync(held: 1);
        (Faults.ResetEvery, Faults.LoseAnswerEvery) = (0, 2);
        await AssertSecondFailsAsync(held: 2);
        (Faults.LoseAnswerEvery, Faults.CutBodyEvery) = (0, 2);
        await AssertSecondFailsAsync(held: 2);

        async Task AssertSecondFailsAsync(int held)
        {
            _server.Clear();
            (await _caller.AddAsync("The kettle is red.")).IsOk();
            await Assert.ThrowsAnyAsync<HttpRequestException>(() => _caller.AddAsync("The parrot is green."));
            Assert.Equal(held, _server.Memories.Count);
        }
    }

    [Fact]
    public async Task Answer_that_is_cut_begins_as_a_whole_one()
    {
        Faults.CutBodyEvery = 1;
        using var connection = await RawConnection.OpenAsync(_server.Address);

        await connection.SendAsync("GET /health HTTP/1.1\nHost: test");

        var cut = await Assert.ThrowsAsync<IOException>(connection.ReadAsync);
        Assert.Contains("HTTP/1.1 200 OK", cut.Message, StringComparison.Ordinal);
        Assert.Contains("""{"ok":true,""", cut.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_second_request_fails_in_the_words_of_the_dialect()
    {
        Faults.FailEvery = 2;
        (await _caller.AddAsync("The kettle is red.")).IsOk();
        var query = await _caller.QueryAsync("kettle");
        Assert.Single(await _caller.FindAsync("kettle"));
        var add = await _caller.AddAsync("The parrot is green.");

        Assert.Equal(
            HasTenants ? (500, """{"error":"query_failed","message":"SQLITE_BUSY"}""") : (200, """{"query":"kettle","matches":[]}"""),
            (query.Status, query.Text));
        Assert.Equal((500, HasTenants ? query.Text : """{"err":"internal"}"""), (add.Status, add.Text));
        Assert.Single(_server.Memories);
    }

    [Theory]
    [InlineData("POST", "/memory/add", """{"content":"The kettle is deadly."}""")]
    [InlineData("GET", "/memory/deadly", null)]
    public async Task Deadly_request_takes_all_others_with_it_until_the_restart(string method, string path, string? body)
    {
        await _caller.IdOfAddedAsync("The kettle is red.");
        (Faults.DiesOn, Faults.QueryDelay) = ("deadly", Timeout.InfiniteTimeSpan);
        var other = _caller.QueryAsync("kettle");
        await Eventually.IsTrueAsync(() => _server.Queries == 1, "the other has come");

        await Assert.ThrowsAsync<HttpRequestException>(() => _caller.SendAsync(method, path, body));

        await Assert.ThrowsAsync<HttpRequestException>(() => other);
        await Assert.ThrowsAsync<HttpRequestException>(() => _caller.SendAsync("GET", "/health"));
        Assert.False(_server.IsUp);
        await _server.RestartAsync();
        (await _caller.SendAsync("GET", "/health")).IsOk();
        Assert.Single(_server.Memories);
    }

    [Fact]
    public async Task Matches_and_ids_that_are_not_the_users_come_first()
    {
        await _caller.IdOfAddedAsync("The kettle is red.");
        if (HasTenants)
            _server.Key = "another tenant's";
        var other = new OpenMemoryCaller(_server);
        var user = HasTenants ? null : "ann";
        await other.IdOfAddedAsync("The kettle is blue.", user);

        Faults.ForeignMatches = true;
        Assert.Equal(["The kettle is red.", "The kettle is blue."], await other.FindAsync("blue kettle", 3, user), StringComparer.Ordinal);
        (Faults.ForeignMatches, Faults.InventedMatches) = (false, true);
        var invented = OpenMemoryCaller.Matches(await other.QueryAsync("blue kettle", 4, user)).First().GetProperty("id").GetString();
        Assert.DoesNotContain(_server.Memories, memory => memory.Id == invented);

        Faults.ForeignIds = true;
        var added = await other.SendAsync(
            "POST", "/memory/add", """{"content":"The parrot is green.","metadata":{"elaoms_caller":"ann"}}""");
        Assert.Equal(_server.Memories[0].Id, added.IsOk().Json.GetProperty("id").GetString());
    }

    public sealed class UserIds() : OpenMemorySwitchTests(OpenMemoryDialect.UserIds);

    public sealed class Tenants() : OpenMemorySwitchTests(OpenMemoryDialect.Tenants);
}
