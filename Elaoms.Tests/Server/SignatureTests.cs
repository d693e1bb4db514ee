using System.Globalization;
using System.Text;
using Elaoms.Core.Settings;
using Elaoms.Core.Signing;
using Xunit;

namespace Elaoms.Tests.Server;

/// <summary>Whose post-call deliveries are taken.</summary>
public sealed class SignatureTests
{
    private const string Route = "/webhook/post-call";

    private static readonly byte[] Body = Payloads.Call("+12025550123", "conv_signed", 1_791_300_000, "Signed words.");

    [Fact]
    public async Task Signature_missing_or_wrong_gives_401_and_archives_nothing()
    {
        await using var server = await TestServer.StartAsync();
        var right = server.Webhooks.Sign(Body);
        var t = right.Split(',')[0];
        string[] wrong =
        [
            "", "x", t, right.Split(',')[1], "t=,v0=", $"{t},v0=", $"{t},v0=zz", $"{right[..^1]}g",
            right.Replace("v0", "v1", StringComparison.Ordinal),
            $"t=abc,{right.Split(',')[1]}", $"t=1e9,{right.Split(',')[1]}", $"t=99999999999999999999,{right.Split(',')[1]}",
            $"t=-1,{right.Split(',')[1]}",
            ElevenLabsSignature.Sign(Body, "another secret", TimeProvider.System.GetUtcNow()),
            ElevenLabsSignature.Sign([.. Body, (byte)' '], server.Settings.PostCallKey, TimeProvider.System.GetUtcNow()),
        ];

        (await server.Webhooks.PostAsync(Route, Body)).IsError(401, "unauthorized");
        (await server.Webhooks.PostAsync(Route, Body, SharedKey.HeaderName, server.Settings.ClientDataKey)).IsError(401, "unauthorized");
        foreach (var signature in wrong)
            (await server.Webhooks.PostAsync(Route, Body, ElevenLabsSignature.HeaderName, signature)).IsError(401, "unauthorized");

        Assert.Empty(await server.ArchivedAsync());
        Assert.Empty(Directory.EnumerateFileSystemEntries(server.IncomingFolder));
    }

    [Theory]
    [InlineData(-1700, 200)]
    [InlineData(-1900, 401)]
    [InlineData(1700, 200)]
    [InlineData(1900, 401)]
    [InlineData(-1_700_000_000, 401)]
    public async Task Signature_counts_inside_the_window_only(int secondsFromNow, int status)
    {
        await using var server = await TestServer.StartAsync();
        var signature = ElevenLabsSignature.Sign(
            Body, server.Settings.PostCallKey, TimeProvider.System.GetUtcNow().AddSeconds(secondsFromNow));

        Assert.Equal(status, (await server.Webhooks.PostAsync(Route, Body, ElevenLabsSignature.HeaderName, signature)).Status);
    }

    [Fact]
    public async Task Every_secret_of_a_list_may_sign()
    {
        await using var server = await TestServer.StartAsync(
            settings => settings[SettingNames.PostCallKey] = "wsec_old_0123456789, wsec_новый_0123456789");

        (string, int)[] secrets =
        [
            ("wsec_old_0123456789", 200), ("wsec_новый_0123456789", 200), ("wsec_old_0123456789, wsec_новый_0123456789", 401), ("old", 401),
            ("", 401),
        ];
        foreach (var (secret, status) in secrets)
        {
            var signature = ElevenLabsSignature.Sign(Body, secret, TimeProvider.System.GetUtcNow());
            Assert.Equal(status, (await server.Webhooks.PostAsync(Route, Body, ElevenLabsSignature.HeaderName, signature)).Status);
        }
    }

    [Fact]
    public async Task Signature_header_of_non_ASCII_bytes_or_given_twice_gives_401()
    {
        await using var server = await TestServer.StartAsync();
        var right = server.Webhooks.Sign(Body);

        string[] headers =
        [
            "\u00FF\u00FE", "t=\u00B2,v0=\u00FF", $"{right}\u00E9", Encoding.Latin1.GetString(Encoding.UTF8.GetBytes("подпись")),
        ];
        foreach (var header in headers)
            Assert.Equal(401, await SendRawAsync(server, $"ElevenLabs-Signature: {header}"));
        Assert.Equal(401, await SendRawAsync(server, $"ElevenLabs-Signature: {right}\nElevenLabs-Signature: {right}"));
        Assert.Equal(200, await SendRawAsync(server, $"ElevenLabs-Signature: {right}"));
    }

    [Theory]
    [InlineData("X-Nothing: here")]
    [InlineData("ElevenLabs-Signature: nonsense")]
    [InlineData("ElevenLabs-Signature: t=1,v0=0000000000000000000000000000000000000000000000000000000000000000")]
    public async Task Bad_or_stale_header_is_refused_before_the_body_comes(string header)
    {
        await using var server = await TestServer.StartAsync();
        using var connection = await RawConnection.OpenAsync(server.Address);

        await connection.SendAsync($"POST {Route} HTTP/1.1\nHost: test\nContent-Length: 50000000\n{header}");

        Assert.Equal(401, (await connection.ReadAsync()).Status);
    }

    [Fact]
    public async Task Body_that_is_announced_too_large_is_refused_before_it_comes()
    {
        await using var server = await TestServer.StartAsync();
        using var connection = await RawConnection.OpenAsync(server.Address);

        await connection.SendAsync(
            $"POST {Route} HTTP/1.1\nHost: test\nContent-Length: {25 << 20 | 1}\nElevenLabs-Signature: {server.Webhooks.Sign(Body)}");

        Assert.Equal(413, (await connection.ReadAsync()).Status);
    }

    [Fact]
    public async Task Sender_that_hangs_up_half_way_leaves_nothing()
    {
        await using var server = await TestServer.StartAsync();
        var large = Payloads.Call("+12025550123", "conv_half", 1_791_300_000, new string('x', 3 << 20));
        using (var connection = await RawConnection.OpenAsync(server.Address))
        {
            var length = large.Length.ToString(CultureInfo.InvariantCulture);
            await connection.SendAsync(
                $"POST {Route} HTTP/1.1\nHost: test\nContent-Length: {length}\nElevenLabs-Signature: {server.Webhooks.Sign(large)}",
                large.AsMemory(0, 2 << 20));
            await Eventually.IsTrueAsync(() => Directory.EnumerateFiles(server.IncomingFolder).Any(), "the body is being received");
        }

        await Eventually.IsTrueAsync(() => !Directory.EnumerateFiles(server.IncomingFolder).Any(), "what came of the body is gone");
        Assert.Empty(await server.ArchivedAsync());
        (await server.Webhooks.DeliverAsync(large)).IsOk();
    }

    private static async Task<int> SendRawAsync(TestServer server, string headers)
    {
        using var connection = await RawConnection.OpenAsync(server.Address);
        await connection.SendAsync($"POST {Route} HTTP/1.1\nHost: test\nContent-Length: {Body.Length}\n{headers}", Body);
        return (await connection.ReadAsync()).Status;
    }
}
