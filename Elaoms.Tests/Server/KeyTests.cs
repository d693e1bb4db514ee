using System.Text;
using Elaoms.Core.Settings;
using Elaoms.Core.Signing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Elaoms.Tests.Server;

/// <summary>Who may ask client-data and search-data.</summary>
public sealed class KeyTests
{
    private const string NonAsciiKey = "schlüssel-ключ-鍵-0123456789";

    public static TheoryData<string> Routes => ["/webhook/client-data", "/webhook/search-data"];

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Key_missing_empty_or_wrong_gives_401(string route)
    {
        await using var server = await TestServer.StartAsync();
        var right = KeyOf(server, route);
        var body = WebhookCaller.Bytes("""{"query":"hello","caller_id":"+12025550123"}""");

        (await server.Webhooks.PostAsync(route, body)).IsError(401, "unauthorized");
        string[] wrongKeys =
        [
            "", " ", right[..^1], right + "x", right.ToUpperInvariant(), OtherKeyOf(server, route), server.Settings.PostCallKey,
            $"{right},{right}",
        ];
        foreach (var wrong in wrongKeys)
            (await server.Webhooks.PostAsync(route, body, SharedKey.HeaderName, wrong)).IsError(401, "unauthorized");
        (await server.Webhooks.PostAsync(route, body, "Authorization", "Bearer " + right)).IsError(401, "unauthorized");
        (await server.Webhooks.PostAsync($"{route}?X-Api-Key={right}", body)).IsError(401, "unauthorized");
        (await server.Webhooks.PostAsync(route, body, SharedKey.HeaderName, right)).IsOk();
        (await server.Webhooks.PostAsync(route, body, "x-aPI-kEY", right)).IsOk();
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Key_given_twice_gives_401(string route)
    {
        await using var server = await TestServer.StartAsync();
        var key = KeyOf(server, route);

        Assert.Equal(401, await SendRawAsync(server, route, $"X-Api-Key: {key}\nX-Api-Key: {key}"));
        Assert.Equal(401, await SendRawAsync(server, route, $"X-Api-Key: {key}\nX-Api-Key: wrong"));
        Assert.Equal(200, await SendRawAsync(server, route, $"X-Api-Key: {key}"));
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Key_of_non_ASCII_bytes_that_is_wrong_gives_401(string route)
    {
        await using var server = await TestServer.StartAsync();

        foreach (var key in (string[])["\u00FF\u00FE\u0080", Wire("schlüssel"), Wire("鍵"), "\u00C3"])
            Assert.Equal(401, await SendRawAsync(server, route, $"X-Api-Key: {key}"));
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Key_of_non_ASCII_letters_opens_when_sent_as_UTF_8(string route)
    {
        await using var server = await TestServer.StartAsync(settings =>
        {
            settings[SettingNames.ClientDataKey] = NonAsciiKey;
            settings[SettingNames.SearchDataKey] = NonAsciiKey;
        });

        Assert.Equal(200, await SendRawAsync(server, route, $"X-Api-Key: {Wire(NonAsciiKey)}"));
        Assert.Equal(401, await SendRawAsync(server, route, $"X-Api-Key: {Wire(NonAsciiKey)[..^1]}"));
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Every_key_of_a_list_opens(string route)
    {
        await using var server = await TestServer.StartAsync(settings =>
        {
            settings[SettingNames.ClientDataKey] = " old-key-0123456789 ,, new-key-0123456789 ";
            settings[SettingNames.SearchDataKey] = " old-key-0123456789 ,, new-key-0123456789 ";
        });

        (string, int)[] keys =
        [
            ("old-key-0123456789", 200), ("new-key-0123456789", 200), ("old-key-0123456789,new-key-0123456789", 401), ("", 401), (",", 401),
        ];
        foreach (var (key, status) in keys)
            Assert.Equal(status, await SendRawAsync(server, route, $"X-Api-Key: {key}"));
    }

    [Fact]
    public async Task Search_data_open_to_all_takes_any_key_and_none()
    {
        await using var server = await TestServer.StartAsync(settings =>
        {
            settings[SettingNames.SearchDataKey] = null;
            settings[SettingNames.SearchDataAllowAnonymous] = "true";
        });
        var body = WebhookCaller.Bytes("""{"query":"hello"}""");

        (await server.Webhooks.PostAsync("/webhook/search-data", body)).IsOk();
        (await server.Webhooks.PostAsync("/webhook/search-data", body, SharedKey.HeaderName, "anything")).IsOk();
        (await server.Webhooks.PostAsync("/webhook/client-data", body)).IsError(401, "unauthorized");
    }

    [Theory]
    [InlineData("true", 1)]
    [InlineData("false", 0)]
    public async Task Server_that_asks_for_no_key_of_search_data_says_so_when_it_starts(string mayBeAnonymous, int warnings)
    {
        using var log = new CollectedLog(3003);
        await using var server = await TestServer.StartAsync(
            settings => settings[SettingNames.SearchDataAllowAnonymous] = mayBeAnonymous,
            services => services.AddSingleton<ILoggerProvider>(log)
                .AddLogging(logging => logging.AddFilter<CollectedLog>("Elaoms", LogLevel.Warning)));

        Assert.Equal(warnings, log.Written.Count());
    }

    private static string KeyOf(TestServer server, string route)
        => route.Contains("client", StringComparison.Ordinal) ? server.Settings.ClientDataKey : server.Settings.SearchDataKey;

    private static string OtherKeyOf(TestServer server, string route)
        => route.Contains("client", StringComparison.Ordinal) ? server.Settings.SearchDataKey : server.Settings.ClientDataKey;

    // A character per byte of UTF-8, as the raw connection writes them.
    private static string Wire(string text) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));

    private static async Task<int> SendRawAsync(TestServer server, string route, string headers)
    {
        var body = WebhookCaller.Bytes("""{"query":"hello","caller_id":"+12025550123"}""");
        using var connection = await RawConnection.OpenAsync(server.Address);
        await connection.SendAsync($"POST {route} HTTP/1.1\nHost: test\nContent-Length: {body.Length}\n{headers}", body);
        return (await connection.ReadAsync()).Status;
    }
}
