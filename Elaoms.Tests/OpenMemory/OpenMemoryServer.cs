using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Elaoms.Core.OpenMemory;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Elaoms.Tests.OpenMemory;

/// <summary>
/// An OpenMemory server for tests: real HTTP on a port of its own, the answers as recorded of the real ones (see <c>recordings</c>), in either dialect, with each documented fault as
/// a switch.
/// </summary>
public sealed class OpenMemoryServer : IAsyncDisposable
{
    private const int MaxBodyBytes = 1_000_000;

    private readonly OpenMemoryStore _store;
    private readonly OpenMemoryRoutes _routes;
    private WebApplication? _app;
    private Task _dying = Task.CompletedTask;
    private int _port;
    private int _requests;
    private int _busy;
    private int _busiest;

    private OpenMemoryServer(OpenMemoryDialect dialect, string? key, TimeProvider time)
    {
        (Dialect, Key) = (dialect, key);
        _store = new OpenMemoryStore(Faults, time);
        _routes = new OpenMemoryRoutes(this, _store, time);
    }

    /// <summary>How it tells users apart; can be changed, as by an upgrade that keeps the data.</summary>
    public OpenMemoryDialect Dialect { get; set; }

    /// <summary>The key that it wants to see; null for none.</summary>
    public string? Key { get; set; }

    /// <summary>Whether the newer one lets everybody in when it has no key.</summary>
    public bool DevAllowNoAuth { get; set; }

    /// <summary>What is wrong with it.</summary>
    public OpenMemoryFaults Faults { get; } = new();

    /// <summary>Where it listens.</summary>
    public Uri Address => new($"http://127.0.0.1:{_port}");

    /// <summary>Whether it listens.</summary>
    public bool IsUp => _app is not null;

    /// <summary>What it holds, oldest first.</summary>
    public IReadOnlyList<ServerMemory> Memories => _store.Memories;

    /// <summary>How many requests have come.</summary>
    public int Requests => _requests;

    /// <summary>The most requests that were under way at a time.</summary>
    public int Busiest => _busiest;

    /// <summary>Requests by method and first parts of the path, such as <c>POST memory/add</c>.</summary>
    public System.Collections.Concurrent.ConcurrentQueue<string> Log { get; } = new();

