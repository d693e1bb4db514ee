using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Elaoms.Indexes.OpenMemory.Wire;

namespace Elaoms.Indexes.OpenMemory;

/// <summary>
/// Client of OpenMemory's HTTP API, for the routes and quirks that both dialects share. Every failure is an <see
/// cref="OpenMemoryException"/> that says what failed; both error formats are understood. Source: https://github.com/CaviraOSS/OpenMemory
/// </summary>
/// <param name="factory">Gives clients that share their connections.</param>
/// <param name="pipelines">How patient we are.</param>
public sealed class OpenMemoryClient(IHttpClientFactory factory, OpenMemoryPipelines pipelines)
{
    /// <summary>The name of the HTTP client, which holds address and key.</summary>
    public const string HttpName = "OpenMemory";

    private const int MaxQueryLength = 8192;

    internal async Task<AddAnswer> AddAsync(AddRequest memory, CancellationToken cancellationToken)
    {
        var answer = await WriteAsync(
            HttpMethod.Post,
            "memory/add",
            Body(memory, OpenMemoryJson.Default.AddRequest),
            OpenMemoryJson.Default.AddAnswer,
            Has,
            cancellationToken);
        return answer!;

        static bool Has(AddAnswer answer) => answer.Id is { Length: > 0 };
    }

    /// <summary>Searches, within the timeout.</summary>
    /// <param name="query">The words.</param>
    /// <param name="count">How many matches, 1..200.</param>
    /// <param name="userId">Whose.</param>
    /// <param name="timeout">When it is given up.</param>
    /// <param name="cancellationToken">Nobody waits any more.</param>
    /// <returns>The server's ids of the matches, best first.</returns>
    internal async Task<IReadOnlyList<string>> QueryAsync(
        string query, int count, string? userId, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var words = query.Length > MaxQueryLength ? query[..MaxQueryLength] : query;
        var body = Body(new QueryRequest(words, count, userId, new QueryFilters(userId)), OpenMemoryJson.Default.QueryRequest);
        var answer = await pipelines.SearchAsync(
            attempt => TryAsync(
                HttpMethod.Post,
                "memory/query",
                body,
                OpenMemoryJson.Default.QueryAnswer,
                static answer => answer.Matches is not null,
                absent: null,
                attempt),
            timeout,
            cancellationToken);
        return [.. answer!.Matches!.Select(match => match?.Id).OfType<string>().Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Reads a memory; null when it is not there, or is another user's.</summary>
    internal Task<StoredMemory?> GetAsync(string id, string? userId, CancellationToken cancellationToken)
        => WriteAsync(
            HttpMethod.Get,
            $"memory/{Uri.EscapeDataString(id)}{User(userId, '?')}",
            body: null,
            OpenMemoryJson.Default.StoredMemory,
            static memory => memory.Id is not null,
            cancellationToken,
            absent: IsAbsent);

    /// <summary>Deletes a memory; does nothing when it is not there, or is another user's.</summary>
    internal Task DeleteAsync(string id, string? userId, CancellationToken cancellationToken)
        => WriteAsync(
            HttpMethod.Delete,
            $"memory/{Uri.EscapeDataString(id)}{User(userId, '?')}",
            body: null,
            OpenMemoryJson.Default.JsonElement,
            static _ => true,
            cancellationToken,
            absent: IsAbsent);

    /// <summary>Reads a page of a user's memories, newest first.</summary>
    internal async Task<IReadOnlyList<StoredMemory>> ListAsync(string? userId, int limit, int offset, CancellationToken cancellationToken)
        => (await WriteAsync(
            HttpMethod.Get,
            FormattableString.Invariant($"memory/all?l={limit}&u={offset}{User(userId, '&')}"),
            body: null,
            OpenMemoryJson.Default.MemoryPage,
            static page => page.Items is not null,
            cancellationToken))!.Items!;

    /// <summary>Deletes a user's memories, or the first 10,000 of them.</summary>
    /// <returns>How many.</returns>
    internal async Task<int> DeleteAllAsync(string userId, CancellationToken cancellationToken)
        => (await WriteAsync(
            HttpMethod.Delete,
            $"users/{Uri.EscapeDataString(userId)}/memories",
            body: null,
            OpenMemoryJson.Default.DeletedAnswer,
            static _ => true,
            cancellationToken))!.Deleted;

    private static string User(string? userId, char separator)
        => userId is null ? "" : $"{separator}user_id={Uri.EscapeDataString(userId)}";

    private static bool IsAbsent(HttpStatusCode status, string? code)
        => status == HttpStatusCode.NotFound && code == "nf" || status == HttpStatusCode.Forbidden && code == "forbidden";

    // With its length: a body in chunks is more than a small server should have to understand.
    private static byte[] Body<T>(T value, JsonTypeInfo<T> type) => JsonSerializer.SerializeToUtf8Bytes(value, type);

    private Task<T?> WriteAsync<T>(
        HttpMethod method,
        string path,
        byte[]? body,
        JsonTypeInfo<T> type,
        Func<T, bool> isComplete,
        CancellationToken cancellationToken,
        Func<HttpStatusCode, string?, bool>? absent = null)
        => pipelines.WriteAsync(attempt => TryAsync(method, path, body, type, isComplete, absent, attempt), cancellationToken);

    private async Task<T?> TryAsync<T>(
        HttpMethod method,
        string path,
        byte[]? body,
        JsonTypeInfo<T> type,
        Func<T, bool> isComplete,
        Func<HttpStatusCode, string?, bool>? absent,
        CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        try
        {
            using var http = factory.CreateClient(HttpName);
            using var response = await http.SendAsync(request, cancellationToken);
            var content = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            if (response.StatusCode != HttpStatusCode.OK)
                return OpenMemoryErrors.Read(response.StatusCode, content, absent) is { } fault ? throw fault : default;
            return JsonSerializer.Deserialize(content, type) is { } answer && isComplete(answer)
                ? answer
                : throw new OpenMemoryException(OpenMemoryFault.Unintelligible, status: 200);
        }
        catch (JsonException fault)
        {
            throw new OpenMemoryException(OpenMemoryFault.Unintelligible, fault, 200);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            throw new OpenMemoryException(OpenMemoryFault.Unreachable, fault);
        }
    }
}
