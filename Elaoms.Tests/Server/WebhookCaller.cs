using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Elaoms.Core.Recall;
using Elaoms.Core.Signing;
using Elaoms.Web.Webhooks;

namespace Elaoms.Tests.Server;

/// <summary>Calls the three webhooks of a server as ElevenLabs does.</summary>
public sealed class WebhookCaller(Uri server, ServerSettings settings)
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    public HttpClient Client { get; } = TestHttp.ClientFor(server);

    /// <summary>Delivers a payload, signed now.</summary>
    public Task<Answer> DeliverAsync(byte[] body) => PostAsync(PostCallEndpoint.Route, body, ElevenLabsSignature.HeaderName, Sign(body));

    public Task<Answer> ClientDataAsync(byte[] body)
        => PostAsync(ClientDataEndpoint.Route, body, SharedKey.HeaderName, settings.ClientDataKey);

    public Task<Answer> ClientDataAsync(string callerId)
        => ClientDataAsync(Bytes(new JsonObject { ["caller_id"] = callerId, ["agent_id"] = "agent_test" }));

    public Task<Answer> SearchDataAsync(byte[] body)
        => PostAsync(SearchDataEndpoint.Route, body, SharedKey.HeaderName, settings.SearchDataKey);

    /// <summary>Searches with the token of a call.</summary>
    public async Task<Answer> SearchDataAsync(byte[] body, string? callerToken)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = Json;
        using var request =
            new HttpRequestMessage(HttpMethod.Post, new Uri(SearchDataEndpoint.Route, UriKind.Relative)) { Content = content };
        request.Headers.TryAddWithoutValidation(SharedKey.HeaderName, settings.SearchDataKey);
        if (callerToken is not null)
            request.Headers.TryAddWithoutValidation(CallerTokens.HeaderName, callerToken);
        using var response = await Client.SendAsync(request, CancellationToken.None);
        return await Answer.ReadAsync(response);
    }

    public Task<Answer> SearchDataAsync(string callerId, string query, int count = 50) =>
        SearchDataAsync(Bytes(new JsonObject { ["caller_id"] = callerId, ["query"] = query, ["k"] = count }));

    public async Task<Answer> GetAsync(string path)
    {
        using var response = await Client.GetAsync(new Uri(path, UriKind.Relative), CancellationToken.None);
        return await Answer.ReadAsync(response);
    }

    /// <summary>Waits until no call is waiting to be learned.</summary>
    public Task LearnedAsync() => Eventually.IsTrueAsync(
        async () => await GetAsync("/health/ready") is { Status: 200 } ready && ready.Json.GetProperty("calls_waiting").GetInt32() == 0,
        "everything is learned");

    public string Sign(byte[] body) => ElevenLabsSignature.Sign(body, settings.PostCallKey, TimeProvider.System.GetUtcNow());

    public Task<Answer> PostAsync(string route, byte[] body, string? header = null, string? value = null)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = Json;
        return SendAsync(HttpMethod.Post, route, content, header, value);
    }

    public async Task<Answer> SendAsync(HttpMethod method, string route, HttpContent? content, string? header = null, string? value = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(route, UriKind.Relative)) { Content = content };
        request.Headers.TransferEncodingChunked = content is StreamContent ? true : null;
        if (header is not null)
            request.Headers.TryAddWithoutValidation(header, value);
        using var response = await Client.SendAsync(request, CancellationToken.None);
        return await Answer.ReadAsync(response);
    }

    public static byte[] Bytes(JsonNode body) => Encoding.UTF8.GetBytes(body.ToJsonString());

    public static byte[] Bytes(string body) => Encoding.UTF8.GetBytes(body);

    public static JsonElement Parse(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
