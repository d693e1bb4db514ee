using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Elaoms.Tests.Server;

namespace Elaoms.Tests.Indexes.OpenMemory;

/// <summary>A client of the server, as plain as can be.</summary>
internal sealed class OpenMemoryCaller(FakeOpenMemory server)
{
    private HttpClient Http { get; } = TestHttp.ClientFor(server.Address);

    public async Task<Answer> SendAsync(
        string method, string path, string? body = null, string contentType = "application/json", Action<HttpRequestMessage>? change = null,
        CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, contentType);
        if (change is not null)
            change(request);
        else if (server.Key is { } key)
            request.Headers.Add("x-api-key", key);
        using var response = await Http.SendAsync(request, cancellationToken);
        return await Answer.ReadAsync(response);
    }

    public Task<Answer> AddAsync(string content, string? user = null)
        => SendAsync("POST", "/memory/add", Body("content", content, user).ToJsonString());

    /// <summary>Adds what must be taken.</summary>
    /// <returns>The answer's id.</returns>
    public async Task<string> IdOfAddedAsync(string content, string? user = null)
        => (await AddAsync(content, user)).IsOk().Json.GetProperty("id").GetString()!;

    public Task<Answer> QueryAsync(string query, int k = 8, string? user = null, CancellationToken cancellationToken = default)
    {
        var body = Body("query", query, user);
        body["k"] = k;
        return SendAsync("POST", "/memory/query", body.ToJsonString(), cancellationToken: cancellationToken);
    }

    /// <summary>The contents that are found, best first.</summary>
    public async Task<IReadOnlyList<string>> FindAsync(string query, int k = 8, string? user = null)
        => [.. Matches(await QueryAsync(query, k, user)).Select(match => match.GetProperty("content").GetString()!)];

    public static IEnumerable<JsonElement> Matches(Answer answer) => answer.IsOk().Json.GetProperty("matches").EnumerateArray();

    private static JsonObject Body(string name, string text, string? user)
    {
        var body = new JsonObject { [name] = text };
        if (user is not null)
            body["user_id"] = user;
        return body;
    }
}
