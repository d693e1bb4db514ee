using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Elaoms.FakePlatform.Calls;
using Elaoms.FakePlatform.Routes;
using Elaoms.FakePlatform.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Elaoms.FakePlatform;

/// <summary>
/// Plays ElevenLabs' API for tests: real HTTP, state as the platform keeps it, each documented fault a switch. It also plays calls, which
/// ask an agent's webhooks as the platform does. Whatever a request holds that the API does not know is refused.
/// </summary>
public sealed class PlayedPlatform : IAsyncDisposable
{
    private const string OtherRegion = "Invalid API key: The API key used is for a data residency stack, however this server is a "
        + "global server. Please use the correct server for the API key.";

    private readonly Lock _lock = new();
    private readonly WebApplication _app;
    private readonly Func<PlatformRequest, JsonNode?>[] _routes;
    private readonly ConversationPages _conversations;
    private int _running;

    private PlayedPlatform(Uri address)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls(address.GetLeftPart(UriPartial.Authority))
            .ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Services.AddHttpClient(PlayedCalls.HttpName).RemoveAllLoggers();
        _app = builder.Build();
        _app.Run(HandleAsync);
        var (secrets, hooks, tests) = (new SecretPages(Store, Semantics), new WebhookPages(Store, Semantics), new TestPages(Store));
        var (agents, tools) = (new AgentPages(Store, Semantics), new ToolPages(Store));
        _conversations = new ConversationPages(Store, Semantics);
        _routes = [tests.Answer, agents.Answer, tools.Answer, secrets.Answer, hooks.Answer, _conversations.Answer];
        Calls = new PlayedCalls(Store, _app.Services.GetRequiredService<IHttpClientFactory>());
    }

    /// <summary>Its address.</summary>
    public Uri Address => new(_app.Urls.Single());

    /// <summary>The API key that it accepts.</summary>
    public string Key { get; } = "sk_fake_platform";

    /// <summary>What it holds. Tests may change it while no request runs.</summary>
    public PlatformStore Store { get; } = new();

    /// <summary>What is wrong with it.</summary>
    public PlatformFaults Faults { get; } = new();

    /// <summary>How it reads what is not documented.</summary>
    public PlatformSemantics Semantics { get; } = new();

    /// <summary>Plays calls to its agents.</summary>
    public PlayedCalls Calls { get; }

    /// <summary>Every request that was understood, with the status it got.</summary>
    public ConcurrentQueue<(PlatformRequest Request, int Status)> Log { get; } = new();

    /// <summary>The requests that change something.</summary>
    public IEnumerable<PlatformRequest> Writes => Log.Where(entry => entry.Request.Method != "GET").Select(entry => entry.Request);

    /// <summary>Starts one.</summary>
    /// <param name="address">Where; null for a free port of this machine.</param>
    public static async Task<PlayedPlatform> StartAsync(Uri? address = null)
    {
        var platform = new PlayedPlatform(address ?? new Uri("http://127.0.0.1:0"));
        await platform._app.StartAsync(CancellationToken.None);
        return platform;
    }

    /// <summary>Waits until the process is told to end.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => ((IHost)_app).WaitForShutdownAsync(cancellationToken);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        if (await ReadAsync(context) is not { } request)
        {
            await AnswerAsync(context, 400, new JsonObject { ["detail"] = "There was an error parsing the body" });
            return;
        }

        if (context.Request.Path.StartsWithSegments("/fake", StringComparison.Ordinal))
        {
            if (context.Request.Path == "/fake/requests")
                await AnswerAsync(context, 200, Requests());
            else
                await AnswerAsync(context, 200, await Calls.AnswerAsync(request, context.RequestAborted));
            return;
        }

        var running = Interlocked.Increment(ref _running);
        try
        {
            if (Faults.Latency > TimeSpan.Zero)
                await Task.Delay(Faults.Latency, context.RequestAborted);
            await HandleAsync(context, request, running);
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }

    private async Task HandleAsync(HttpContext context, PlatformRequest request, int running)
    {
        var fault = context.Request.Headers["xi-api-key"] == Key ? Faults.Of(request) : null;
        if (running > Faults.MostAtATime)
            fault = PlatformFault.TooManyConcurrent;
        if (fault is PlatformFault.CutBefore)
        {
            context.Abort();
            return;
        }

        var (status, answer) = Refused(context, fault) ?? Done(request);
        Log.Enqueue((request, status));
        if (status == 429 && fault is PlatformFault.BusyFor)
            context.Response.Headers.RetryAfter = Faults.RetryAfter.ToString(CultureInfo.InvariantCulture);
        switch (fault)
        {
            case PlatformFault.CutAfter:
                context.Abort();
                return;
            case PlatformFault.CutWithin:
                var whole = answer?.ToJsonString() ?? "{}";
                context.Response.ContentLength = whole.Length + 1;
                await context.Response.WriteAsync(whole[..(whole.Length / 2)], context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
                context.Abort();
                return;
            case PlatformFault.ServerErrorAfterDoing:
                await AnswerAsync(context, 500, null);
                return;
            case PlatformFault.NotJson:
                context.Response.ContentType = "text/html";
                await context.Response.WriteAsync("<html>Sign in</html>", context.RequestAborted);
                return;
            case PlatformFault.Huge:
                context.Response.ContentType = "application/json";
                await context.Response.WriteAsync("{\"agents\":[\"" + new string('x', 20 << 20) + "\"]}", context.RequestAborted);
                return;
            case null when status == 200 && answer is JsonValue audio && audio.TryGetValue<byte[]>(out var bytes):
                context.Response.ContentType = "audio/mpeg";
                await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
                return;
            default:
                await AnswerAsync(context, status, answer);
                return;
        }
    }

    // For who wants to check them against a schema.
    private JsonArray Requests() => [.. Log.Select(entry => (JsonNode)new JsonObject
    {
        ["method"] = entry.Request.Method,
        ["path"] = entry.Request.Path,
        ["query"] = new JsonObject(entry.Request.Query.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))),
        ["body"] = entry.Request.Body?.DeepClone(),
    })];

    private (int Status, JsonNode? Answer)? Refused(HttpContext context, PlatformFault? fault) => fault switch
    {
        _ when context.Request.Headers["xi-api-key"] != Key => Detail(401, "invalid_api_key", "Invalid API key"),
        PlatformFault.TooManyConcurrent => Detail(429, "too_many_concurrent_requests", "Too many concurrent requests"),
        PlatformFault.SystemBusy or PlatformFault.BusyFor => Detail(429, "system_busy", "The system is experiencing heavy traffic"),
        PlatformFault.ServerError => (500, null),
        PlatformFault.Forbidden => Detail(403, "insufficient_permissions", "You do not have permission to do this"),
        PlatformFault.OtherRegion => Detail(401, "invalid_api_key", OtherRegion),
        _ => null,
    };

    private (int Status, JsonNode? Answer) Done(PlatformRequest request)
    {
        lock (_lock)
        {
            try
            {
                if (_conversations.Audio(request) is { } audio)
                    return (200, JsonValue.Create(audio));
                foreach (var route in _routes)
                {
                    if (route(request) is { } answer)
                        return (200, answer);
                }

                return Detail(404, "not_found", "Not Found");
            }
            catch (PlatformError fault)
            {
                return (fault.Status, new JsonObject { ["detail"] = fault.Detail.DeepClone() });
            }
        }
    }

    private static (int Status, JsonNode? Answer) Detail(int status, string code, string message)
        => (status, new JsonObject { ["detail"] = new JsonObject { ["status"] = code, ["message"] = message } });

    private static async Task<PlatformRequest?> ReadAsync(HttpContext context)
    {
        try
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            return new PlatformRequest(
                context.Request.Method,
                context.Request.Path,
                context.Request.Query.ToDictionary(pair => pair.Key, pair => pair.Value[^1] ?? "", StringComparer.Ordinal),
                body.Length == 0 ? null : JsonNode.Parse(body.ToArray()));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static async Task AnswerAsync(HttpContext context, int status, JsonNode? answer)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(answer?.ToJsonString() ?? "", context.RequestAborted);
    }
}
