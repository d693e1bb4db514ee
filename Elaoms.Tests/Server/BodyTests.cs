using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Elaoms.Core.Settings;
using Elaoms.Core.Signing;
using Xunit;

namespace Elaoms.Tests.Server;

/// <summary>What may be sent as a body, how large, and how.</summary>
public sealed class BodyTests
{
    private const string PostCall = "/webhook/post-call";
    private const int Limit = 4096;

    [Theory]
    [InlineData(Limit, false, 200)]
    [InlineData(Limit + 1, false, 413)]
    [InlineData(Limit, true, 200)]
    [InlineData(Limit + 1, true, 413)]
    [InlineData(Limit + 500_000, true, 413)]
    public async Task Payload_up_to_the_limit_is_taken_and_no_byte_more(int length, bool chunked, int status)
    {
        await using var server = await TestServer.StartAsync(
            settings => settings[SettingNames.MaxPayloadBytes] = Limit.ToString(CultureInfo.InvariantCulture));
        var body = OfLength(length);

        var answer = await DeliverAsync(server, body, chunked);

        Assert.Equal(status, answer.Status);
        if (status == 413)
            answer.IsError(413, "payload_too_large");
        Assert.Equal(status == 200 ? 1 : 0, (await server.ArchivedAsync()).Count);
        Assert.Empty(Directory.EnumerateFileSystemEntries(server.IncomingFolder));
    }

    [Theory]
    [InlineData("/webhook/client-data", 1 << 20, false, 200)]
    [InlineData("/webhook/client-data", (1 << 20) + 1, false, 413)]
    [InlineData("/webhook/client-data", 1 << 20, true, 200)]
    [InlineData("/webhook/client-data", (1 << 20) + 1, true, 413)]
    [InlineData("/webhook/search-data", 1 << 20, false, 200)]
    [InlineData("/webhook/search-data", (1 << 20) + 1, true, 413)]
    public async Task Question_up_to_a_megabyte_is_taken_and_no_byte_more(string route, int length, bool chunked, int status)
    {
        await using var server = await TestServer.StartAsync(settings => settings[SettingNames.SearchDataKey] = settings.ClientDataKey);
        const string Start = """{"query":"hello","caller_id":"+12025550123","padding":" """;
        var body = Encoding.UTF8.GetBytes(Start + new string('x', length - Start.Length - 2) + "\"}");
        Assert.Equal(length, body.Length);

        var answer = await server.Webhooks.SendAsync(
            HttpMethod.Post, route, Content(body, chunked), SharedKey.HeaderName, server.Settings.ClientDataKey);

        Assert.Equal(status, answer.Status);
        if (status == 413)
            answer.IsError(413, "payload_too_large");
    }

    [Fact]
    public async Task Delivery_in_chunks_is_archived_byte_for_byte_and_learned()
    {
        await using var server = await TestServer.StartAsync();
        var body = Payloads.Read("post_call_transcription.02-twilio-inbound-2025.json");

        (await DeliverAsync(server, body, chunked: true)).IsOk();
        await server.LearnedAsync();

        Assert.Equal(body, await server.ReadArchivedAsync(Assert.Single(await server.ArchivedAsync())));
        Assert.Equal("Sam", (await server.Webhooks.ClientDataAsync("+12025550123")).Variable("user_name"));
    }

    [Fact]
    public async Task Question_in_chunks_is_answered()
    {
        await using var server = await TestServer.StartAsync();
        await server.TeachAsync(Payloads.Read("post_call_transcription.02-twilio-inbound-2025.json"));

        var answer = await server.Webhooks.SendAsync(
            HttpMethod.Post, "/webhook/client-data", Content(Payloads.Read("client_data.request.twilio.json"), chunked: true),
            SharedKey.HeaderName, server.Settings.ClientDataKey);

        Assert.Equal("Sam", answer.IsOk().Variable("user_name"));
    }

