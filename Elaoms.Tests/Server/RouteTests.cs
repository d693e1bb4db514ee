using System.Text.Json;
using System.Text.Json.Nodes;
using Elaoms.Core.Settings;
using Xunit;

namespace Elaoms.Tests.Server;

/// <summary>Routes, methods, headers and the shape of errors.</summary>
public sealed class RouteTests
{
    [Theory]
    [InlineData("GET", "/nowhere-secret")]
    [InlineData("POST", "/webhook/secret")]
    [InlineData("GET", "/webhook")]
    [InlineData("GET", "/admin")]
    [InlineData("GET", "/docs/../../secret")]
    [InlineData("GET", "/.env")]
    [InlineData("GET", "/health/live/secret?secret=1")]
    [InlineData("DELETE", "/nowhere-secret")]
    public async Task Unknown_route_gives_404_in_the_error_shape(string method, string path)
    {
        await using var server = await TestServer.StartAsync();

        var answer = await server.Webhooks.SendAsync(new HttpMethod(method), path, content: null);

        answer.IsError(404, "not_found");
        Assert.DoesNotContain("secret", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "/webhook/client-data", "POST")]
    [InlineData("PUT", "/webhook/search-data", "POST")]
    [InlineData("DELETE", "/webhook/post-call", "POST")]
    [InlineData("OPTIONS", "/webhook/post-call", "POST")]
    [InlineData("POST", "/", "GET, HEAD")]
    [InlineData("POST", "/health", "GET, HEAD")]
    [InlineData("POST", "/health/ready", "GET, HEAD")]
    [InlineData("OPTIONS", "/health/live", "GET, HEAD")]
    public async Task Wrong_method_gives_405_in_the_error_shape(string method, string path, string allowed)
    {
        await using var server = await TestServer.StartAsync();

        var answer = await server.Webhooks.SendAsync(new HttpMethod(method), path, content: null);

        answer.IsError(405, "method_not_allowed");
        Assert.Equal(allowed, string.Join(", ", answer.ContentHeaders.Allow));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/health")]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    [InlineData("/openapi.json")]
    [InlineData("/docs")]
    [InlineData("/redoc")]
    public async Task HEAD_is_GET_without_a_body(string path)
    {
        await using var server = await TestServer.StartAsync();

        var get = await server.Webhooks.GetAsync(path);
        var head = await server.Webhooks.SendAsync(HttpMethod.Head, path, content: null);

        Assert.Equal(get.Status, head.Status);
        Assert.Equal(get.ContentHeaders.ContentType, head.ContentHeaders.ContentType);
        Assert.Empty(head.Body);
        Assert.True(get.Body.Length > 0 || get.Status is 301 or 302 or 307 or 308, $"{get.Status}");
    }

    [Fact]
    public async Task Answers_carry_no_CORS_nor_server_header_whatever_the_origin()
    {
        await using var server = await TestServer.StartAsync();
        foreach (var path in (string[])["/", "/health", "/docs", "/openapi.json", "/nowhere", "/webhook/client-data", "/webhook/post-call"])
        {
            foreach (var method in (string[])["GET", "POST", "OPTIONS"])
            {
                using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative));
                request.Headers.Add("Origin", "https://elsewhere.example");
                request.Headers.Add("Access-Control-Request-Method", "POST");
                using var answer = await server.Webhooks.Client.SendAsync(request, CancellationToken.None);
                Assert.DoesNotContain(
                    answer.Headers, header => header.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase)
                        || header.Key is "Server" or "X-Powered-By");
            }
        }
    }

    [Fact]
    public async Task Answers_with_data_are_not_to_be_cached_nor_sniffed()
    {
        await using var server = await TestServer.StartAsync();

        var answer = await server.Webhooks.ClientDataAsync("+12025550123");

        Assert.Equal("no-store", answer.Headers.CacheControl!.ToString());
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal(answer.Body.Length, answer.ContentHeaders.ContentLength);
    }

    [Fact]
    public async Task Health_says_what_and_when()
    {
        await using var server = await TestServer.StartAsync();

        var health = (await server.Webhooks.GetAsync("/health")).IsOk().Json;
        var ready = (await server.Webhooks.GetAsync("/health/ready")).IsOk().Json;
        var live = (await server.Webhooks.GetAsync("/health/live")).IsOk().Text;

        Assert.Equal("healthy", health.GetProperty("status").GetString());
        Assert.InRange(
            health.GetProperty("timestamp").GetDateTimeOffset(),
            TimeProvider.System.GetUtcNow().AddMinutes(-5),
            TimeProvider.System.GetUtcNow().AddMinutes(5));
        var free = ready.GetProperty("free_bytes").GetRawText();
        Assert.Equal(
            $$"""{"status":"ready","checks":{"storage":"ok","queue":"ok","engine":"embedded","engine_state":"ok"},"free_bytes":{{free}}"""
                + ""","calls_waiting":0}""",
            ready.GetRawText());
        Assert.Equal("""{"status":"live"}""", live);
    }

    [Theory]
    [InlineData("true", 200, true)]
    [InlineData("false", 404, false)]
    public async Task Documentation_is_there_unless_switched_off(string docs, int status, bool linked)
    {
        await using var server = await TestServer.StartAsync(settings => settings[SettingNames.Docs] = docs);

        foreach (var path in (string[])["/docs", "/redoc", "/openapi.json"])
        {
            var answer = await server.Webhooks.GetAsync(path);
            Assert.True(
                answer.Status == status || (status == 200 && answer.Status is 301 or 302 or 307 or 308), $"{path}: {answer.Status}");
            if (status == 404)
                answer.IsError(404, "not_found");
        }

        Assert.Equal(linked, (await server.Webhooks.GetAsync("/")).IsOk().Json.GetProperty("links").TryGetProperty("docs", out _));
    }

    [Theory]
    [InlineData("""{"caller_id":"+12025550123"}""")]
    [InlineData("""{"caller_id":"+12025550123","query":""}""")]
    [InlineData("""{"caller_id":"+12025550123","query":"  "}""")]
    [InlineData("""{"caller_id":"+12025550123","query":null}""")]
    [InlineData("""{"caller_id":"+12025550123","query":7}""")]
    [InlineData("""{"caller_id":"+12025550123","query":["delivery"]}""")]
    [InlineData("""{"parameters":{"caller_id":"+12025550123"}}""")]
    [InlineData("{}")]
    public async Task Search_without_a_query_gives_400(string body)
    {
        await using var server = await TestServer.StartAsync();

        var answer = await server.Webhooks.SearchDataAsync(WebhookCaller.Bytes(body));

        answer.IsError(400, "missing_query");
        Assert.DoesNotContain("2025550123", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-5", 1)]
    [InlineData("0", 1)]
    [InlineData("1", 1)]
    [InlineData("3", 3)]
    [InlineData("\"7\"", 7)]
    [InlineData("50", 50)]
    [InlineData("51", 50)]
    [InlineData("1e300", 50)]
    [InlineData("null", 10)]
    [InlineData("\"many\"", 10)]
    [InlineData("[3]", 10)]
    public async Task Search_count_is_held_between_1_and_50(string k, int found)
    {
        await using var server = await TestServer.StartAsync();
        await server.TeachAsync(
            Payloads.Call("+12025550123", "conv_many", 1_791_300_000, Enumerable.Range(0, 60).Select(i => $"Apples, lot {i}.")));

        string[] bodies =
        [
            $$"""{"query":"apples","user_id":"+12025550123","k":{{k}}}""",
            $$$"""{"parameters":{"query":"apples","caller_id":"+12025550123","k":{{{k}}}}}""",
        ];
        foreach (var body in bodies)
            Assert.Equal(found, (await server.Webhooks.SearchDataAsync(WebhookCaller.Bytes(body))).IsOk().Found.Count);
    }

    [Theory]
    [InlineData("""{"query":"apples","user_id":"+12025550123"}""", true)]
    [InlineData("""{"query":"apples","caller_id":"+1 (202) 555-0123"}""", true)]
    [InlineData("""{"query":"apples","caller_id":"sip:+12025550123@pbx.example.com"}""", true)]
    [InlineData("""{"query":"apples","user_id":"+12025550123","caller_id":"0012025550123"}""", true)]
    [InlineData("""{"query":"apples","user_id":"","caller_id":"+12025550123"}""", true)]
    [InlineData("""{"parameters":{"query":"apples","caller_id":"+12025550123"},"tool_name":"x"}""", true)]
    [InlineData("""{"parameters":{"query":"apples"},"caller_id":"+12025550123"}""", true)]
    [InlineData("""{"query":"apples","user_id":"+12025550123","caller_id":"+12025550124"}""", false)]
    [InlineData("""{"parameters":{"query":"apples","user_id":"+12025550123"},"caller_id":"+12025550124"}""", false)]
    [InlineData("""{"query":"apples","user_id":"anonymous"}""", false)]
    [InlineData("""{"query":"apples","user_id":["+12025550123"]}""", false)]
    [InlineData("""{"query":"apples"}""", false)]
    public async Task Search_is_for_the_one_person_it_names(string body, bool finds)
    {
        await using var server = await TestServer.StartAsync();
        await server.TeachAsync(Payloads.Call("+12025550123", "conv_one", 1_791_300_000, "Apples, please."));
        await server.TeachAsync(Payloads.Call("+12025550124", "conv_two", 1_791_300_000, "No apples, ever."));

        var answer = (await server.Webhooks.SearchDataAsync(WebhookCaller.Bytes(body))).IsOk();

        Assert.Equal(finds ? ["Apples, please."] : [], answer.Found, StringComparer.Ordinal);
        Assert.Equal(finds, answer.Json.GetProperty("profile").ValueKind is JsonValueKind.Object);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"caller_id":null}""")]
    [InlineData("""{"caller_id":["+12025550123"]}""")]
    [InlineData("""{"caller_id":{"x":1},"agent_id":7}""")]
    [InlineData("""{"caller_id":true}""")]
    [InlineData("""{"caller_id":""}""")]
    public async Task Client_data_with_an_odd_caller_gives_every_variable_with_its_default(string body)
    {
        await using var server = await TestServer.StartAsync(settings =>
            settings[SettingNames.DynamicVariables] =
                new JsonObject { ["plan"] = "none", ["visits"] = 0, ["vip"] = false, ["user_name"] = "friend" }.ToJsonString());

        var answer = (await server.Webhooks.ClientDataAsync(WebhookCaller.Bytes(body))).IsOk();

        Assert.Equal(
            "{\"user_name\":\"friend\",\"user_profile_summary\":\"\",\"last_call_summary\":\"\",\"last_call_date\":\"\","
                + "\"open_requests\":\"\",\"preferred_language\":\"\",\"user_name_confidence\":\"\",\"call_count\":0,"
                + "\"is_shared_line\":false,\"plan\":\"none\","
                + "\"visits\":0,\"vip\":false}",
            answer.VariablesWithoutToken);
        Assert.Null(answer.FirstMessage);
    }
}
