using System.Text;
using System.Text.Json;
using Elaoms.Indexes.OpenMemory;
using Elaoms.Tests.Server;
using Xunit;

namespace Elaoms.Tests.Indexes.OpenMemory;

/// <summary>
/// What the server of the tests does with nothing wrong with it, where the recordings don't say: as was read and seen of the real ones.
/// </summary>
public sealed class OpenMemoryServerTests
{
    [Theory]
    [InlineData("x-api-key", "secret", 200)]
    [InlineData("Authorization", "Bearer secret", 200)]
    [InlineData("Authorization", "ApiKey secret", 200)]
    [InlineData("Authorization", "secret", 401)]
    [InlineData("x-other", "secret", 401)]
    [InlineData("x-api-key", "Secret", 403)]
    [InlineData("Authorization", "Bearer other", 403)]
    public async Task Key_is_looked_for_in_two_headers(string header, string value, int status)
    {
        foreach (var dialect in Enum.GetValues<OpenMemoryDialect>())
        {
            await using var server = await FakeOpenMemory.StartAsync(dialect, "secret");
            var caller = new OpenMemoryCaller(server);

            var answer = await caller.SendAsync(
                "GET", "/memory/all", change: request => request.Headers.TryAddWithoutValidation(header, value));

            Assert.Equal(status, answer.Status);
            Assert.Equal(
                status switch
                {
                    200 => """{"items":[]}""",
                    401 => """{"error":"authentication_required","message":"API key required"}""",
                    _ => """{"error":"invalid_api_key"}""",
                },
                answer.Text);
        }
    }

    [Fact]
    public async Task Health_needs_no_key_and_other_public_paths_have_nothing()
    {
        await using var server = await FakeOpenMemory.StartAsync(OpenMemoryDialect.Tenants);
        var caller = new OpenMemoryCaller(server);
        static void WithoutKey(HttpRequestMessage request) => request.Headers.Clear();

        Assert.Equal(200, (await caller.SendAsync("GET", "/health", change: WithoutKey)).Status);
        Assert.Equal(404, (await caller.SendAsync("GET", "/api/system/stats", change: WithoutKey)).Status);
        Assert.Equal(401, (await caller.SendAsync("GET", "/nowhere", change: WithoutKey)).Status);
    }

