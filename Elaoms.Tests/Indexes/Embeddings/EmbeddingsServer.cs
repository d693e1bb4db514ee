using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Elaoms.Tests.Indexes.OpenMemory;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Elaoms.Tests.Indexes.Embeddings;

/// <summary>
/// A server of embeddings for tests: real HTTP in OpenAI's form (https://platform.openai.com/docs/api-reference/embeddings), each fault a
/// switch. Its vectors are deterministic: every word adds to one number, which a hash of the model and the word chooses. So texts are near
/// that share words, and models have nothing in common.
/// </summary>
public sealed class EmbeddingsServer : IAsyncDisposable
{
    private readonly HeldPort _port = new();
    private WebApplication? _app;

    private EmbeddingsServer()
    {
    }

    /// <summary>Its address, as a setting names it.</summary>
    public Uri Address => new($"http://127.0.0.1:{_port.Number}/v1/");

    /// <summary>The key that it wants to see; null for none.</summary>
    public string? Key { get; set; } = "sk-test";

    /// <summary>How many numbers a vector has.</summary>
    public int Dimensions { get; set; } = 384;

    /// <summary>Whether it knows vectors only as arrays of numbers, whatever it is asked for.</summary>
    public bool OnlyArrays { get; set; }

    /// <summary>Whether it numbers what it answers, and in the wrong order.</summary>
    public bool Shuffles { get; set; }

    /// <summary>Whether it leaves out what OpenAI says beside the vectors.</summary>
    public bool IsTerse { get; set; }

    /// <summary>What is wrong with it.</summary>
    public EmbeddingsFaults Faults { get; } = new();

    /// <summary>The texts of each request.</summary>
    public ConcurrentQueue<IReadOnlyList<string>> Log { get; } = new();

    /// <summary>What each request said of who sends it.</summary>
    public ConcurrentQueue<string?> Keys { get; } = new();

    /// <summary>All texts it was given, also several times.</summary>
    public IEnumerable<string> Texts => Log.SelectMany(texts => texts);

    /// <summary>Called when a request has come, before it is answered.</summary>
    public Action? OnRequest { get; set; }

    public static async Task<EmbeddingsServer> StartAsync()
    {
        var server = new EmbeddingsServer();
        await server.RestartAsync();
        return server;
    }

    /// <summary>Stops it, as a process that dies: connections are reset, and refused until it is started again.</summary>
    public async Task StopAsync()
    {
        if (_app is not { } app)
            return;
        _app = null;
        using var atOnce = new CancellationTokenSource();
        await atOnce.CancelAsync();
        await app.StopAsync(atOnce.Token);
        await app.DisposeAsync();
    }

    /// <summary>Starts it again on the same port.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseSockets(sockets => sockets.CreateBoundListenSocket = _ => _port.Bind())
            .UseUrls(Address.GetLeftPart(UriPartial.Authority));
        var app = builder.Build();
        app.Run(HandleAsync);
        await app.StartAsync(CancellationToken.None);
        _app = app;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _port.Dispose();
    }

    private async Task HandleAsync(HttpContext context)
    {
        var request = (await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted))!;
        List<string> texts = [.. request["input"]!.AsArray().Select(text => text!.GetValue<string>())];
        Log.Enqueue(texts);
        Keys.Enqueue(context.Request.Headers.Authorization);
        OnRequest?.Invoke();
        if (Faults.Hangs)
            await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);

        var status = StatusOf(context, texts);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        if (status is not 200 && Faults.RetryAfter is { } wait)
            context.Response.Headers.RetryAfter = wait;
        // An error of OpenAI's may quote what was sent.
        await context.Response.WriteAsync(
            Faults.Body ?? (status is 200
                ? Answer(request, texts)
                : JsonSerializer.Serialize(new { error = new { message = "No: " + string.Join(' ', texts), type = "some_error" } })),
            context.RequestAborted);
        if (Faults.Huge)
            await context.Response.WriteAsync(new string(' ', 8 << 20), context.RequestAborted);
    }

    private int StatusOf(HttpContext context, List<string> texts)
    {
        if (Faults.Status is not 200)
            return Faults.Status;
        if (context.Request.Path != "/v1/embeddings" || context.Request.Method != "POST")
            return 404;
        if (Key is not null && context.Request.Headers.Authorization != $"Bearer {Key}")
            return 401;
        if (texts.Count > Faults.MaxInputs || texts.Exists(text => text.Length == 0)
            || Faults.Refuses is { } refused && texts.Exists(text => text.Contains(refused, StringComparison.Ordinal)))
            return 400;
        return Faults.FailsOn is { } fatal && texts.Exists(text => text.Contains(fatal, StringComparison.Ordinal)) ? 500 : 200;
    }

    private string Answer(JsonNode request, List<string> texts)
    {
        var model = request["model"]!.GetValue<string>();
        var asArrays = OnlyArrays || request["encoding_format"]?.GetValue<string>() != "base64";
        var data = texts.Select((text, index) =>
        {
            var vector = VectorOf(model, text, Dimensions + (Faults.SeveralLengths ? index : 0));
            var embedding = asArrays
                ? (JsonNode)new JsonArray([.. vector.Select(number => JsonNode.Parse(number.ToString("R", CultureInfo.InvariantCulture)))])
                : Convert.ToBase64String(MemoryMarshal.AsBytes(vector.AsSpan()));
            return IsTerse
                ? new JsonObject { ["embedding"] = embedding }
                : new JsonObject { ["object"] = "embedding", ["index"] = index, ["embedding"] = embedding };
        }).Skip(Faults.Missing).ToList();
        if (Shuffles)
            data.Reverse();
        var answer = new JsonObject { ["data"] = new JsonArray([.. data]) };
        if (!IsTerse)
        {
            (answer["object"], answer["model"]) = ("list", model);
            answer["usage"] = new JsonObject { ["prompt_tokens"] = texts.Count, ["total_tokens"] = texts.Count };
        }

        return answer.ToJsonString();
    }

    private float[] VectorOf(string model, string text, int dimensions)
    {
        var vector = new float[dimensions];
        foreach (var word in new string([.. text.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : ' ')]).Split(
            ' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{model} {word}"));
            vector[BitConverter.ToUInt32(hash) % dimensions]++;
        }

        var length = MathF.Sqrt(vector.Sum(number => number * number));
        for (var i = 0; length > 0 && i < dimensions; i++)
            vector[i] /= length;
        if (Faults.FirstNumber is { } first)
            vector[0] = first;
        return vector;
    }
}
