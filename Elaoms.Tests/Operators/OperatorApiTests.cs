using System.Globalization;
using System.Text.Json.Nodes;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Tests.Processing;
using Elaoms.Tests.Server;
using Xunit;

namespace Elaoms.Tests.Operators;

/// <summary>What the operator API tells of callers, calls and days, and what it records.</summary>
public sealed class OperatorApiTests : IAsyncLifetime
{
    private const string Sam = "+12025550123";
    private const string Kim = "+12025550124";

    private OperatorApi _api = null!;

    public async Task InitializeAsync() => _api = await OperatorApi.StartAsync();

    public async Task DisposeAsync() => await _api.DisposeAsync();

    [Theory]
    [InlineData("+1 (202) 555-0123")]
    [InlineData("0012025550123")]
    [InlineData("sip:+12025550123@carrier.example;user=phone")]
    public async Task Caller_is_found_by_a_number_in_any_form_and_by_key(string text)
    {
        await TeachAsync(Sam, Kim);

        var found = Assert.Single(await FindAsync(text));

        Assert.Equal(("phone …0123", 1), ((string?)found["label"], (int?)found["calls"]));
        var key = (string)found["key"]!;
        Assert.Equal(key, (string?)Assert.Single(await FindAsync(key))["key"]);
        Assert.Empty(await FindAsync("+12025550199"));
        Assert.Empty(await FindAsync("anonymous"));
        var userId = (await _api.Server.Webhooks.ClientDataAsync(Sam)).Json.GetProperty("user_id").GetString()!;
        Assert.Equal(key, (string?)Assert.Single(await FindAsync(userId))["key"]);
        Assert.Single(await _api.ItemsAsync($"/callers/{key}/calls"));
    }

    [Fact]
    public async Task Lists_go_on_where_the_page_before_ended_and_hold_nothing_that_was_said()
    {
        await TeachAsync(Sam, Kim, "+12025550125");

        var (seen, next, texts) = (new List<string>(), (string?)"", "");
        for (var pages = 0; next is not null; pages++)
        {
            Assert.True(pages < 4, "The list does not end.");
            var page = (await _api.GetAsync($"/callers?count=1&after={next}")).IsOk();
            texts += page.Text;
            seen.AddRange(page.Json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("key").GetString()!));
            next = page.Json.GetProperty("next").GetString();
        }

