using System.Globalization;
using System.Text.Json.Nodes;
using Elaoms.Core.Recall;
using Elaoms.Core.Settings;
using Elaoms.Core.Signing;
using Elaoms.Core.Telemetry;
using Elaoms.Tests.Server;
using Elaoms.Tests.Telemetry;
using Elaoms.Web.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Elaoms.EndToEnd.Server;

/// <summary>
/// What wrong keys, tokens and signatures are answered when there are many of them, and that what is valid is answered all the same.
/// </summary>
public sealed class RefusalTests
{
    private const string Sam = "+12025550123";

    private static readonly byte[] Query = WebhookCaller.Bytes(new JsonObject { ["query"] = "apples", ["user_id"] = Sam });

    [Theory]
    [InlineData("/webhook/client-data", SharedKey.HeaderName, "wrong")]
    [InlineData("/webhook/search-data", SharedKey.HeaderName, "wrong")]
    [InlineData("/webhook/search-data", CallerTokens.HeaderName, "forged")]
    [InlineData("/webhook/post-call", ElevenLabsSignature.HeaderName, "t=1,v0=forged")]
    [InlineData("/webhook/post-call", ElevenLabsSignature.HeaderName, null)]
    public async Task Wrong_requests_beyond_the_rate_get_429_and_valid_ones_their_answer(string route, string header, string? value)
    {
        await using var server = await TestServer.StartAsync();

        var answers = new List<Answer>();
        for (var i = 0; i < 3 * Refusals.Burst; i++)
            answers.Add(await SendAsync(server, route, header, value));

        Assert.All(answers.Take(Refusals.Burst), answer => answer.IsError(401, "unauthorized"));
        Assert.Contains(answers, answer => answer.Status == 429);
        foreach (var answer in answers.Where(answer => answer.Status != 401))
        {
            answer.IsError(429, "too_many_refused");
            Assert.InRange(int.Parse(answer.Headers.GetValues("Retry-After").Single(), CultureInfo.InvariantCulture), 1, 60);
        }

        for (var i = 0; i < 2 * Refusals.Burst; i++)
        {
            (await server.Webhooks.ClientDataAsync(Sam)).IsOk();
            (await server.Webhooks.SearchDataAsync(Query)).IsOk();
        }

        (await server.Webhooks.DeliverAsync(Payloads.Call(Sam, "after", 1_790_000_000, "I want apples."))).IsOk();
    }

    [Fact]
    public async Task Signature_that_only_the_body_shows_to_be_wrong_counts_too()
    {
        await using var server = await TestServer.StartAsync();
        var body = Payloads.Call(Sam, "forged", 1_790_000_000, "I want apples.");
        var forged = server.Webhooks.Sign(body).Replace("v0=", "v0=00", StringComparison.Ordinal)[..^2];

        await SpendAsync(() => server.Webhooks.PostAsync("/webhook/post-call", body, ElevenLabsSignature.HeaderName, forged));

        (await server.Webhooks.DeliverAsync(body)).IsOk();
    }

    [Fact]
    public async Task Address_is_that_of_the_connection_whatever_the_request_says()
    {
        await using var server = await TestServer.StartAsync();

        var sent = 0;
        await SpendAsync(() => WrongAsync(server, $"203.0.113.{sent++ % 250}"));
    }

    [Theory]
    [InlineData("198.51.100.{0}")]
    [InlineData("198.51.100.{0}:50123")]
    [InlineData("203.0.113.1, 198.51.100.{0}")]
    [InlineData("198.51.100.{0}, 10.1.2.3")]
    [InlineData("2001:db8:1:{0}::1")]
    [InlineData("[2001:db8:1:{0}::1]:443")]
    public async Task Behind_proxies_one_address_does_not_use_up_the_rate_of_others(string forwarded)
    {
        await using var server = await TestServer.StartAsync(
            settings => settings[SettingNames.TrustedProxies] = "127.0.0.1, ::1, 10.0.0.0/8");

        await SpendAsync(() => WrongAsync(server, Of(0)));

        // Two addresses in some thousands share a limit.
        var others = new List<int>();
        foreach (var other in Enumerable.Range(1, 5))
            others.Add((await WrongAsync(server, Of(other))).Status);
        Assert.InRange(others.Count(status => status == 401), 4, 5);

        string Of(int client) => string.Format(CultureInfo.InvariantCulture, forwarded, client);
    }

