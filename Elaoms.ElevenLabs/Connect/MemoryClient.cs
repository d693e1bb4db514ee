using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Elaoms.Core.Recall;
using Elaoms.Core.Signing;

namespace Elaoms.ElevenLabs.Connect;

/// <summary>Asks a deployment of ELAOMS what it answers and accepts. Nothing is stored by it.</summary>
/// <param name="http">The client.</param>
/// <param name="time">The clock.</param>
public sealed class MemoryClient(HttpClient http, TimeProvider time)
{
    /// <summary>The HTTP client's name, for hosts that register one.</summary>
    public const string HttpName = "memory";

    private static readonly byte[] NoObject = "[]"u8.ToArray();

    /// <summary>Asks client-data as for a caller who withholds the number.</summary>
    /// <returns>The variables with their defaults.</returns>
    /// <exception cref="ConnectException">The deployment does not answer, or refuses the key.</exception>
    public async Task<JsonObject> ReadVariablesAsync(ConnectWish wish, string? agentId, CancellationToken cancellationToken)
    {
        var body = new JsonObject { ["caller_id"] = "anonymous", ["agent_id"] = agentId };
        var (status, answer) = await PostAsync(
            wish.ClientDataUrl, System.Text.Encoding.UTF8.GetBytes(body.ToJsonString()), SharedKey.HeaderName, wish.ClientDataKey,
            cancellationToken);
        return status switch
        {
            HttpStatusCode.OK when answer?["dynamic_variables"] is JsonObject variables => variables,
            HttpStatusCode.Unauthorized => throw new ConnectException(
                $"{wish.ClientDataUrl} refuses the key. ELEVENLABS_CLIENT_DATA_KEY here is not that of the deployment."),
            _ => throw new ConnectException(
                $"{wish.ClientDataUrl} answered {(int)status}, which is no answer of ELAOMS. Check --url, and that elaoms serve runs "
                    + "there."),
        };
    }

    /// <summary>Whether search-data accepts the key.</summary>
    /// <param name="token">A call's token of the deployment; null if it answers none.</param>
    public async Task<bool> AcceptsSearchKeyAsync(ConnectWish wish, string? token, CancellationToken cancellationToken)
    {
        // Without a query there is nothing to search.
        var (status, _) = await PostAsync(
            wish.SearchDataUrl, "{}"u8.ToArray(), SharedKey.HeaderName, wish.SearchDataKey, cancellationToken, token);
        return status == HttpStatusCode.BadRequest;
    }

    /// <summary>Whether post-call accepts what a secret signs. What is sent is no delivery, so it is accepted with 400.</summary>
    public async Task<bool> AcceptsSignatureAsync(ConnectWish wish, string secret, CancellationToken cancellationToken)
    {
        try
        {
            var (status, _) = await PostAsync(
                wish.PostCallUrl, NoObject, ElevenLabsSignature.HeaderName,
                ElevenLabsSignature.Sign(NoObject, secret, time.GetUtcNow()), cancellationToken);
            return status == HttpStatusCode.BadRequest;
        }
        catch (ConnectException)
        {
            // It is being started again.
            return false;
        }
    }

    private async Task<(HttpStatusCode Status, JsonNode? Answer)> PostAsync(
        Uri address, byte[] body, string header, string? value, CancellationToken cancellationToken, string? token = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        };
        if (value is not null)
            request.Headers.TryAddWithoutValidation(header, value);
        if (token is not null)
            request.Headers.TryAddWithoutValidation(CallerTokens.HeaderName, token);
        try
        {
            using var response = await http.SendAsync(request, cancellationToken);
            var content = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            return (response.StatusCode, Parse(content));
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException
            || fault is OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            throw new ConnectException($"{address} does not answer: {fault.Message.TrimEnd('.')}. Check --url.", fault);
        }
    }

    private static JsonNode? Parse(byte[] content)
    {
        try
        {
            return JsonNode.Parse(content);
        }
        catch (System.Text.Json.JsonException)
        {
            return null;
        }
    }
}
