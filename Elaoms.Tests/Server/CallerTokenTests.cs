using System.Text.Json.Nodes;
using Elaoms.Core.Settings;
using Elaoms.Core.Telemetry;
using Elaoms.Tests.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Xunit;

namespace Elaoms.Tests.Server;

/// <summary>A search belongs to its call: what client-data gives a call is what search-data opens a memory for.</summary>
public sealed class CallerTokenTests
{
    private const string Sam = "+12025550123";
    private const string Kim = "+12025550199";
    private const string OwnNumber = "+12025550100";
    private const string Route = "/webhook/search-data";

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"caller_id":"anonymous","called_number":"+12025550199"}""")]
    [InlineData("""{"caller_id":"Unknown Caller","called_number":"+12025550199"}""")]
    [InlineData("""{"caller_id":"{{system__caller_id}}"}""")]
    [InlineData("""{"called_number":"+12025550199"}""")]
    [InlineData("""{"app_user_id":"undefined","caller_id":"+12025550199"}""")]
    [InlineData("""{"caller_id":"elaoms_0123456789abcdef0123456789abcdef","called_number":"+12025550199"}""")]
    public async Task Caller_who_is_nobody_gets_a_token_that_opens_nothing(string request)
    {
        await using var server = await StartAsync();

        var answer = (await server.Webhooks.ClientDataAsync(WebhookCaller.Bytes(request))).IsOk();

        Assert.False(answer.Json.TryGetProperty("user_id", out _));
        JsonObject[] bodies = [[], new() { ["user_id"] = Kim }, new() { ["caller_id"] = Kim }, new() { ["app_user_id"] = "anna" }];
        foreach (var body in bodies)
            Assert.Empty(await FoundAsync(server, TokenOf(answer), body));
    }

    [Theory]
    [InlineData(StoreFault.Throws)]
    [InlineData(StoreFault.NeverAnswers)]
    public async Task Answer_under_a_fault_has_a_token_that_opens_nothing(StoreFault fault)
    {
        using var folder = new TempFolder();
        var settings = new ServerSettings(folder);
        settings[SettingNames.ClientDataDeadlineMs] = "50";
        string token;
        await using (var failing = await TestServer.StartAsync(new TempFolder(), settings, new FaultyCallers(fault).Replace))
            token = TokenOf((await failing.Webhooks.ClientDataAsync(Sam)).IsOk());
        await using var server = await TestServer.StartAsync(new TempFolder(), settings);
        await server.TeachAsync(Payloads.Call(Sam, "conv_sam", 1_790_000_000, "I want apples, says Sam."));

        Assert.Empty(await FoundAsync(server, token, []));
        Assert.Empty(await FoundAsync(server, token, new() { ["user_id"] = Sam }));
        Assert.NotEmpty(await FoundAsync(server, TokenOf(await server.Webhooks.ClientDataAsync(Sam)), []));
    }

    [Fact]
    public async Task Token_opens_the_memory_of_its_caller_and_an_id_picks_the_one_who_was_called()
    {
        await using var server = await StartAsync();
        // Nobody tells client-data the direction: Kim is called from our own number.
        var outbound = await TokenAsync(server, new() { ["caller_id"] = OwnNumber, ["called_number"] = Kim });
        var inbound = await TokenAsync(server, new() { ["caller_id"] = Sam, ["called_number"] = OwnNumber });

        Assert.Equal(["I want apples, says Sam."], await FoundAsync(server, inbound, []));
        Assert.Equal(["I want apples, says Sam."], await FoundAsync(server, inbound, new() { ["user_id"] = "00 1 202 555 0123" }));
        var own = "elaoms_0123456789abcdef0123456789abcdef";
        Assert.Equal(["I want apples, says Sam."], await FoundAsync(server, inbound, new() { ["user_id"] = own }));
        Assert.Empty(await FoundAsync(server, inbound, new() { ["user_id"] = OwnNumber }));
        Assert.Empty(await FoundAsync(server, outbound, []));
        Assert.Equal(["I want apples, says Kim."], await FoundAsync(server, outbound, new() { ["user_id"] = Kim }));
        var parameters = new JsonObject { ["caller_id"] = Kim };
        Assert.Equal(["I want apples, says Kim."], await FoundAsync(server, outbound, new() { ["parameters"] = parameters }));
    }

    [Theory]
    [InlineData("""{"user_id":"+12025550199"}""")]
    [InlineData("""{"caller_id":"+12025550199"}""")]
    [InlineData("""{"app_user_id":"anna"}""")]
    [InlineData("""{"user_id":"anna"}""")]
    [InlineData("""{"user_id":"+12025550123","caller_id":"+12025550199"}""")]
    [InlineData("""{"user_id":"+12025550123","app_user_id":"+12025550123"}""")]
    [InlineData("""{"user_id":"anonymous"}""")]
    [InlineData("""{"parameters":{"user_id":"+12025550199"},"user_id":"+12025550123"}""")]
    public async Task Any_other_id_beside_a_token_finds_nothing(string ids)
    {
        await using var server = await StartAsync();
        var token = TokenOf(await server.Webhooks.ClientDataAsync(Sam));

        Assert.Empty(await FoundAsync(server, token, JsonNode.Parse(ids)!.AsObject()));
    }

    [Fact]
    public async Task Agent_is_never_compared_since_calls_are_transferred()
    {
        await using var server = await StartAsync();
        var token = TokenOf(await server.Webhooks.ClientDataAsync(Sam));

        Assert.NotEmpty(await FoundAsync(server, token, new() { ["agent_id"] = "agent_another" }));
    }

    [Fact]
    public async Task Token_of_an_applications_user_opens_that_users_memory_alone()
    {
        await using var server = await StartAsync();
        await server.TeachAsync(Payloads.Call("anna", "conv_sip_anna", 1_790_000_000, "I want apples, says Anna of the exchange."));

        var answer = await server.Webhooks.ClientDataAsync(
            WebhookCaller.Bytes("""{"app_user_id":"anna","caller_id":"+12025550123","called_number":"+12025550199"}"""));
        var token = TokenOf(answer);

        // The application's own id stays the conversation's user_id.
        Assert.False(answer.Json.TryGetProperty("user_id", out _));
        Assert.Equal(["I want apples, says Anna of the app."], await FoundAsync(server, token, []));
        Assert.Equal(["I want apples, says Anna of the app."], await FoundAsync(server, token, new() { ["app_user_id"] = "anna" }));
        foreach (var id in (string[])[Sam, Kim])
            Assert.Empty(await FoundAsync(server, token, new() { ["user_id"] = id }));

        var line = TokenOf(await server.Webhooks.ClientDataAsync("anna"));
        Assert.Equal(["I want apples, says Anna of the exchange."], await FoundAsync(server, line, new() { ["user_id"] = "anna" }));
        Assert.Empty(await FoundAsync(server, line, new() { ["app_user_id"] = "anna" }));
    }

    [Fact]
    public async Task Token_that_is_expired_finds_nothing_and_is_counted()
    {
        var clock = new MovableClock();
        await using var server = await TestServer.StartAsync(replace: services => services.AddSingleton<TimeProvider>(clock));
        await server.TeachAsync(Payloads.Call(Sam, "conv_sam", 1_790_000_000, "I want apples, says Sam."));
        using var metrics = new RecordedMetrics(server.Get<ElaomsMetrics>());
        var token = TokenOf(await server.Webhooks.ClientDataAsync(Sam));
        Assert.NotEmpty(await FoundAsync(server, token, []));

        clock.Advance(TimeSpan.FromHours(24) + TimeSpan.FromSeconds(1));

        Assert.Equal("""{"profile":null,"memories":[],"context":""}""", (await SearchAsync(server, token, [])).IsOk().Text);
        Assert.Empty(await FoundAsync(server, token, new() { ["user_id"] = Sam }));
        Assert.Equal((1, 2), (metrics.Sum("elaoms.search.tokens{result=valid}"), metrics.Sum("elaoms.search.tokens{result=expired}")));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("{{secret__caller_token}}")]
    [InlineData("TOKENx")]
    [InlineData("TOKEN, TOKEN")]
    [InlineData("=?!")]
    public async Task Token_that_is_forged_is_refused_and_counted(string forged)
    {
        await using var server = await StartAsync();
        using var metrics = new RecordedMetrics(server.Get<ElaomsMetrics>());
        var token = TokenOf(await server.Webhooks.ClientDataAsync(Sam));

        forged = forged.Replace("TOKEN", token, StringComparison.Ordinal);
        (await SearchAsync(server, forged, new() { ["user_id"] = Sam })).IsError(401, "unauthorized");

        Assert.Equal(1, metrics.Sum("elaoms.search.tokens{result=forged}"));
    }

    [Fact]
    public async Task Token_opens_nothing_without_the_key()
    {
        await using var server = await StartAsync();
        var token = TokenOf(await server.Webhooks.ClientDataAsync(Sam));

        (await server.Webhooks.PostAsync(Route, WebhookCaller.Bytes("""{"query":"apples"}"""), "X-Caller-Token", token))
            .IsError(401, "unauthorized");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    public async Task Header_that_is_empty_is_none_and_ids_count_unless_a_token_is_required(string? header)
    {
        await using var open = await StartAsync();
        Assert.Equal(["I want apples, says Sam."], await FoundAsync(open, header, new() { ["user_id"] = Sam }));
        Assert.Empty(await FoundAsync(open, header, []));

        await using var closed = await StartAsync(settings => settings[SettingNames.SearchDataRequireToken] = "true");
        (await SearchAsync(closed, header, new() { ["user_id"] = Sam })).IsError(401, "unauthorized");
        Assert.NotEmpty(await FoundAsync(closed, TokenOf(await closed.Webhooks.ClientDataAsync(Sam)), []));
    }

    [Fact]
    public async Task Platforms_id_of_a_caller_stays_the_same_and_names_nobody_when_it_comes_back()
    {
        await using var server = await StartAsync();
        var first = (await server.Webhooks.ClientDataAsync(Sam)).Json.GetProperty("user_id").GetString()!;
        Assert.Equal(first, (await server.Webhooks.ClientDataAsync("001 202 555 0123")).Json.GetProperty("user_id").GetString());
        Assert.NotEqual(first, (await server.Webhooks.ClientDataAsync(Kim)).Json.GetProperty("user_id").GetString());
        Assert.Matches("^elaoms_[0-9a-f]{32}$", first);

        // In every field that takes an id.
        var call = JsonNode.Parse(Payloads.Call("", "conv_back", 1_799_000_000, "I want apples, says Mallory."))!;
        call["data"]!["user_id"] = first;
        call["data"]!["conversation_initiation_client_data"] = new JsonObject { ["user_id"] = first };
        await server.TeachAsync(WebhookCaller.Bytes(call));
        Assert.Equal(3, (await server.Stored.RecordsAsync()).Count);
        foreach (var field in (string[])["user_id", "caller_id", "app_user_id"])
            Assert.Empty(await FoundAsync(server, null, new() { [field] = first }));
        foreach (var field in (string[])["caller_id", "app_user_id"])
            Assert.Equal(0, (await server.Webhooks.ClientDataAsync(WebhookCaller.Bytes(new JsonObject { [field] = first }))).CallCount);

        // And beside an id of the application's own it is as if it were not there.
        call["data"]!["conversation_id"] = "conv_own";
        call["data"]!["conversation_initiation_client_data"]!["user_id"] = "bert";
        await server.TeachAsync(WebhookCaller.Bytes(call));
        Assert.NotEmpty(await FoundAsync(server, null, new() { ["app_user_id"] = "bert" }));
    }

    private static string TokenOf(Answer answer) => answer.CallerToken;

    private static async Task<TestServer> StartAsync(Action<ServerSettings>? change = null)
    {
        var server = await TestServer.StartAsync(change);
        await server.TeachAsync(Payloads.Call(Sam, "conv_sam", 1_790_000_000, "I want apples, says Sam."));
        await server.TeachAsync(Payloads.Call(Kim, "conv_kim", 1_790_000_000, "I want apples, says Kim."));
        var anna = JsonNode.Parse(Payloads.Call("", "conv_app_anna", 1_790_000_000, "I want apples, says Anna of the app."))!;
        anna["data"]!["user_id"] = "anna";
        anna["data"]!["metadata"]!.AsObject().Remove("phone_call");
        await server.TeachAsync(WebhookCaller.Bytes(anna));
        return server;
    }

    private static async Task<string> TokenAsync(TestServer server, JsonObject request)
        => TokenOf(await server.Webhooks.ClientDataAsync(WebhookCaller.Bytes(request)));

    private static async Task<IReadOnlyList<string>> FoundAsync(TestServer server, string? token, JsonObject body)
        => (await SearchAsync(server, token, body)).IsOk().Found;

    private static async Task<Answer> SearchAsync(TestServer server, string? token, JsonObject body)
    {
        var asked = (JsonObject)body.DeepClone();
        asked["query"] = "apples";
        return await server.Webhooks.SearchDataAsync(WebhookCaller.Bytes(asked), token);
    }
}
