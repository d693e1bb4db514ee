using Elaoms.Core.Settings;
using Elaoms.Web.Http;
using Elaoms.Tests.Server;
using Xunit;

namespace Elaoms.EndToEnd.Server;

/// <summary>Connections that do nothing keep nobody out.</summary>
public sealed class ConnectionLimiterTests
{
    private const string Ask = "GET /health/live HTTP/1.1\nHost: test";
    private const int Least = 16;

    [Theory]
    [InlineData("")]
    [InlineData("POST /webhook/post-call HTTP/1.1\r\nHost: te")]
    public async Task Connection_that_asks_nothing_is_closed(string beginning)
    {
        await using var server = await StartAsync(SettingNames.IdleTimeoutSeconds, "1");
        using var silent = await RawConnection.OpenAsync(server.Address);
        await silent.SendMoreAsync(System.Text.Encoding.ASCII.GetBytes(beginning));

        await Eventually.IsTrueAsync(silent.IsClosedAsync, "it is closed");

        await Eventually.IsTrueAsync(() => server.Get<ConnectionLimiter>().Count == 0, "it is forgotten");
    }

    [Fact]
    public async Task Silent_connections_make_room_for_new_ones()
    {
        await using var server = await StartAsync(SettingNames.MaxConnections, $"{Least}", SettingNames.IdleTimeoutSeconds, "60");
        using var silent = await Connections.OpenAsync(server.Address, Least);
        await Eventually.IsTrueAsync(() => server.Get<ConnectionLimiter>().Count == Least, "all places are taken");

        for (var i = 0; i < 3; i++)
        {
            using var newcomer = await RawConnection.OpenAsync(server.Address);
            await newcomer.SendAsync(Ask);
            Assert.Equal(200, (await newcomer.ReadAsync()).Status);
        }

        await Eventually.IsTrueAsync(async () => await silent.ClosedAsync() >= 1, "one of them had to go");
        Assert.InRange(server.Get<ConnectionLimiter>().Count, 1, Least);
    }

    [Fact]
    public async Task Connections_that_have_asked_and_wait_make_room_too()
    {
        await using var server = await StartAsync(SettingNames.MaxConnections, $"{Least}", SettingNames.IdleTimeoutSeconds, "60");
        using var idle = await Connections.OpenAsync(server.Address, Least);
        await idle.AskAsync(Ask);

        using var newcomer = await RawConnection.OpenAsync(server.Address);
        await newcomer.SendAsync(Ask);

        Assert.Equal(200, (await newcomer.ReadAsync()).Status);
        await Eventually.IsTrueAsync(async () => await idle.ClosedAsync() == 1, "the first of them had to go");
    }

    [Fact]
    public async Task Connection_whose_request_is_served_is_left_alone_and_a_newcomer_turned_away()
    {
        await using var server = await StartAsync(SettingNames.MaxConnections, $"{Least}", SettingNames.IdleTimeoutSeconds, "60");
        using var busy = await Connections.OpenAsync(server.Address, Least);
        var body = Payloads.Call("+12025550123", "conv_busy", 1_791_300_000, "Busy words.");
        var head = $"POST /webhook/post-call HTTP/1.1\nHost: test\nContent-Length: {body.Length}\n"
            + $"ElevenLabs-Signature: {server.Webhooks.Sign(body)}";
        await busy.SendAsync(head);
        await Eventually.IsTrueAsync(() => server.Get<Core.Intake.IncomingDeliveries>().Count == Least, "all are served");

        using (var newcomer = await RawConnection.OpenAsync(server.Address))
            await Eventually.IsTrueAsync(newcomer.IsClosedAsync, "it is turned away");

        Assert.Equal(0, await busy.ClosedAsync());
        await busy.SendMoreAsync(body);
        Assert.All(await busy.ReadAsync(), status => Assert.Equal(200, status));
    }

    [Fact]
    public async Task Few_that_wait_between_requests_are_kept_and_the_others_let_go()
    {
        const int Others = 10;
        await using var server = await StartAsync(SettingNames.IdleTimeoutSeconds, "1");
        using var idle = await Connections.OpenAsync(server.Address, ConnectionLimiter.KeptIdle + Others);
        await idle.AskAsync(Ask);

        await Eventually.IsTrueAsync(async () => await idle.ClosedAsync() >= Others, "those are closed that wait for longest");

        Assert.Equal(Others, await idle.ClosedAsync());
        using var newcomer = await RawConnection.OpenAsync(server.Address);
        await newcomer.SendAsync(Ask);
        Assert.Equal(200, (await newcomer.ReadAsync()).Status);
    }

    [Fact]
    public async Task Connection_is_used_again_and_again()
    {
        await using var server = await StartAsync(SettingNames.IdleTimeoutSeconds, "1");
        using var connection = await RawConnection.OpenAsync(server.Address);

        for (var i = 0; i < 50; i++)
        {
            await connection.SendAsync(Ask);
            Assert.Equal(200, (await connection.ReadAsync()).Status);
        }

        Assert.Equal(1, server.Get<ConnectionLimiter>().Count);
    }

    private static Task<TestServer> StartAsync(params string[] settings) => TestServer.StartAsync(given =>
    {
        foreach (var setting in settings.Chunk(2))
            given[setting[0]] = setting[1];
    });
}