    [Theory]
    [InlineData(20_000_000)]
    [InlineData(19_999_999)]
    public async Task Recording_of_20_MB_in_chunks_is_archived_and_decoded_and_leaves_no_temporary_file(int length)
    {
        await using var server = await TestServer.StartAsync(settings => settings[SettingNames.MaxPayloadBytes] = "104857600");
        var recording = RandomNumberGenerator.GetBytes(length);
        var audio = Convert.ToBase64String(recording);
        var body = WebhookCaller.Bytes(
            $$$"""{"type":"post_call_audio","event_timestamp":1791300055,"data":"""
                + $$$"""{"conversation_id":"conv_audio","full_audio":"{{{audio}}}"}}""");

        (await DeliverAsync(server, body, chunked: true)).IsOk();
        await server.LearnedAsync();

        var archived = Assert.Single(await server.ArchivedAsync());
        var decoded = await File.ReadAllBytesAsync(Path.Combine(server.PayloadFolder, archived.AudioName), CancellationToken.None);
        var kept = await server.ReadArchivedAsync(archived);
        Assert.True(body.AsSpan().SequenceEqual(kept));
        Assert.True(recording.AsSpan().SequenceEqual(decoded));
        Assert.Empty(Directory.EnumerateFileSystemEntries(server.IncomingFolder));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("[{}]")]
    [InlineData("\"text\"")]
    [InlineData("1")]
    [InlineData("{")]
    [InlineData("{}}")]
    [InlineData("{}{}")]
    [InlineData("{\"a\":1,}")]
    [InlineData("{'a':1}")]
    [InlineData("{\"query\":\"secret-words\"")]
    [InlineData("caller_id=secret-words")]
    public async Task Body_that_is_no_JSON_object_gives_400_everywhere(string text)
    {
        await using var server = await TestServer.StartAsync();
        var body = WebhookCaller.Bytes(text);

        Answer[] answers =
        [
            await server.Webhooks.DeliverAsync(body), await server.Webhooks.ClientDataAsync(body),
            await server.Webhooks.SearchDataAsync(body),
        ];
        foreach (var answer in answers)
        {
            answer.IsError(400, "invalid_json");
            Assert.DoesNotContain("secret-words", answer.Text, StringComparison.Ordinal);
        }

        Assert.Empty(await server.ArchivedAsync());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("\uFEFF{}")]
    [InlineData("  { } \r\n")]
    [InlineData("""{"type":null,"data":null,"event_timestamp":null}""")]
    [InlineData("""{"type":7,"data":[],"event_timestamp":{}}""")]
    [InlineData("""{"\udc00":1,"type":"\ud800"}""")]
    [InlineData("""{"data":{"\ud800\ud800\ud800":1,"conversation_id":"\udc00"}}""")]
    public async Task Any_signed_JSON_object_is_kept_and_confirmed(string text)
    {
        await using var server = await TestServer.StartAsync();
        var body = WebhookCaller.Bytes(text);

        (await server.Webhooks.DeliverAsync(body)).IsOk();
        await server.LearnedAsync();

        var archived = Assert.Single(await server.ArchivedAsync());
        Assert.Equal(body, await server.ReadArchivedAsync(archived));
        Assert.Equal(Core.Storage.Payloads.ReceiptResult.NothingToLearn, (await server.ReceiptOfAsync(archived))!.Result);
    }

    private static byte[] OfLength(int length)
    {
        var body = Payloads.Call("+12025550123", "conv_edge", 1_791_300_000, "x");
        return [.. body, .. Enumerable.Repeat((byte)' ', length - body.Length)];
    }

    private static HttpContent Content(byte[] body, bool chunked)
        => chunked ? new StreamContent(new MemoryStream(body), 50_000) : new ByteArrayContent(body);

    private static Task<Answer> DeliverAsync(TestServer server, byte[] body, bool chunked) =>
        server.Webhooks.SendAsync(
            HttpMethod.Post, PostCall, Content(body, chunked), ElevenLabsSignature.HeaderName, server.Webhooks.Sign(body));
}