    /// <summary>The tenant of a key.</summary>
    public static string TenantOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..16];

    /// <summary>Starts one.</summary>
    public static async Task<OpenMemoryServer> StartAsync(OpenMemoryDialect dialect, string? key = null, TimeProvider? time = null)
    {
        var server = new OpenMemoryServer(dialect, key ?? (dialect == OpenMemoryDialect.Tenants ? "key" : null), time ?? TimeProvider.System);
        await server.ListenAsync();
        return server;
    }

    /// <summary>Stops it, as a process that dies: connections are reset.</summary>
    public async Task StopAsync()
    {
        await Task.Yield();
        if (Interlocked.Exchange(ref _app, null) is not { } app)
            return;
        using var atOnce = new CancellationTokenSource();
        await atOnce.CancelAsync();
        await app.StopAsync(atOnce.Token);
        await app.DisposeAsync();
    }

    /// <summary>Starts it again on the same port.</summary>
    /// <param name="keepsData">Whether it still has what it held.</param>
    public async Task RestartAsync(bool keepsData = true)
    {
        await _dying;
        await StopAsync();
        if (!keepsData)
            _store.Clear();
        await ListenAsync();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _dying;
        await StopAsync();
    }

    private async Task ListenAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{_port}").ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        var app = builder.Build();
        app.Run(HandleAsync);
        await app.StartAsync(CancellationToken.None);
        _app = app;
        _port = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;
    }

    private async Task HandleAsync(HttpContext context)
    {
        var request = Interlocked.Increment(ref _requests);
        var busy = Interlocked.Increment(ref _busy);
        InterlockedMax(ref _busiest, busy);
        try
        {
            Log.Enqueue($"{context.Request.Method} {string.Join('/', context.Request.Path.Value!.Trim('/').Split('/').Take(2))}");
            await HandleAsync(context, request);
        }
        catch (OperationCanceledException)
        {
            context.Abort();
        }
        finally
        {
            Interlocked.Decrement(ref _busy);
        }
    }

    private async Task HandleAsync(HttpContext context, int request)
    {
        using var bytes = new MemoryStream();
        await context.Request.Body.CopyToAsync(bytes, context.RequestAborted);
        var text = Encoding.UTF8.GetString(bytes.ToArray());
        if (Faults.DiesOn is { } deadly && text.Contains(deadly, StringComparison.Ordinal))
        {
            context.Abort();
            _dying = StopAsync();
            return;
        }

        if (IsTurn(Faults.ResetEvery, request))
        {
            context.Abort();
            return;
        }

        var answer = Faulty(request) ?? (bytes.Length > MaxBodyBytes ? OpenMemoryAnswer.TooLarge : await AnswerAsync(context.Request, text));
        if (IsTurn(Faults.LoseAnswerEvery, request))
            context.Abort();
        else
            await WriteAsync(context, answer, isCut: IsTurn(Faults.CutBodyEvery, request));
    }

    private async Task<OpenMemoryAnswer> AnswerAsync(HttpRequest request, string text)
    {
        if (request.Path == "/health")
            return OpenMemoryAnswer.Ok(new JsonObject { ["ok"] = true, ["version"] = "2.0-hsg-tiered", ["tier"] = "hybrid", ["dim"] = 1536 });
        if (Refusal(request) is { } refusal)
            return refusal;

        JsonNode? body = null;
        if (text.Length > 0 && request.ContentType?.Contains("application/json", StringComparison.OrdinalIgnoreCase) == true)
        {
            try
            {
                body = JsonNode.Parse(text);
            }
            catch (JsonException)
            {
                if (Dialect == OpenMemoryDialect.Tenants)
                    return OpenMemoryAnswer.New(400, "invalid_json");
            }
        }

        var tenant = Dialect == OpenMemoryDialect.UserIds ? null : Key is null ? "dev-no-auth" : TenantOf(Key);
        return await _routes.AnswerAsync(request, tenant, Dialect == OpenMemoryDialect.Tenants && body is null && request.Method == "POST" ? new JsonObject() : body);
    }

    private OpenMemoryAnswer? Refusal(HttpRequest request)
    {
        if (Key is null)
            return Dialect == OpenMemoryDialect.UserIds || DevAllowNoAuth ? null : OpenMemoryAnswer.New(503, "auth_not_configured");
        var given = (string?)request.Headers["x-api-key"] ?? request.Headers.Authorization.ToString().Split(' ')[^1];
        if (given.Length == 0)
            return OpenMemoryAnswer.New(401, "authentication_required", "API key required");
        return given == Key ? null : OpenMemoryAnswer.New(403, "invalid_api_key");
    }

    private OpenMemoryAnswer? Faulty(int request)
    {
        if (Faults.TenantMismatch)
            return OpenMemoryAnswer.TenantMismatch;
        if (Faults.AuthNotConfigured)
            return OpenMemoryAnswer.New(503, "auth_not_configured");
        if (Faults.BadGateway)
            return new OpenMemoryAnswer(502, Json: null, "<html><h1>Bad Gateway</h1></html>");
        if (Faults.OtherService)
            return new OpenMemoryAnswer(200, Json: null, "<html><h1>Welcome</h1></html>");
        if (Faults.EmptyAnswers)
            return OpenMemoryAnswer.Ok(new JsonObject { ["matches"] = new JsonArray(), ["items"] = new JsonArray() });
        if (Faults.HugeAnswers)
            return OpenMemoryAnswer.Ok(new JsonObject { ["id"] = "x", ["filler"] = new string('x', 8 << 20) });
        if (Faults.RequestsLeft is { } left && (Faults.RequestsLeft = Math.Max(0, left - 1)) is not null && left == 0)
            return new OpenMemoryAnswer(429, new JsonObject { ["error"] = "rate_limit_exceeded", ["retry_after"] = Faults.RetryAfterSeconds });
        if (IsTurn(Faults.FailEvery, request))
            return Dialect == OpenMemoryDialect.Tenants ? OpenMemoryAnswer.New(500, "query_failed", "SQLITE_BUSY") : OpenMemoryAnswer.Old(500, "internal");
        return null;
    }

    private static async Task WriteAsync(HttpContext context, OpenMemoryAnswer answer, bool isCut)
    {
        var bytes = Encoding.UTF8.GetBytes(answer.Json?.ToJsonString() ?? answer.Text!);
        context.Response.StatusCode = answer.Status;
        context.Response.Headers.AccessControlAllowOrigin = "*";
        context.Response.ContentType = answer.Json is null ? null : "application/json";
        context.Response.ContentLength = bytes.Length;
        if (!isCut)
        {
            await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
            return;
        }

        await context.Response.Body.WriteAsync(bytes.AsMemory(0, bytes.Length / 2), context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        context.Abort();
    }

    private static bool IsTurn(int every, int request) => every > 0 && request % every == 0;

    private static void InterlockedMax(ref int most, int value)
    {
        for (var known = Volatile.Read(ref most); value > known; known = Volatile.Read(ref most))
        {
            if (Interlocked.CompareExchange(ref most, value, known) == known)
                return;
        }
    }
}
