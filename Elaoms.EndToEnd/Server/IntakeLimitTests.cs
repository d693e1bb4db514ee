using System.Globalization;
using System.Text;
using Elaoms.Core.Intake;
using Elaoms.Core.Settings;
using Elaoms.Core.Signing;
using Elaoms.Core.Storage.Payloads;
using Elaoms.Web.Webhooks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Elaoms.Tests.Server;
using Xunit;

namespace Elaoms.EndToEnd.Server;

/// <summary>What senders who can't sign can hold of the server, and for how long; and what the others are told meanwhile.</summary>
[LongRunning]
public sealed class IntakeLimitTests
{
    private const string Forged = "v0=0000000000000000000000000000000000000000000000000000000000000000";

    private static readonly byte[] Small = Payloads.Call("+12025550123", "conv_small", 1_791_300_000, "Small words.");
    private static readonly byte[] Large = Payloads.Call("+12025550123", "conv_large", 1_791_300_000, new string('x', 2 << 20));

    [Fact]
    public async Task Delivery_beyond_the_number_is_told_to_come_again_before_its_body_is_read()
    {
        await using var server = await StartAsync(SettingNames.MaxPostCalls, "1", SettingNames.IdleTimeoutSeconds, "60");
        using var holder = await BeginAsync(server, "Content-Length: 1000");
        await Eventually.IsTrueAsync(() => server.Get<IncomingDeliveries>().Count == 1, "one delivery is being received");

        using (var second = await BeginAsync(server, "Content-Length: 1000"))
            await IsBusyAsync(second);
        var answer = await server.Webhooks.DeliverAsync(Small);
        answer.IsError(503, "busy");
        Assert.True(answer.Headers.RetryAfter!.Delta > TimeSpan.Zero);

        holder.Reset();
        await Eventually.IsTrueAsync(async () => (await server.Webhooks.DeliverAsync(Small)).Status == 200, "the place is free again");
    }

    [Fact]
    public async Task Announced_length_is_reserved_at_once_and_given_back()
    {
        await using var server = await StartAsync(
            SettingNames.MaxIncomingBytes, "2000000", SettingNames.MaxPayloadBytes, "2000000", SettingNames.IdleTimeoutSeconds, "60");
        using var holder = await BeginAsync(server, "Content-Length: 1999900");
        await Eventually.IsTrueAsync(() => server.Get<IncomingDeliveries>().Count == 1, "one delivery is being received");

        (await server.Webhooks.DeliverAsync(Small)).IsError(503, "busy");

        holder.Reset();
        await Eventually.IsTrueAsync(async () => (await server.Webhooks.DeliverAsync(Small)).Status == 200, "its bytes are free again");
        Assert.Equal(0, server.Get<IncomingDeliveries>().ReservedBytes);
    }

    [Fact]
    public async Task Chunked_delivery_is_given_up_when_it_outgrows_the_room()
    {
        await using var server = await StartAsync(
            SettingNames.MaxIncomingBytes, "1100000", SettingNames.MaxPayloadBytes, "1100000", SettingNames.IdleTimeoutSeconds, "60");
        using var holder = await BeginAsync(server, "Content-Length: 500000");
        await Eventually.IsTrueAsync(() => server.Get<IncomingDeliveries>().Count == 1, "one delivery is being received");
        using var growing = await BeginAsync(server, "Transfer-Encoding: chunked");

        await growing.SendMoreAsync(Chunk(1_000_000));

        await IsBusyAsync(growing);
        await Eventually.IsTrueAsync(() => server.Get<IncomingDeliveries>().Count == 1 && IsEmpty(server), "it has left nothing");
    }

    [Fact]
    public async Task Delivery_is_told_to_come_again_while_the_volume_is_too_full_and_taken_when_it_is_not()
    {
        var volume = new Volume { Free = 64 << 20 };
        await using var server = await TestServer.StartAsync(
            replace: services => services.Replace(ServiceDescriptor.Singleton<IFreeSpace>(volume)));

        (await server.Webhooks.DeliverAsync(Small)).IsError(503, "busy");
        (await server.Webhooks.DeliverAsync(Large)).IsError(503, "busy");
        (await server.Webhooks.ClientDataAsync("+12025550123")).IsOk();
        Assert.True(IsEmpty(server));

        volume.Free = 68 << 20;
        (await server.Webhooks.DeliverAsync(Small)).IsOk();
        (await server.Webhooks.DeliverAsync(Large)).IsOk();
    }

    [Theory]
    [InlineData("Transfer-Encoding: chunked")]
    [InlineData("Content-Length: 20000000")]
    public async Task Sender_who_falls_silent_is_given_up_and_leaves_nothing(string length)
    {
        await using var server = await StartAsync(SettingNames.IdleTimeoutSeconds, "1");
        using var silent = await BeginAsync(server, length);
        await silent.SendMoreAsync(length.StartsWith('T') ? Chunk(300_000) : new byte[300_000]);

        Assert.Equal(408, (await silent.ReadAsync()).Status);

        await Eventually.IsTrueAsync(() => server.Get<IncomingDeliveries>().Count == 0 && IsEmpty(server), "it has left nothing");
        await Eventually.IsTrueAsync(silent.IsClosedAsync, "the connection is closed");
    }

