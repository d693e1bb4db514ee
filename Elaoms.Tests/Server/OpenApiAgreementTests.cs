using System.Text.Json;
using Elaoms.Core.Settings;
using Elaoms.Tests.Web.Documentation;
using Elaoms.WebConsole;
using Microsoft.AspNetCore.Routing;
using Xunit;

namespace Elaoms.Tests.Server;

/// <summary>What the document says is what the server does.</summary>
public sealed class OpenApiAgreementTests
{
    [Fact]
    public async Task Routes_of_the_server_are_the_paths_of_the_document()
    {
        await using var server = await TestServer.StartAsync();
        var document = (await server.Webhooks.GetAsync("/openapi.json")).IsOk().Json;

        // HEAD goes without saying where GET is described.
        var mapped =
            from endpoint in ((IEndpointRouteBuilder)server.App).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            from method in endpoint.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods
            where method != "HEAD"
            // Pages are for people; no program is to read them.
            where !endpoint.RoutePattern.RawText!.StartsWith(ConsoleEndpoint.Path, StringComparison.Ordinal)
            from path in PathsOf(endpoint.RoutePattern.RawText!)
            select $"{method} {path}";
        var described =
            from path in document.GetProperty("paths").EnumerateObject()
            from method in path.Value.EnumerateObject()
            select $"{method.Name.ToUpperInvariant()} {path.Name}";

        Assert.Equal(
            described.Order(StringComparer.Ordinal),
            mapped.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
            StringComparer.Ordinal);
    }

    [Fact]
    public async Task Answers_of_the_server_fit_the_document()
    {
        await using var server = await TestServer.StartAsync(settings => settings[SettingNames.MaxPayloadBytes] = "40000");
        var webhooks = server.Webhooks;
        var document = (await webhooks.GetAsync("/openapi.json")).IsOk().Json;
        await server.TeachAsync(Payloads.Read("post_call_transcription.02-twilio-inbound-2025.json"));
        var (nothing, large) = (WebhookCaller.Bytes("{}"), new byte[(1 << 20) + 1]);
        var broken = WebhookCaller.Bytes("[]");

        Fits(document, "/webhook/client-data", "post", 200, await webhooks.ClientDataAsync("+12025550123"));
        Fits(document, "/webhook/client-data", "post", 200, await webhooks.ClientDataAsync(nothing));
        Fits(document, "/webhook/client-data", "post", 400, await webhooks.ClientDataAsync(broken));
        Fits(document, "/webhook/client-data", "post", 401, await webhooks.PostAsync("/webhook/client-data", nothing));
        Fits(document, "/webhook/client-data", "post", 413, await webhooks.ClientDataAsync(large));
        Fits(document, "/webhook/search-data", "post", 200, await webhooks.SearchDataAsync("+12025550123", "order name email"));
        Fits(document, "/webhook/search-data", "post", 200, await webhooks.SearchDataAsync("anonymous", "order"));
        Fits(document, "/webhook/search-data", "post", 400, await webhooks.SearchDataAsync(nothing));
        Fits(document, "/webhook/search-data", "post", 400, await webhooks.SearchDataAsync(broken));
        Fits(document, "/webhook/search-data", "post", 401, await webhooks.PostAsync("/webhook/search-data", nothing));
        Fits(document, "/webhook/search-data", "post", 413, await webhooks.SearchDataAsync(large));
        foreach (var name in Payloads.Deliveries())
            Fits(document, "/webhook/post-call", "post", 200, await webhooks.DeliverAsync(Payloads.Read(name)));
        Fits(document, "/webhook/post-call", "post", 200, await webhooks.DeliverAsync(nothing));
        Fits(document, "/webhook/post-call", "post", 400, await webhooks.DeliverAsync(broken));
        Fits(document, "/webhook/post-call", "post", 401, await webhooks.PostAsync("/webhook/post-call", nothing));
        Fits(document, "/webhook/post-call", "post", 413, await webhooks.DeliverAsync(new byte[40001]));
        foreach (var path in (string[])["/", "/health", "/health/live", "/health/ready"])
            Fits(document, path, "get", 200, await webhooks.GetAsync(path));
    }

    [Fact]
    public async Task Answers_of_a_server_in_need_fit_the_document()
    {
        await using var server = await TestServer.StartAsync(
            replace: new FaultyCallers(StoreFault.Throws).Replace);
        var document = (await server.Webhooks.GetAsync("/openapi.json")).IsOk().Json;
        Directory.Delete(server.PayloadFolder, recursive: true);
        await File.WriteAllTextAsync(server.PayloadFolder, "in the way", CancellationToken.None);

        Fits(document, "/webhook/client-data", "post", 200, await server.Webhooks.ClientDataAsync("+12025550123"));
        Fits(document, "/webhook/search-data", "post", 200, await server.Webhooks.SearchDataAsync("+12025550123", "order"));
        Fits(document, "/webhook/post-call", "post", 503, await server.Webhooks.DeliverAsync(WebhookCaller.Bytes("{}")));
        Fits(document, "/health/ready", "get", 503, await server.Webhooks.GetAsync("/health/ready"));
    }

    // A route that takes whatever follows takes nothing, too.
    private static string[] PathsOf(string route)
    {
        var path = "/" + route.Trim('/');
        var rest = path.IndexOf("/{*", StringComparison.Ordinal);
        return rest < 0 ? [path] : [path[..rest], path.Replace("{*", "{", StringComparison.Ordinal)];
    }

    private static void Fits(JsonElement document, string path, string method, int status, Answer answer)
    {
        Assert.Equal((path, status), (path, answer.Status));
        var checker = new JsonSchemaChecker(document);
        var responses = document.GetProperty("paths").GetProperty(path).GetProperty(method).GetProperty("responses");
        var content = checker.Resolve(responses.GetProperty($"{status}")).GetProperty("content")
            .GetProperty(answer.ContentHeaders.ContentType!.MediaType!);
        var faults = checker.Check(content.GetProperty("schema"), answer.Json);
        Assert.True(faults.Count == 0, $"{path} {status}: {string.Join(' ', faults)} {answer.Text}");
    }
}
