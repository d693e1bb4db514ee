using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Elaoms.Cli.Configuration;
using Elaoms.Core.Recall;
using Elaoms.Core.Signing;
using Elaoms.Web.Webhooks;

namespace Elaoms.Cli.Scenarios;

/// <summary>Calls the three webhooks as ElevenLabs does.</summary>
/// <param name="http">The client.</param>
/// <param name="server">The deployment.</param>
/// <param name="keys">Its keys.</param>
/// <param name="time">The clock.</param>
/// <param name="postCall">Where deliveries go; null for the deployment itself.</param>
internal sealed class WebhookClient(HttpClient http, Uri server, ClientKeys keys, TimeProvider time, Uri? postCall = null)
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    public Task<JsonElement> ClientDataAsync(JsonObject body, CancellationToken cancellationToken)
        => PostAsync(server, ClientDataEndpoint.Route, Bytes(body), [(SharedKey.HeaderName, keys.ClientData)], cancellationToken);

    public Task<JsonElement> SearchDataAsync(JsonObject body, string? callerToken, CancellationToken cancellationToken)
        => PostAsync(
            server,
            SearchDataEndpoint.Route,
            Bytes(body),
            [(SharedKey.HeaderName, keys.SearchData), (CallerTokens.HeaderName, callerToken)],
            cancellationToken);

    public Task<JsonElement> PostCallAsync(byte[] payload, CancellationToken cancellationToken)
        => PostAsync(
            postCall ?? server,
            PostCallEndpoint.Route,
            payload,
            [(ElevenLabsSignature.HeaderName, ElevenLabsSignature.Sign(payload, keys.PostCall, time.GetUtcNow()))],
            cancellationToken);

    private async Task<JsonElement> PostAsync(
        Uri address, string route, byte[] body, (string Name, string? Value)[] headers, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, route)) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = Json;
        foreach (var (name, value) in headers)
        {
            if (value is not null)
                request.Headers.TryAddWithoutValidation(name, value);
        }

        try
        {
            using var response = await http.SendAsync(request, cancellationToken);
            var answer = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            if (response.StatusCode != HttpStatusCode.OK)
                throw new ScenarioFailedException($"{route} answered {(int)response.StatusCode}: {Encoding.UTF8.GetString(answer)}");
            using var document = JsonDocument.Parse(answer);
            return document.RootElement.Clone();
        }
        catch (Exception fault) when (fault is HttpRequestException or JsonException
            || fault is TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            throw new ScenarioFailedException($"{route} did not answer as expected: {fault.Message}", fault);
        }
    }

    private static byte[] Bytes(JsonObject body) => Encoding.UTF8.GetBytes(body.ToJsonString());
}