    [Theory]
    [InlineData("203.0.113.{0}, 198.51.100.7")]
    [InlineData("203.0.113.{0}, 198.51.100.7, 10.1.2.3")]
    [InlineData("198.51.100.7:{0}")]
    [InlineData("2001:db8:1:2::{0}")]
    public async Task Behind_proxies_what_a_client_can_choose_does_not_give_it_a_new_rate(string forwarded)
    {
        await using var server = await TestServer.StartAsync(
            settings => settings[SettingNames.TrustedProxies] = "127.0.0.1, ::1, 10.0.0.0/8");

        var sent = 0;
        await SpendAsync(() => WrongAsync(server, string.Format(CultureInfo.InvariantCulture, forwarded, 1 + sent++ % 250)));
    }

    [Fact]
    public async Task Refusals_are_counted_and_logged_at_once_and_then_once_a_minute_with_their_number()
    {
        using var log = new CollectedLog(1002);
        var clock = new FixedClock();
        using var metrics = new ElaomsMetrics();
        using var recorded = new RecordedMetrics(metrics);
        await using var server = await TestServer.StartAsync(replace: services => services
            .AddSingleton(provider => new Refusals(metrics, clock, provider.GetRequiredService<ILogger<Refusals>>()))
            .AddSingleton<ILoggerProvider>(log)
            .AddLogging(logging => logging.AddFilter<CollectedLog>("Elaoms", LogLevel.Warning)));

        for (var i = 0; i < 100; i++)
            await WrongAsync(server, "");
        Assert.Equal(["1002 Refused 1 requests to /webhook/client-data: WrongKey"], log.Written);

        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("1002 Refused 99 requests to /webhook/client-data: WrongKey", log.Written.Last());
        for (var i = 0; i < 2; i++)
            await WrongAsync(server, "");
        clock.Advance(TimeSpan.FromMinutes(1));
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal((3, "1002 Refused 2 requests to /webhook/client-data: WrongKey"), (log.Written.Count(), log.Written.Last()));

        await WrongAsync(server, "");
        Assert.Equal((4, "1002 Refused 1 requests to /webhook/client-data: WrongKey"), (log.Written.Count(), log.Written.Last()));
        var (within, beyond) = (recorded.Sum(Series(limited: false)), recorded.Sum(Series(limited: true)));
        Assert.Equal(103, within + beyond);
        Assert.True(within >= Refusals.Burst && beyond > 0, $"{within} within the rate, {beyond} beyond it");

        static string Series(bool limited) => $"elaoms.http.refused{{route=/webhook/client-data,reason=WrongKey,limited={limited}}}";
    }

    // The rate goes on meanwhile, so a busy machine needs more than a burst.
    private static Task SpendAsync(Func<Task<Answer>> refuse)
        => Eventually.IsTrueAsync(async () => (await refuse()).Status == 429, "the rate is used up");

    private static Task<Answer> SendAsync(TestServer server, string route, string header, string? value)
        => header == CallerTokens.HeaderName
            ? server.Webhooks.SearchDataAsync(Query, value)
            : server.Webhooks.PostAsync(route, Query, value is null ? null : header, value);

    private static async Task<Answer> WrongAsync(TestServer server, string forwarded)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/webhook/client-data", UriKind.Relative))
        {
            Content = new ByteArrayContent(Query),
        };
        request.Headers.TryAddWithoutValidation(SharedKey.HeaderName, "wrong");
        request.Headers.TryAddWithoutValidation("X-Forwarded-For", forwarded);
        using var response = await server.Webhooks.Client.SendAsync(request, CancellationToken.None);
        return await Answer.ReadAsync(response);
    }
}
