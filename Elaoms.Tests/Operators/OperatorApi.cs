using System.Text.Json.Nodes;
using Elaoms.Core.Settings;
using Elaoms.Tests.Server;
using Microsoft.Extensions.DependencyInjection;

namespace Elaoms.Tests.Operators;

/// <summary>A server with an operator API, and who may use it.</summary>
internal sealed class OperatorApi : IAsyncDisposable
{
    public const string Operator = "operator-0123456789abcdef0123456789";
    public const string Reader = "reader-0123456789abcdef0123456789ab";

    private OperatorApi(TestServer server) => Server = server;

    public TestServer Server { get; }

    public static async Task<OperatorApi> StartAsync(Action<IServiceCollection>? replace = null) => new(await TestServer.StartAsync(
        settings => settings[SettingNames.OperatorKeys] = $"anna:operator={Operator}, bob:reader={Reader}", replace));

    public Task<Answer> GetAsync(string path, string? key = Reader) => SendAsync(HttpMethod.Get, path, content: null, key);

    public Task<Answer> PostAsync(string path, JsonNode body, string? key = Operator)
        => SendAsync(HttpMethod.Post, path, new ByteArrayContent(WebhookCaller.Bytes(body)), key);

    public Task<Answer> SendAsync(HttpMethod method, string path, HttpContent? content, string? key)
        => Server.Webhooks.SendAsync(method, "/api/v1" + path, content, key is null ? null : "Authorization", $"Bearer {key}");

    /// <summary>The entries of a list.</summary>
    public async Task<IReadOnlyList<JsonNode>> ItemsAsync(string path, string key = Reader)
        => [.. JsonNode.Parse((await GetAsync(path, key)).IsOk().Text)!["items"]!.AsArray().Select(item => item!)];

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