        Assert.Equal(3, seen.Distinct(StringComparer.Ordinal).Count());
        texts += (await _api.GetAsync("/calls")).IsOk().Text;
        Assert.DoesNotContain("2025550", texts, StringComparison.Ordinal);
        Assert.DoesNotContain("gold", texts, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/callers?count=0")]
    [InlineData("/callers?count=201")]
    [InlineData("/callers?count=x")]
    [InlineData("/callers?after=%00")]
    [InlineData("/callers?after=AAAA")]
    [InlineData("/calls?failed=maybe")]
    [InlineData("/days?from=2026-13-01")]
    [InlineData("/days?from=2026-01-01&to=2026-12-01")]
    [InlineData("/days?from=2026-02-02&to=2026-02-01")]
    [InlineData("/audit?since=yesterday")]
    [InlineData("/audit?caller=%2B12025550123")]
    public async Task Parameter_that_can_not_be_read_is_refused(string path)
        => (await _api.GetAsync(path, OperatorApi.Operator)).IsError(400, "invalid_parameter");

    [Theory]
    [InlineData("""{"caller": 1}""", "invalid_parameter")]
    [InlineData("""{"caller": ""}""", "invalid_parameter")]
    [InlineData("""{}""", "invalid_parameter")]
    [InlineData("""[]""", "invalid_json")]
    [InlineData("""{"caller": """, "invalid_json")]
    public async Task Body_that_can_not_be_read_is_refused(string body, string code)
    {
        using var content = new ByteArrayContent(WebhookCaller.Bytes(body));
        (await _api.SendAsync(HttpMethod.Post, "/callers/find", content, OperatorApi.Reader)).IsError(400, code);
    }

    [Fact]
    public async Task Key_in_the_path_that_is_none_is_not_there()
        => (await _api.GetAsync("/callers/12025550123/calls")).IsError(404, "not_found");

    [Fact]
    public async Task Failed_call_is_listed_tried_again_and_dismissed()
    {
        var payload = await FailAsync();

        var failed = Assert.Single(await _api.ItemsAsync("/calls?failed=true"));
        Assert.Equal((payload.Value, "failed"), ((string?)failed["payload"], (string?)failed["result"]));
        Assert.Contains("damaged", (string?)failed["reason"], StringComparison.Ordinal);

        Assert.Equal("enqueued", await ResultAsync("/calls/replay", payload.Value));
        await _api.Server.LearnedAsync();
        Assert.Single(await _api.ItemsAsync("/calls?failed=true"));
        foreach (var _ in Enumerable.Range(0, 2))
            Assert.Equal("dismissed", await ResultAsync("/calls/dismiss", payload.Value));

        Assert.Empty(await _api.ItemsAsync("/calls?failed=true"));
        Assert.Equal("already_done", await ResultAsync("/calls/replay", payload.Value));
        var call = Assert.Single(await _api.ItemsAsync("/calls"));
        Assert.Equal(("nothing-to-learn", "Dismissed"), ((string?)call["result"], (string?)call["reason"]));
    }

    [Fact]
    public async Task Call_that_was_learned_is_neither_tried_again_nor_dismissed()
    {
        await TeachAsync(Sam);
        var payload = Assert.Single(await _api.Server.ArchivedAsync());

        Assert.Equal("not_failed", await ResultAsync("/calls/dismiss", payload.Value));
        Assert.Equal("already_done", await ResultAsync("/calls/replay", payload.Value));
        (await _api.PostAsync("/calls/replay", new JsonObject { ["payload"] = "../../etc/passwd" })).IsError(400, "invalid_parameter");
    }

    [Fact]
    public async Task Caller_is_shown_as_an_agent_would_be_told_and_a_correction_is_told_from_then_on()
    {
        await TeachAsync(Sam);
        var key = (string)Assert.Single(await FindAsync(Sam))["key"]!;
        var shown = JsonNode.Parse((await _api.GetAsync($"/callers/{key}")).IsOk().Text)!;
        Assert.Equal(
            (Sam, 1, "No name is known."),
            ((string?)shown["identity"], (int?)shown["call_count"], (string?)shown["not_greeted"]));

        var change = new JsonObject { ["kind"] = "correct", ["fact"] = "name", ["value"] = "Samira", ["id"] = "ticket-1" };
        Assert.Equal("applied", await StatusAsync(key, change.DeepClone()));
        Assert.Equal("already_applied", await StatusAsync(key, change.DeepClone()));

        Assert.Equal("Samira", (await _api.Server.Webhooks.ClientDataAsync(Sam)).Variable("user_name"));
        shown = JsonNode.Parse((await _api.GetAsync($"/callers/{key}")).IsOk().Text)!;
        Assert.Equal("Samira", (string?)shown["client_data"]!["dynamic_variables"]!["user_name"]);
        var id = (string)Assert.Single(await _api.ItemsAsync($"/callers/{key}/calls"))["id"]!;
        Assert.True(JsonNode.DeepEquals(
            Assert.Single(shown["calls"]!.AsArray()), JsonNode.Parse((await _api.GetAsync($"/callers/{key}/calls/{id}")).IsOk().Text)));
        (await _api.GetAsync($"/callers/{key}/calls/{new string('0', 64)}")).IsError(404, "not_found");
        (await _api.GetAsync($"/callers/{new string('0', 64)}/calls/{id}")).IsError(404, "not_found");
        var made = Assert.Single(shown["changes"]!.AsArray())!;
        Assert.Equal(("ticket-1", "anna", "correct"), ((string?)made["id"], (string?)made["by"], (string?)made["kind"]));
    }

    [Fact]
    public async Task Search_is_answered_as_an_agent_would_be_with_what_made_each_memory_an_answer()
    {
        await TeachAsync(Sam);
        var key = (string)Assert.Single(await FindAsync(Sam))["key"]!;
        var told = (await _api.Server.Webhooks.SearchDataAsync(Sam, "Which gold?", count: 10)).IsOk().Json;

        var explained = await ExplainAsync(key, "Which gold?");

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(told.GetRawText()), explained["answer"]));
        var signals = explained["signals"]!.AsArray();
        Assert.Equal(explained["answer"]!["memories"]!.AsArray().Count, signals.Count);
        var best = signals[0]!;
        Assert.Equal(("gold", 1), ((string?)Assert.Single(best["own_words"]!.AsArray()), (int?)best["places"]!["embedded"]));
        Assert.Equal(
            (double)best["score"]!,
            ((double)best["words"]! + (double)best["call"]!) * (double)best["date"]! * (double)best["speaker"]! * (double)best["time"]!
                * (double)best["question"]!,
            tolerance: 0.01);
    }

    [Theory]
    [InlineData("quantum chromodynamics", null, "not_relevant")]
    [InlineData("gold", "opt_out", "opted_out")]
    [InlineData("gold", "mark_line", "shared_line")]
    public async Task Search_that_finds_nothing_says_why(string query, string? change, string reason)
    {
        await TeachAsync(Sam);
        var key = (string)Assert.Single(await FindAsync(Sam))["key"]!;
        if (change is not null)
            await StatusAsync(key, new JsonObject { ["kind"] = change, ["line"] = change == "mark_line" ? "shared" : null });

        var explained = await ExplainAsync(key, query);

        Assert.Equal(reason, (string?)explained["nothing_found"]);
        Assert.Empty(explained["answer"]!["memories"]!.AsArray());
        Assert.Equal("no_record", (string?)(await ExplainAsync(new string('0', key.Length), query))["nothing_found"]);
        (await _api.PostAsync($"/callers/{key}/search", new JsonObject { ["q"] = query })).IsError(400, "invalid_parameter");
    }

    [Fact]
    public async Task Call_that_is_deleted_is_in_no_list_any_more()
    {
        await TeachAsync(Sam);
        var key = (string)Assert.Single(await FindAsync(Sam))["key"]!;

        Assert.Equal("applied", await StatusAsync(key, new JsonObject { ["kind"] = "delete_call", ["conversation_id"] = "conv_0" }));

        Assert.Empty(await _api.ItemsAsync("/calls"));
        Assert.Empty(await _api.ItemsAsync("/callers"));
        Assert.Empty(await _api.Server.ArchivedAsync());
    }

    [Theory]
    [InlineData("""{"kind": "correct"}""", 400, "invalid_change")]
    [InlineData("""{"kind": "promote"}""", 400, "invalid_parameter")]
    [InlineData("""{"kind": 1}""", 400, "invalid_parameter")]
    [InlineData("""{"kind": "mark_line", "line": "mine"}""", 400, "invalid_parameter")]
    [InlineData("""{"kind": "opt_out", "because": "they asked"}""", 400, "invalid_parameter")]
    [InlineData("""{"kind": "opt_out", "id": "a b"}""", 400, "invalid_change")]
    [InlineData("""{"kind": "delete_call", "conversation_id": "conv_9"}""", 404, "nothing_to_change")]
    public async Task Change_that_can_not_be_made_says_why(string body, int status, string code)
    {
        await TeachAsync(Sam);
        var key = (string)Assert.Single(await FindAsync(Sam))["key"]!;
        using var content = new ByteArrayContent(WebhookCaller.Bytes(body));

        (await _api.SendAsync(HttpMethod.Post, $"/callers/{key}/changes", content, OperatorApi.Operator)).IsError(status, code);
    }

    [Fact]
    public async Task Figures_of_a_day_count_its_calls()
    {
        await TeachAsync(Sam, Kim);
        var began = DateTimeOffset.FromUnixTimeSeconds((long)Payloads.Recent).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

        var day = Assert.Single(await _api.ItemsAsync($"/days?from={began}&to={began}"));

        Assert.Equal((began, 2, 2, 0), ((string?)day["day"], (int?)day["calls"], (int?)day["learned"], (int?)day["failed"]));
        Assert.Equal(31, (await _api.ItemsAsync("/days?from=2026-01-01&to=2026-01-31")).Count);
    }

    [Fact]
    public async Task Every_look_is_recorded_under_the_key_s_name_and_holds_no_number()
    {
        await TeachAsync(Sam);
        await _api.GetAsync("/callers");
        var key = (string)Assert.Single(await FindAsync(Sam))["key"]!;
        await _api.GetAsync($"/callers/{key}/calls");
        await ResultAsync("/calls/replay", Assert.Single(await _api.Server.ArchivedAsync()).Value);
        await _api.GetAsync("/callers", "a wrong key that is long enough, really");

        var log = (await _api.GetAsync("/audit", OperatorApi.Operator)).IsOk();

        Assert.DoesNotContain("2025550123", log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(key, log.Text, StringComparison.Ordinal);
        Assert.Equal(
            ["bob list-callers", "bob find-caller", "bob find-caller", "bob list-calls", "anna replay-call", "anna read-audit"],
            log.Json.GetProperty("items").EnumerateArray()
                .Select(entry => $"{entry.GetProperty("who").GetString()} {entry.GetProperty("verb").GetString()}"));
        Assert.Equal(
            ["find-caller", "list-calls", "read-audit"],
            (await _api.ItemsAsync($"/audit?caller={key}", OperatorApi.Operator)).Select(entry => (string)entry["verb"]!));
    }

    private async Task<string?> ResultAsync(string path, string payload)
        => (await _api.PostAsync(path, new JsonObject { ["payload"] = payload })).IsOk().Json.GetProperty("result").GetString();

    private async Task<string?> StatusAsync(string key, JsonNode change)
        => (await _api.PostAsync($"/callers/{key}/changes", change)).IsOk().Json.GetProperty("status").GetString();

    private async Task<JsonNode> ExplainAsync(string key, string query) => JsonNode.Parse(
        (await _api.PostAsync($"/callers/{key}/search", new JsonObject { ["query"] = query }, OperatorApi.Reader)).IsOk().Text)!;

    private async Task<IReadOnlyList<JsonNode>> FindAsync(string text)
    {
        var answer = await _api.PostAsync("/callers/find", new JsonObject { ["caller"] = text }, OperatorApi.Reader);
        return [.. JsonNode.Parse(answer.IsOk().Text)!["items"]!.AsArray().Select(item => item!)];
    }

    private async Task TeachAsync(params IReadOnlyList<string> callers)
    {
        foreach (var (number, caller) in callers.Index())
            await _api.Server.TeachAsync(LearningBench.Body(1, caller, conversation: $"conv_{number}"));
    }

    private async Task<PayloadName> FailAsync()
    {
        var payload = Storage.Stores.NameOf(LearningBench.Body(1, Sam));
        var path = Path.Combine(_api.Server.PayloadFolder, payload.Value);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, "damaged", CancellationToken.None);
        await _api.Server.Get<IReceipts>().WriteAsync(payload, new Receipt(ReceiptResult.Failed, "damaged", 5), CancellationToken.None);
        await _api.Server.Get<Core.Processing.CallOutcomes>().ListAgainAsync(payload, CancellationToken.None);
        return payload;
    }
}
