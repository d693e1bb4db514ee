using System.Text.Json;
using System.Text.Json.Nodes;
using Elaoms.Core.Settings;
using Xunit;

namespace Elaoms.Tests.Server;

/// <summary>A line that many people share, from its calls to what is answered there.</summary>
public sealed class SharedLineTests
{
    private const string Hotel = "+12025550199";
    private const long Start = 1_790_000_000;
    private const long Day = 24 * 3600;

    private static readonly string[] Guests = ["Anna Berg", "Tom Holm", "Eva Lund", "Max Krug"];

    [Fact]
    public async Task Line_of_four_people_tells_nobody_what_another_said()
    {
        await using var server = await TestServer.StartAsync();
        await TeachAsync(server, Guests[..3]);
        var before = await BeginAsync(server);
        Assert.False(IsShared(before));
        Assert.Equal(3, before.CallCount);
        Assert.NotEmpty(await FoundAsync(server, "parrots", before.CallerToken));

        await TeachAsync(server, Guests[3..], from: 3);

        var begun = await BeginAsync(server);
        Assert.True(IsShared(begun));
        Assert.Equal(
            "{\"user_name\":\"\",\"user_profile_summary\":\"\",\"last_call_summary\":\"\",\"last_call_date\":\"\",\"open_requests\":\"\","
                + "\"preferred_language\":\"\",\"user_name_confidence\":\"\",\"call_count\":0,\"is_shared_line\":true}",
            begun.VariablesWithoutToken);
        Assert.Null(begun.FirstMessage);
        foreach (var token in (string[])[before.CallerToken, begun.CallerToken])
        {
            var answer = (await server.Webhooks.SearchDataAsync(Query("Anna Berg parrots"), token)).IsOk();
            Assert.Equal("""{"profile":null,"memories":[],"context":""}""", answer.Text);
        }
    }

    [Fact]
    public async Task Line_of_many_calls_a_day_is_shared_once_there_are_enough_such_days()
    {
        await using var server = await TestServer.StartAsync(settings =>
        {
            settings[SettingNames.SharedLineCallsPerDay] = "3";
            settings[SettingNames.SharedLineDays] = "2";
        });
        await server.TeachAsync(Payloads.Call(Hotel, "conv_alone", Start + Day, "I keep parrots."));
        foreach (var call in Enumerable.Range(0, 5))
            await server.TeachAsync(Payloads.Call(Hotel, $"conv_{call}", Start + call / 4 * Day + call * 60, "I keep parrots."));
        Assert.False(IsShared(await BeginAsync(server)));

        await server.TeachAsync(Payloads.Call(Hotel, "conv_5", Start + Day + 1000, "I keep parrots."));

        Assert.True(IsShared(await BeginAsync(server)));
        Assert.Empty(await FoundAsync(server, "parrots", token: null));
    }

    [Fact]
    public async Task Whole_name_finds_its_own_calls_where_the_settings_permit_it()
    {
        await using var server = await StartAsync("name");
        await TeachAsync(server, Guests);

        var answer = (await server.Webhooks.SearchDataAsync(Query("What did Tom Holm say of parrots?"), null)).IsOk();

        Assert.Equal(["Tom Holm keeps 1 parrots.", "My name is Tom Holm."], answer.Found.Order(StringComparer.Ordinal).Reverse());
        Assert.Equal(JsonValueKind.Null, answer.Json.GetProperty("profile").ValueKind);
        Assert.All(Guests.Except(["Tom Holm"]), other => Assert.DoesNotContain(other, answer.Text, StringComparison.Ordinal));
        Assert.Empty(await FoundAsync(server, "What did Tom say of parrots?", token: null));
        Assert.True(IsShared(await BeginAsync(server)));
    }

    [Fact]
    public async Task Newest_call_is_found_alone_where_the_settings_permit_it()
    {
        await using var server = await StartAsync("newest");
        await TeachAsync(server, Guests);

        Assert.Equal(["Max Krug keeps 3 parrots.", "My name is Max Krug."], await FoundAsync(server, "how many parrots", token: null));
    }

    [Fact]
    public async Task Line_of_one_person_with_a_part_of_the_name_a_misheard_one_and_a_child_is_not_shared()
    {
        await using var server = await TestServer.StartAsync();

        await TeachAsync(server, ["Anna Berg", "Anna", "Mrs. Berg", "Anna Burg", "Anna Maria Berg", "Anna Berg"]);

        var begun = await BeginAsync(server);
        Assert.False(IsShared(begun));
        Assert.Equal(6, begun.CallCount);
    }

    private static Task<TestServer> StartAsync(string search)
        => TestServer.StartAsync(settings => settings[SettingNames.SharedLineSearch] = search);

    private static async Task TeachAsync(TestServer server, IEnumerable<string> names, int from = 0)
    {
        foreach (var (i, name) in names.Index())
        {
            await server.TeachAsync(Payloads.Call(
                Hotel, $"conv_{from + i}", Start + (from + i) * Day, $"My name is {name}.", $"{name} keeps {from + i} parrots."));
        }
    }

    private static async Task<Answer> BeginAsync(TestServer server) => (await server.Webhooks.ClientDataAsync(Hotel)).IsOk();

    private static bool IsShared(Answer begun)
        => begun.Json.GetProperty("dynamic_variables").GetProperty("is_shared_line").GetBoolean();

    private static async Task<IReadOnlyList<string>> FoundAsync(TestServer server, string query, string? token)
        => (await server.Webhooks.SearchDataAsync(Query(query), token)).IsOk().Found;

    private static byte[] Query(string query)
        => WebhookCaller.Bytes(new JsonObject { ["caller_id"] = Hotel, ["query"] = query });
}
