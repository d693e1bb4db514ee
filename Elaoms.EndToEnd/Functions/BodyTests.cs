using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using Elaoms.Core.Settings;
using Elaoms.Core.Signing;
using Elaoms.Tests.Server;
using Elaoms.Tests.Storage;
using Elaoms.Web.Webhooks;
using Xunit;

namespace Elaoms.EndToEnd.Functions;

/// <summary>Large bodies on their way through the host's forwarding.</summary>
public sealed class BodyTests(BodyTests.LimitedApp limited) : IClassFixture<BodyTests.LimitedApp>
{
    private const int Limit = 1 << 20;

    [Fact]
    public async Task Recording_of_40_MB_in_chunks_is_kept_byte_for_byte()
    {
        await using var app = await FunctionsApp.StartAsync(
            settings => settings[SettingNames.MaxPayloadBytes] = (100 << 20).ToString(CultureInfo.InvariantCulture));
        var recording = RandomNumberGenerator.GetBytes(30_000_000);
        var audio = Convert.ToBase64String(recording);
        var body = WebhookCaller.Bytes(
            $$$"""{"type":"post_call_audio","event_timestamp":1791300055,"data":"""
                + $$$"""{"conversation_id":"conv_audio","full_audio":"{{{audio}}}"}}""");
        Assert.True(body.Length >= 40_000_000);

        (await DeliverAsync(app, body, chunked: true)).IsOk();
        await app.LearnedAsync();

        var kept = await app.Stored.ReadRecordingAsync(Assert.Single(await app.Stored.ArchivedAsync()));
        Assert.True(recording.AsSpan().SequenceEqual(kept));
    }

    [Theory]
    [InlineData(Limit, false, 200)]
    [InlineData(Limit, true, 200)]
    [InlineData(Limit + 1, false, 413)]
    [InlineData(Limit + 1, true, 413)]
    [InlineData(Limit * 4, false, 413)]
    [InlineData(Limit * 4, true, 413)]
    public async Task Payload_up_to_the_limit_is_taken_and_no_byte_more(int length, bool chunked, int status)
    {
        var start = $$$"""{"type":"post_call_other","data":{"conversation_id":"conv_{{{chunked}}}","x":" """;
        var body = WebhookCaller.Bytes(start + new string('x', length - start.Length - 3) + "\"}}");
        Assert.Equal(length, body.Length);

        Assert.Equal(status, (await DeliverAsync(limited.App, body, chunked)).Status);
        Assert.Equal(status == 200, (await limited.App.Stored.ArchivedAsync()).Any(payload => payload == Stores.NameOf(body, payload.Day)));
    }

    private static async Task<Answer> DeliverAsync(FunctionsApp app, byte[] body, bool chunked)
    {
        using var content = chunked ? (HttpContent)new StreamContent(new MemoryStream(body)) : new ByteArrayContent(body);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(PostCallEndpoint.Route, UriKind.Relative))
        {
            Content = content,
            Version = HttpVersion.Version11,
        };
        request.Headers.TransferEncodingChunked = chunked ? true : null;
        // Refused before it is sent, where it is too long.
        request.Headers.ExpectContinue = true;
        request.Headers.TryAddWithoutValidation(ElevenLabsSignature.HeaderName, app.Webhooks.Sign(body));
        using var response = await app.Webhooks.Client.SendAsync(request, CancellationToken.None);
        return await Answer.ReadAsync(response);
    }

    /// <summary>An app that takes a megabyte.</summary>
    public sealed class LimitedApp : SharedApp
    {
        protected override void Change(ServerSettings settings)
            => settings[SettingNames.MaxPayloadBytes] = Limit.ToString(CultureInfo.InvariantCulture);
    }
}
