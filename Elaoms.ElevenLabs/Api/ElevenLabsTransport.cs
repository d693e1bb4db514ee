using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Elaoms.ElevenLabs.Api;

/// <summary>Sends requests to ElevenLabs' API. Every failure is an <see cref="ElevenLabsException"/>.</summary>
/// <param name="factory">Gives clients that hold the address and the key.</param>
/// <param name="pipelines">How patient we are.</param>
public sealed class ElevenLabsTransport(IHttpClientFactory factory, ElevenLabsPipelines pipelines)
{
    /// <summary>The name of the HTTP client.</summary>
    public const string HttpName = "ElevenLabs";

    private const int LongestList = 10_000;
    private const int LongestErrorBytes = 8 << 20;
    private static readonly TimeSpan LongestReading = TimeSpan.FromMinutes(5);

    internal Task<T> GetAsync<T>(string path, JsonTypeInfo<T> answer, CancellationToken cancellationToken)
        => SendAsync(HttpMethod.Get, path, body: null, answer, cancellationToken);

    internal Task<TAnswer> SendAsync<TBody, TAnswer>(
        HttpMethod method, string path, TBody body, JsonTypeInfo<TBody> type, JsonTypeInfo<TAnswer> answer,
        CancellationToken cancellationToken)
        => SendAsync(method, path, JsonSerializer.SerializeToUtf8Bytes(body, type), answer, cancellationToken);

    /// <summary>Reads, and waits longer if the platform is busy: for work that nobody waits for.</summary>
    internal Task<T> GetPatientlyAsync<T>(string path, JsonTypeInfo<T> answer, CancellationToken cancellationToken)
        => pipelines.RunPatientlyAsync(
            token => TryAsync(HttpMethod.Get, path, body: null, content => Parse(content, answer), token), cancellationToken);

    /// <summary>Reads an answer while it comes, as patiently. It may be larger than others, and take five minutes.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="read">Reads it; called again after a failure.</param>
    internal Task<T> ReadPatientlyAsync<T>(
        string path, Func<HttpContent, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
        => pipelines.RunPatientlyAsync(
            async token =>
            {
                using var limit = CancellationTokenSource.CreateLinkedTokenSource(token);
                limit.CancelAfter(LongestReading);
                using var request = new HttpRequestMessage(HttpMethod.Get, path);
                return await TryAsync(request, HttpCompletionOption.ResponseHeadersRead, read, limit.Token, token);
            },
            cancellationToken);

    /// <summary>Deletes; what is not there counts as deleted, since the answer to a first try may have been lost.</summary>
    internal async Task DeleteAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            await RunAsync(HttpMethod.Delete, path, body: null, static _ => true, cancellationToken);
        }
        catch (ElevenLabsException fault) when (fault.Fault == ElevenLabsFault.NotFound)
        {
            // Gone already.
        }
    }

    /// <summary>Reads a list, page after page.</summary>
    /// <param name="path">Its path, with a query.</param>
    /// <param name="type">How a page is read.</param>
    /// <param name="items">What a page holds.</param>
    /// <param name="next">The cursor of the page after it; null for none.</param>
    internal async Task<IReadOnlyList<TItem>> ListAsync<TPage, TItem>(
        string path, JsonTypeInfo<TPage> type, Func<TPage, IReadOnlyList<TItem>> items, Func<TPage, string?> next,
        CancellationToken cancellationToken)
    {
        var (all, cursors, cursor) = (new List<TItem>(), new HashSet<string>(StringComparer.Ordinal), (string?)null);
        do
        {
            var page = await GetAsync(cursor is null ? path : $"{path}&cursor={Uri.EscapeDataString(cursor)}", type, cancellationToken);
            all.AddRange(items(page));
            cursor = next(page);

            // A cursor that comes twice would be followed for ever.
            if (all.Count > LongestList || cursor is not null && !cursors.Add(cursor))
                throw new ElevenLabsException(ElevenLabsFault.Unintelligible, $"A list of ElevenLabs does not end (GET {PlaceOf(path)}).");
        }
        while (cursor is not null);

        return all;
    }

    private Task<T> SendAsync<T>(HttpMethod method, string path, byte[]? body, JsonTypeInfo<T> answer, CancellationToken cancellationToken)
        => RunAsync(method, path, body, content => Parse(content, answer), cancellationToken);

    private Task<T> RunAsync<T>(
        HttpMethod method, string path, byte[]? body, Func<byte[], T> read, CancellationToken cancellationToken)
        => pipelines.RunAsync(
            token => TryAsync(method, path, body, read, token), isRepeatable: method != HttpMethod.Post, cancellationToken);

    private async Task<T> TryAsync<T>(
        HttpMethod method, string path, byte[]? body, Func<byte[], T> read, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        return await TryAsync(
            request,
            HttpCompletionOption.ResponseContentRead,
            async (content, token) => read(await content.ReadAsByteArrayAsync(token)),
            cancellationToken,
            cancellationToken);
    }

    // What ends the try by itself is its time limit; what ends both is the caller.
    private async Task<T> TryAsync<T>(
        HttpRequestMessage request, HttpCompletionOption completion, Func<HttpContent, CancellationToken, Task<T>> read,
        CancellationToken limit, CancellationToken cancellationToken)
    {
        var name = $"{request.Method} {PlaceOf(request.RequestUri!.OriginalString)}";
        try
        {
            using var http = factory.CreateClient(HttpName);
            using var response = await http.SendAsync(request, completion, limit);
            if (response.IsSuccessStatusCode)
                return await read(response.Content, limit);
            await response.Content.LoadIntoBufferAsync(LongestErrorBytes, limit);
            throw ElevenLabsErrors.Read(name, response, await response.Content.ReadAsByteArrayAsync(limit));
        }
        catch (JsonException fault)
        {
            throw new ElevenLabsException(
                ElevenLabsFault.Unintelligible, $"ElevenLabs' answer is not what its schema says ({name}).", fault);
        }
        catch (HttpRequestException fault) when (fault.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            throw new ElevenLabsException(ElevenLabsFault.TooLarge, $"ElevenLabs' answer is too large ({name}).", fault);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            throw WasNotSent(fault)
                ? new ElevenLabsException(
                    ElevenLabsFault.Unreachable, $"ElevenLabs' API can't be reached ({name}): {fault.Message.TrimEnd('.')}.", fault)
                : new ElevenLabsException(ElevenLabsFault.CutOff, $"The connection to ElevenLabs broke off ({name}).", fault);
        }
        catch (OperationCanceledException fault) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ElevenLabsException(ElevenLabsFault.TimedOut, $"ElevenLabs did not answer in time ({name}).", fault);
        }
    }

    private static T Parse<T>(byte[] content, JsonTypeInfo<T> answer)
        => JsonSerializer.Deserialize(content, answer) ?? throw new JsonException("The answer is null.");

    private static bool WasNotSent(Exception fault)
        => fault is HttpRequestException
        {
            HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
                or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError,
        }
            || fault.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused };

    private static string PlaceOf(string path) => "/" + path.Split('?')[0];
}