    [Fact]
    public async Task Byte_now_and_then_is_silence()
    {
        await using var server = await StartAsync(SettingNames.IdleTimeoutSeconds, "2");
        using var slow = await BeginAsync(server, "Content-Length: 20000000");
        var answer = slow.ReadAsync();

        await Eventually.IsTrueAsync(
            async () =>
            {
                if (!answer.IsCompleted)
                    await slow.TrySendMoreAsync(new byte[10]);
                return answer.IsCompleted;
            },
            "it is given up");

        Assert.Equal(408, (await answer).Status);
    }

    [Fact]
    public async Task Body_must_be_there_in_time_however_fast_it_comes()
    {
        await using var server = await StartAsync(SettingNames.BodyTimeoutSeconds, "3", SettingNames.IdleTimeoutSeconds, "3");
        using var endless = await BeginAsync(server, "Content-Length: 20000000");
        var answer = endless.ReadAsync();

        await Eventually.IsTrueAsync(
            async () =>
            {
                if (!answer.IsCompleted)
                    await endless.TrySendMoreAsync(new byte[40 << 10]);
                return answer.IsCompleted;
            },
            "it is given up");

        Assert.Equal(408, (await answer).Status);
    }

    [Fact]
    public async Task Slow_senders_make_room_for_others()
    {
        await using var server = await StartAsync(SettingNames.MaxPostCalls, "2", SettingNames.IdleTimeoutSeconds, "2");
        using var first = await BeginAsync(server, "Content-Length: 20000000");
        using var second = await BeginAsync(server, "Content-Length: 20000000");
        var (one, other) = (first.ReadAsync(), second.ReadAsync());

        // They send as fast as they must to stay, and take all places.
        await Eventually.IsTrueAsync(
            async () =>
            {
                await first.TrySendMoreAsync(new byte[40 << 10]);
                await second.TrySendMoreAsync(new byte[40 << 10]);
                return (await server.Webhooks.DeliverAsync(Small)).Status == 200;
            },
            "a genuine delivery is taken");

        await Eventually.IsTrueAsync(() => one.IsCompleted || other.IsCompleted, "one of them had to go");
    }

    [Theory]
    [InlineData("X-Nothing: here", 401)]
    [InlineData("ElevenLabs-Signature: t=1," + Forged, 401)]
    public async Task Sender_without_a_header_in_order_is_answered_at_once_and_cut_off(string header, int status)
    {
        await using var server = await TestServer.StartAsync();
        using var connection = await RawConnection.OpenAsync(server.Address);

        await connection.SendAsync(
            $"POST {PostCallEndpoint.Route} HTTP/1.1\nHost: test\nTransfer-Encoding: chunked\n{header}", Chunk(20_000));

        Assert.Equal(status, (await connection.ReadAsync()).Status);
        await Eventually.IsTrueAsync(connection.IsClosedAsync, "the connection is closed");
    }

    [Fact]
    public async Task Sender_who_can_t_sign_leaves_nothing_whatever_the_length_of_the_body()
    {
        await using var server = await TestServer.StartAsync();

        foreach (var length in (int[])[10, SpooledBody.MemoryLimitBytes + 1, 3 << 20])
            (await server.Webhooks.PostAsync(PostCallEndpoint.Route, new byte[length], ElevenLabsSignature.HeaderName, Header()))
                .IsError(401, "unauthorized");

        Assert.Equal((0, 0), (server.Get<IncomingDeliveries>().Count, server.Get<IncomingDeliveries>().ReservedBytes));
        Assert.True(IsEmpty(server));
    }

    private static string Header()
        => string.Create(CultureInfo.InvariantCulture, $"t={TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()},{Forged}");

    private static async Task<RawConnection> BeginAsync(TestServer server, string length)
    {
        var connection = await RawConnection.OpenAsync(server.Address);
        await connection.SendAsync($"POST {PostCallEndpoint.Route} HTTP/1.1\nHost: test\n{length}\nElevenLabs-Signature: {Header()}");
        return connection;
    }

    private static async Task IsBusyAsync(RawConnection connection)
    {
        var (status, body) = await connection.ReadAsync();
        Assert.Equal(503, status);
        Assert.Contains("\"busy\"", body, StringComparison.Ordinal);
    }

    private static byte[] Chunk(int length) =>
    [
        .. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{length:x}\r\n")), .. new byte[length], (byte)'\r',
        (byte)'\n',
    ];

    private static bool IsEmpty(TestServer server) => !Directory.EnumerateFileSystemEntries(server.IncomingFolder).Any();

    private static Task<TestServer> StartAsync(params string[] settings) => TestServer.StartAsync(given =>
    {
        foreach (var setting in settings.Chunk(2))
            given[setting[0]] = setting[1];
    });

    private sealed class Volume : IFreeSpace
    {
        public long Free { get; set; }

        public long? AvailableBytes(string folder) => Free;
    }
}