    [Fact]
    public async Task Without_a_key_the_old_one_is_open_and_the_new_one_shut_unless_told_otherwise()
    {
        await using var server = await FakeOpenMemory.StartAsync(OpenMemoryDialect.UserIds);
        var caller = new OpenMemoryCaller(server);
        await caller.IdOfAddedAsync("The kettle is red.");

        server.Dialect = OpenMemoryDialect.Tenants;
        var shut = await caller.AddAsync("The parrot is green.");
        server.DevAllowNoAuth = true;
        await caller.IdOfAddedAsync("The parrot is green.");

        Assert.Equal((503, "auth_not_configured"), (shut.Status, shut.Json.GetProperty("error").GetString()));
        Assert.Equal(["anonymous", "dev-no-auth"], server.Memories.Select(memory => memory.User), StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("POST", "/memory/add", """{"content":"x","user_id":"alice"}""")]
    [InlineData("POST", "/memory/query", """{"query":"x","user_id":"alice"}""")]
    [InlineData("POST", "/memory/query", """{"query":"x","filters":{"user_id":"alice"}}""")]
    [InlineData("POST", "/memory/reinforce", """{"id":"x","user_id":"alice"}""")]
    [InlineData("GET", "/memory/all?user_id=alice", null)]
    [InlineData("DELETE", "/memory/x?user_id=alice", null)]
    [InlineData("GET", "/users/alice/memories", null)]
    [InlineData("DELETE", "/users/alice/memories", null)]
    public async Task Another_user_than_the_tenant_is_refused_wherever_it_is_named(string method, string path, string? body)
    {
        await using var server = await FakeOpenMemory.StartAsync(OpenMemoryDialect.Tenants);
        var caller = new OpenMemoryCaller(server);

        var answer = await caller.SendAsync(method, path, body);

        Assert.Equal((403, "tenant_mismatch"), (answer.Status, answer.Json.GetProperty("error").GetString()));
    }

    [Theory]
    [InlineData(OpenMemoryDialect.Tenants, """{"error":"invalid_input","details":["content: required"]}""")]
    [InlineData(OpenMemoryDialect.UserIds, """{"err":"content"}""")]
    public async Task Body_that_does_not_say_it_is_JSON_is_not_looked_at(OpenMemoryDialect dialect, string expected)
    {
        await using var server = await FakeOpenMemory.StartAsync(dialect);
        var caller = new OpenMemoryCaller(server);

        var answer = await caller.SendAsync("POST", "/memory/add", """{"content":"The kettle is red."}""", "text/plain");

        Assert.Equal((400, expected), (answer.Status, answer.Text));
    }

    [Fact]
    public async Task Body_over_a_million_bytes_and_text_over_two_hundred_thousand_characters_are_too_much()
    {
        await using var server = await FakeOpenMemory.StartAsync(OpenMemoryDialect.Tenants);
        var caller = new OpenMemoryCaller(server);

        var body = await caller.AddAsync(new string('x', 1_000_000));
        var text = await caller.AddAsync(new string('x', 200_001));

        Assert.Equal((413, "Payload Too Large", null), (body.Status, body.Text, body.ContentHeaders.ContentType?.MediaType));
        Assert.Equal((400, """{"error":"invalid_input","details":["content: length > 200000"]}"""), (text.Status, text.Text));
        (await caller.AddAsync(new string('x', 200_000))).IsOk();
    }

    [Fact]
    public async Task Every_answer_lets_other_origins_in_and_has_a_date()
    {
        await using var server = await FakeOpenMemory.StartAsync(OpenMemoryDialect.UserIds);
        var caller = new OpenMemoryCaller(server);
        (string, string, int)[] requests =
        [
            ("OPTIONS", "/memory/add", 200), ("GET", "/health", 200), ("GET", "/nowhere", 404), ("HEAD", "/health", 404),
        ];
        foreach (var (method, path, status) in requests)
        {
            var answer = await caller.SendAsync(method, path);
            Assert.Equal(status, answer.Status);
            Assert.Equal("*", Assert.Single(answer.Headers.GetValues("Access-Control-Allow-Origin")));
            Assert.NotNull(answer.Headers.Date);
            Assert.False(answer.Headers.Contains("Server"));
        }
    }

    [Theory]
    [InlineData(OpenMemoryDialect.Tenants, "GET /memory/%zz", false)]
    [InlineData(OpenMemoryDialect.UserIds, "GET /memory/%zz", false)]
    [InlineData(OpenMemoryDialect.UserIds, "POST /memory/query", false)]
    [InlineData(OpenMemoryDialect.Tenants, "POST /memory/query", true)]
    public async Task Some_requests_end_the_process(OpenMemoryDialect dialect, string request, bool survives)
    {
        await using var server = await FakeOpenMemory.StartAsync(dialect);
        using var connection = await RawConnection.OpenAsync(server.Address);

        // In one piece: there may be nobody left to send a second one to.
        await connection.SendMoreAsync(Encoding.ASCII.GetBytes($"{request} HTTP/1.1\r\nHost: test\r\nContent-Length: 0\r\n\r\n"));

        if (survives)
            Assert.Equal(401, (await connection.ReadAsync()).Status);
        else
            await Eventually.IsTrueAsync(() => !server.IsUp, "it has ended");
        Assert.Equal(survives, server.IsUp);
    }

    [Fact]
    public async Task Halves_of_surrogate_pairs_are_taken_and_lost()
    {
        await using var server = await FakeOpenMemory.StartAsync(OpenMemoryDialect.UserIds);
        var caller = new OpenMemoryCaller(server);

        (await caller.SendAsync("POST", "/memory/add", """{"content":"a \ud83d\ude00 b \ud83d c \\ud83d"}""")).IsOk();

        Assert.Equal("a \ud83d\ude00 b \ufffd c \\ud83d", Assert.Single(server.Memories).Content);
    }

    [Fact]
    public async Task Places_among_the_old_ones_matches_are_taken_by_other_users()
    {
        await using var server = await FakeOpenMemory.StartAsync(OpenMemoryDialect.UserIds);
        var caller = new OpenMemoryCaller(server);
        server.Faults.Merges = false;
        await caller.IdOfAddedAsync("My kettle.", "ann");
        for (var i = 0; i < 9; i++)
            await caller.IdOfAddedAsync("A red kettle.", "ben");

        Assert.Empty(await caller.FindAsync("red kettle", 3, "ann"));
        Assert.Equal(["My kettle."], await caller.FindAsync("red kettle", 4, "ann"), StringComparer.Ordinal);
        Assert.Equal(10, (await caller.FindAsync("red kettle", 10)).Count);
    }

    [Fact]
    public async Task Search_gives_as_many_as_are_wanted_and_scores_that_sum_to_nothing()
    {
        await using var server = await FakeOpenMemory.StartAsync(OpenMemoryDialect.Tenants);
        var caller = new OpenMemoryCaller(server);
        foreach (var text in (string[])["The kettle is red.", "A parrot sings.", "Blue whales swim."])
            await caller.IdOfAddedAsync(text);

        var related = OpenMemoryCaller.Matches(await caller.QueryAsync("red kettle")).ToList();
        var unrelated = OpenMemoryCaller.Matches(await caller.QueryAsync("something else entirely")).ToList();

        Assert.Equal("The kettle is red.", related[0].GetProperty("content").GetString());
        Assert.All((List<JsonElement>[])[related, unrelated], matches =>
        {
            Assert.Equal(3, matches.Count);
            Assert.Equal(0, matches.Sum(match => match.GetProperty("score").GetDouble()), 0.001);
        });
    }

    [Theory]
    [InlineData(OpenMemoryDialect.Tenants, 1)]
    [InlineData(OpenMemoryDialect.UserIds, 2)]
    public async Task Only_the_new_one_searches_between_times(OpenMemoryDialect dialect, int found)
    {
        var clock = new FixedClock();
        await using var server = await FakeOpenMemory.StartAsync(dialect, time: clock);
        var caller = new OpenMemoryCaller(server);
        await caller.IdOfAddedAsync("The kettle is red.");
        clock.Advance(TimeSpan.FromHours(1));
        await caller.IdOfAddedAsync("The parrot is green.");

        var answer = await caller.SendAsync(
            "POST",
            "/memory/query",
            $$$"""{"query":"red","startTime":0,"filters":{"startTime":{{{clock.GetUtcNow().ToUnixTimeMilliseconds()}}}}}""");

        Assert.Equal(found, OpenMemoryCaller.Matches(answer).Count());
    }

    [Fact]
    public async Task Restarted_server_is_where_it_was_with_or_without_what_it_held()
    {
        await using var server = await FakeOpenMemory.StartAsync(OpenMemoryDialect.UserIds);
        var caller = new OpenMemoryCaller(server);
        var address = server.Address;
        await caller.IdOfAddedAsync("The kettle is red.");

        await server.StopAsync();
        await Assert.ThrowsAsync<HttpRequestException>(() => caller.QueryAsync("kettle"));
        await server.RestartAsync();
        Assert.Single(await caller.FindAsync("kettle"));
        await server.RestartAsync(keepsData: false);

        Assert.Equal(address, server.Address);
        Assert.Empty(await caller.FindAsync("kettle"));
        Assert.Equal((1, 2, 0, 0), (server.Adds, server.Queries, server.Gets, server.Deletes));
    }

    [Fact]
    public async Task Users_memories_are_deleted_together_and_nobody_elses()
    {
        await using var server = await FakeOpenMemory.StartAsync(OpenMemoryDialect.UserIds);
        var caller = new OpenMemoryCaller(server);
        (string, string)[] memories = [("The kettle is red.", "a/n n"), ("The parrot is green.", "a/n n"), ("Blue whales swim.", "ben")];
        foreach (var (text, user) in memories)
            await caller.IdOfAddedAsync(text, user);

        Assert.Equal(2, (await caller.SendAsync("GET", "/users/a%2Fn%20n/memories")).Json.GetProperty("items").GetArrayLength());
        Assert.Equal("""{"ok":true,"deleted":2}""", (await caller.SendAsync("DELETE", "/users/a%2Fn%20n/memories")).Text);
        Assert.Equal("ben", Assert.Single(server.Memories).User);
    }
}
