using System.Text.Json.Nodes;
using Elaoms.Core.Calls;
using Elaoms.Core.Records;
using Elaoms.Core.Telemetry;
using Elaoms.Tests.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Elaoms.Tests.Server;

/// <summary>Whose memory is searched can be seen: by caller and agent in the log, by number in a metric.</summary>
public sealed class SearchLogTests
{
    private const string Sam = "+12025550123";

    [Fact]
    public async Task Search_is_logged_with_the_callers_short_key_and_the_agent()
    {
        using var log = new CollectedLog(3002);
        await using var server = await TestServer.StartAsync(replace: services => services
            .AddSingleton<ILoggerProvider>(log)
            .AddLogging(logging => logging.AddFilter<CollectedLog>("Elaoms", LogLevel.Information)));
        var key = server.Get<CallerKeys>().Of(new Caller(CallerKind.Phone, Sam));
        var token = (await server.Webhooks.ClientDataAsync(Sam)).CallerToken;

        (await server.Webhooks.SearchDataAsync(Body(Sam, "agent_7101k5zvyjhmfg983brhmhkd98n6"))).IsOk();
        (await server.Webhooks.SearchDataAsync(Body(null, "agent_other"), token)).IsOk();
        string[] hostile = ["+12025550123", "12025550123", "agent\nForged: line", new string('a', 65), "agent 1", "{Caller}"];
        foreach (var agent in hostile)
            (await server.Webhooks.SearchDataAsync(Body(Sam, agent))).IsOk();
        (await server.Webhooks.SearchDataAsync(Body("anonymous", "agent_none"))).IsOk();

        Assert.Equal(
            [
                $"3002 Searched the memory of caller {key.Abbreviation} for agent agent_7101k5zvyjhmfg983brhmhkd98n6",
                $"3002 Searched the memory of caller {key.Abbreviation} for agent agent_other",
                .. Enumerable.Repeat($"3002 Searched the memory of caller {key.Abbreviation} for agent ?", 6),
            ],
            log.Written);
    }

    [Fact]
    public async Task Different_callers_are_counted_once_a_minute()
    {
        // A minute that does not end while this runs.
        var clock = new MovableClock();
        var into = clock.GetUtcNow().ToUnixTimeSeconds() % 60;
        clock.Advance(TimeSpan.FromSeconds(-into));
        await using var server = await TestServer.StartAsync(replace: services => services.AddSingleton<TimeProvider>(clock));
        using var metrics = new RecordedMetrics(server.Get<ElaomsMetrics>());

        for (var round = 0; round < 3; round++)
        {
            for (var number = 0; number < 5; number++)
                (await server.Webhooks.SearchDataAsync(Body($"+1202555000{number}", "agent_test"))).IsOk();
        }

        Assert.Equal((5, 15), (metrics.Sum("elaoms.search.callers"), metrics.Sum("elaoms.search.tokens{result=none}")));
        clock.Advance(TimeSpan.FromMinutes(1));
        (await server.Webhooks.SearchDataAsync(Body("+12025550000", "agent_test"))).IsOk();
        Assert.Equal(6, metrics.Sum("elaoms.search.callers"));
    }

    private static byte[] Body(string? caller, string agent)
        => WebhookCaller.Bytes(new JsonObject { ["query"] = "apples", ["user_id"] = caller, ["agent_id"] = agent });
}
